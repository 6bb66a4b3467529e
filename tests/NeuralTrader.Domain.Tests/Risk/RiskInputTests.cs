using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Domain.Tests.Risk;

/// <summary>What is impossible is refused by its name, and what has no figure says why.</summary>
public sealed class RiskInputTests
{
    [Fact]
    public void A_simple_return_below_minus_one_is_refused_with_its_place()
    {
        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => Require.SimpleReturns([0.01, -1.0001], 1, "returns"));
        Assert.Equal(("returns[1]", "-1.0001"), (refused.Field, refused.Value));
        Assert.Equal(3, Require.SimpleReturns([0.01, -1, 0.02], 1, "returns").Length); // all can be lost
    }

    [Theory, InlineData(0, "none"), InlineData(1, "1 of them"), InlineData(12, "12 of them"), InlineData(null, null)]
    public void A_wrong_number_of_things_reads_as_one(int? count, string? value)
    {
        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => Require.Count(count, 2, 10, "symbols"));
        Assert.Equal(("symbols", value, "2 to 10 of them"), (refused.Field, refused.Value, refused.Allowed));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("  "), InlineData("two\nlines")]
    public void A_name_is_a_line_that_is_not_blank(string? name) =>
        Assert.Equal("name", Assert.Throws<InvalidInputException>(() => Require.Name(name, 100)).Field);

    [Theory, InlineData("XXXX"), InlineData("US"), InlineData("U$D"), InlineData("12A"), InlineData(""), InlineData(null)]
    public void A_currency_is_three_letters(string? code) =>
        Assert.Equal("currency", Assert.Throws<InvalidInputException>(() => Currency.Parse(code)).Field);

    [Theory, InlineData("usd", "USD"), InlineData("Jpy", "JPY"), InlineData("usdt", "USDT"), InlineData("USDC", "USDC")]
    public void Codes_are_written_in_capitals(string given, string code) => Assert.Equal(code, Currency.Parse(given));

    [Theory, InlineData("cash"), InlineData("volatilityAnnual"), InlineData("averageDailyVolume")]
    public void A_position_has_no_negative_figures_whether_a_limit_reads_them_or_not(string field)
    {
        PositionPlan plan = new(10, 100, 10_000);
        plan = field switch
        {
            "cash" => plan with { Cash = -1, Quantity = -10, HeldQuantity = 20 },
            "volatilityAnnual" => plan with { VolatilityAnnual = -0.2 },
            _ => plan with { AverageDailyVolume = -1 },
        };
        Assert.Equal(field, Assert.Throws<InvalidInputException>(() => PositionCheck.Of(plan, new PositionLimits())).Field);
    }

    [Fact]
    public void A_scenario_without_a_name_is_refused() =>
        Assert.Equal("name", Assert.Throws<InvalidInputException>(() => new StressScenario("", Shocks: [new StressShock(-0.1)]).Checked()).Field);

    [Theory, InlineData("", "constraints.groups.name"), InlineData("energy", "constraints.groups.name")]
    public void Groups_have_names_of_their_own(string second, string field)
    {
        AllocationConstraints limits = new(Groups: [new GroupRange("energy", ["A"], Max: 0.9), new GroupRange(second, ["B"], Max: 0.9)]);
        AllocationMarket market = new(["A", "B"], [0.04, 0, 0, 0.09], null, null, 252);
        Assert.Equal(field, Assert.Throws<InvalidInputException>(() =>
            PortfolioOptimizer.Optimize(market, new AllocationSpec(AllocationObjective.MinVariance, limits), null, default)).Field);
    }

    [Theory]
    [InlineData(TailMethod.Normal, 0.95, "Standard errors")]
    [InlineData(TailMethod.CornishFisher, 0.999, "turns back")]
    [InlineData(TailMethod.Historical, 0.99, "Fewer than two returns")]
    public void A_tail_figure_that_is_null_says_why(TailMethod method, double confidence, string why)
    {
        double[] returns = [.. Enumerable.Range(0, 40).Select(t => t == 7 ? -0.5 : 0.01 * Math.Sin(t))];
        TailEstimate estimate = TailEstimate.Of(returns, null, method, confidence);
        Assert.Contains(estimate.Notes, note => note.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public void A_tail_whose_figures_are_all_there_has_no_notes() =>
        Assert.Empty(TailEstimate.Of([.. Enumerable.Range(0, 500).Select(t => 0.01 * Math.Sin(t * 0.7))], null, TailMethod.Historical, 0.95).Notes);

    [Fact]
    public void A_ratio_that_is_null_says_why()
    {
        Assert.Contains("do not vary", Assert.Single(SharpeRatio.Of([0.01, 0.01, 0.01]).Notes), StringComparison.Ordinal);
        Assert.Contains("two years", Assert.Single(SharpeRatio.Of([0.01, 0.02, -0.01]).Notes), StringComparison.Ordinal);
        Assert.Contains("below the target", Assert.Single(SortinoRatio.Of([0.01, 0.02]).Notes), StringComparison.Ordinal);
        Assert.Contains("log-optimal", Assert.Single(Kelly.Invest([0.01, 0.02]).Notes), StringComparison.Ordinal);
        Assert.Empty(SortinoRatio.Of([0.01, -0.02]).Notes);
        Assert.Empty(Kelly.Invest([0.01, -0.02]).Notes);
    }
}
