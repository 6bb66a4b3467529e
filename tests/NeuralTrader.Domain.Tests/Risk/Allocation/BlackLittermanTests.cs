using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Domain.Tests.Risk.Allocation;

/// <summary>The seven countries of He and Litterman (1999), The intuition behind Black-Litterman model portfolios, tables 1, 2 and 4: δ = 2.5, τ = 0.05.</summary>
public sealed class BlackLittermanTests
{
    private static readonly string[] Countries = ["Australia", "Canada", "France", "Germany", "Japan", "UK", "USA"];
    private static readonly double[] Volatility = [0.160, 0.203, 0.248, 0.271, 0.210, 0.200, 0.187], Market = [0.016, 0.022, 0.052, 0.055, 0.116, 0.124, 0.615];

    private static readonly double[][] Correlation =
    [
        [], [0.488], [0.478, 0.664], [0.515, 0.655, 0.861], [0.439, 0.310, 0.355, 0.354], [0.512, 0.608, 0.783, 0.777, 0.405], [0.491, 0.779, 0.668, 0.653, 0.306, 0.652],
    ];

    private static AllocationMarket World()
    {
        double[] covariance = new double[49];
        for (int i = 0; i < 7; i++)
            for (int j = 0; j < 7; j++)
                covariance[(i * 7) + j] = (i == j ? 1 : i > j ? Correlation[i][j] : Correlation[j][i]) * Volatility[i] * Volatility[j];
        return new AllocationMarket(Countries, covariance);
    }

    private static MarketViews Views(params MarketView[] views) => new(Countries.Zip(Market).ToDictionary(pair => pair.First, pair => pair.Second), views);

    // Germany will do 5 % better than the rest of Europe, by market weight; the paper's ω is p'(τΣ)p.
    private static MarketView Germany => new(new Dictionary<string, double> { ["Germany"] = 1, ["France"] = -0.052 / 0.176, ["UK"] = -0.124 / 0.176 }, 0.05);

    [Fact]
    public void Equilibrium_returns_are_those_of_the_paper() =>
        Assert.Equal([3.9, 6.9, 8.4, 9.0, 4.3, 6.8, 7.6], BlackLitterman.Returns(World(), Views()).Equilibrium.Select(value => Math.Round(value * 100, 1)));

    [Fact]
    public void Returns_after_the_German_view_are_those_of_the_paper() =>
        Assert.Equal([4.3, 7.6, 9.3, 11.0, 4.5, 7.0, 8.1], BlackLitterman.Returns(World(), Views(Germany)).ExpectedReturns.Select(value => Math.Round(value * 100, 1)));

    [Fact] // the paper's equilibrium, 9.0 % for Germany, and 11.0 % with the view; cash earns 2 % beside both
    public void A_portfolio_tells_what_the_market_implied_before_the_views()
    {
        AllocationSpec free = new(AllocationObjective.BlackLitterman, new(-10, 10, MinInvested: -10, MaxInvested: 10), RiskAversion: 2.5, RiskFreeRate: 0.02);
        AllocatedAsset germany = World().Best(free, Views(Germany)).Assets[3];
        Assert.Equal((11.0, 13.0), (Math.Round(germany.ImpliedReturn * 100, 1), Math.Round(germany.ExpectedReturn * 100, 1)));
        AllocatedPortfolio plain = World().Best(new(AllocationObjective.MinVariance));
        Assert.All(plain.Assets, asset => Assert.Equal(double.NaN, asset.ImpliedReturn));
    }

    [Fact]
    public void The_best_portfolio_leans_only_to_what_the_view_is_about()
    {
        AllocationSpec free = new(AllocationObjective.BlackLitterman, new(-10, 10, MinInvested: -10, MaxInvested: 10), RiskAversion: 2.5);
        double[] weights = World().Best(free, Views(Germany)).Weights();
        Assert.All(weights.Zip([1.5, 2.1, -4.0, 35.4, 11.0, -9.5, 58.6]), pair => Assert.Equal(pair.Second, pair.First * 100, 0.06));
        foreach (int i in (int[])[0, 1, 4, 6]) Assert.Equal(Market[i] / 1.05, weights[i], 10);
    }

    [Fact]
    public void Without_views_the_market_itself_is_the_best_portfolio()
    {
        AllocationSpec free = new(AllocationObjective.BlackLitterman, new(-10, 10, MinInvested: -10, MaxInvested: 10), RiskAversion: 2.5);
        Assert.All(World().Best(free, Views()).Weights().Zip(Market), pair => Assert.Equal(pair.Second / 1.05, pair.First, 12));
    }

    [Fact]
    public void A_view_without_error_comes_true_and_one_with_much_changes_nothing()
    {
        double[] sure = BlackLitterman.Returns(World(), Views(Germany with { Variance = 1e-12 })).ExpectedReturns;
        Assert.Equal(0.05, sure[3] - (((0.052 * sure[2]) + (0.124 * sure[5])) / 0.176), 8);
        BlackLittermanReturns vague = BlackLitterman.Returns(World(), Views(Germany with { Variance = 1e9 }));
        Assert.All(vague.ExpectedReturns.Zip(vague.Equilibrium), pair => Assert.Equal(pair.Second, pair.First, 9));
    }

    [Theory, InlineData(0.15, false), InlineData(0.065, false), InlineData(0.035, false), InlineData(0.06, true), InlineData(0.05, true), InlineData(0.04, true)]
    public void The_markets_weights_make_a_whole(double last, bool isTaken)
    {
        AllocationMarket two = new(["A", "B"], [0.04, 0.01, 0.01, 0.09]);
        MarketViews views = new(new Dictionary<string, double> { ["A"] = 0.95, ["B"] = last }); // within a hundredth: 33 % three times is a whole
        if (isTaken)
        {
            Assert.Equal(2.5 * ((0.04 * 0.95) + (0.01 * last)), BlackLitterman.Returns(two, views).Equilibrium[0], 1e-15);
            return;
        }
        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => BlackLitterman.Returns(two, views));
        Assert.Equal("blackLitterman.marketWeights", refused.Field);
        Assert.Contains("sum to 1 (100 %)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Observations_are_those_of_the_covariances_and_give_the_views_no_error()
    {
        AllocationMarket market = SampleAssets.Of(3, 250, isEstimate: true);
        AllocatedPortfolio best = market.Best(
            new AllocationSpec(AllocationObjective.BlackLitterman), new MarketViews(new Dictionary<string, double> { ["A1"] = 0.5, ["A2"] = 0.3, ["A3"] = 0.2 }));
        Assert.Equal(250, best.Observations);
        Assert.True(double.IsNaN(best.ExpectedReturnError));
    }

    [Fact]
    public void What_cannot_be_believed_is_refused_by_name()
    {
        Assert.Equal("blackLitterman.views[0].assets", Refused(Views(new MarketView(new Dictionary<string, double> { ["Mars"] = 1 }, 0.1))));
        Assert.Equal("blackLitterman.views[0].variance", Refused(Views(Germany with { Variance = 0 })));
        Assert.Equal("blackLitterman.views[0].return", Refused(Views(Germany with { Return = double.NaN })));
        Assert.Equal("blackLitterman.views[1]", Refused(Views(Germany, null!)));
        Assert.Equal("blackLitterman.tau", Refused(Views() with { Tau = 0 }));
        Assert.Equal("blackLitterman.marketWeights", Refused(Views() with { MarketWeights = new Dictionary<string, double>() }));

        static string Refused(MarketViews views) => Assert.Throws<InvalidInputException>(() => BlackLitterman.Returns(World(), views)).Field;
    }
}
