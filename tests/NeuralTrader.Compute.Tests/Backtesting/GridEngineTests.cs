using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Compute.Tests.Backtesting;

/// <summary>A grid's figures are those of the back-test engine, combination by combination.</summary>
public sealed class GridEngineTests
{
    private const double Tolerance = 1e-9; // relative beyond 1

    public static TheoryData<string> Strategies => GridBars.Strategies;

    [Theory, MemberData(nameof(Strategies))]
    public void Figures_are_the_engines_on_the_index(string strategy)
    {
        foreach (FillRule rule in Enum.GetValues<FillRule>())
            foreach (bool allowShort in (bool[])[true, false])
                Same(GridBars.Sp500, new BacktestSpec(strategy, Costs: GridBars.Costs, FillRule: rule, AllowShort: allowShort), every: 29);
    }

    [Theory, MemberData(nameof(Strategies))]
    public void Figures_are_the_engines_on_any_walk_and_by_any_rule(string strategy) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            double leverage = random.Next(2) == 0 ? 1 : 1 + random.NextDouble();
            var spec = new BacktestSpec(
                strategy, Costs: random.Next(4) == 0 ? null : GridBars.Costs, FillRule: (FillRule)random.Next(1, 4), AllowShort: random.Next(2) == 0,
                PositionFraction: random.Next(2) == 0 ? leverage : 0.2 + (0.8 * random.NextDouble()), MaxLeverage: leverage,
                RebalanceBand: 0.2 * random.NextDouble(), RiskFreeRateAnnual: random.Next(2) * 0.03);
            Same(GridBars.Walk(seed, random.Next(2, 400)), spec, every: 5);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    [Theory, InlineData("sma_cross"), InlineData("macd_trend"), InlineData("mean_reversion"), InlineData("trend_following")]
    public void An_account_that_is_used_up_ends_its_test_as_the_engine_does(string strategy)
    {
        int ruined = 0;
        foreach (FillRule rule in Enum.GetValues<FillRule>())
        {
            var spec = new BacktestSpec(strategy, Costs: GridBars.Costs, FillRule: rule, PositionFraction: 1.5, MaxLeverage: 2);
            ruined += Same(GridBars.Walk(3, 300, volatility: 0.3, tick: 0.001), spec, every: 1);
        }
        Assert.True(ruined > 0);
    }

    [Theory, InlineData(GridMetric.TotalReturn), InlineData(GridMetric.MaxDrawdown), InlineData(GridMetric.ReturnOverDrawdown)]
    public void An_account_that_is_used_up_is_not_among_the_best(GridMetric metric)
    {
        var spec = new BacktestSpec("sma_cross", Costs: GridBars.Costs, PositionFraction: 1.5, MaxLeverage: 2);
        GridJob job = GridBars.Job(GridBars.Walk(3, 300, volatility: 0.3, tick: 0.001), spec);
        GridResult all = StrategyGrid.Run(job, cancellationToken: TestContext.Current.CancellationToken);
        GridFigures[] valid = [.. all.Figures.Where(one => one.IsValid)];
        GridSearch best = StrategyGrid.Best(job, metric, 100, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains(valid, one => one.IsRuined);
        Assert.Equal(valid.Count(one => !one.IsRuined), best.Best.Length);
        Assert.DoesNotContain(best.Best, one => one.Figures.IsRuined);
    }

    [Fact]
    public void Prices_that_never_move_or_grow_evenly_leave_no_ratio_where_the_engine_leaves_none()
    {
        foreach (double growth in (double[])[1, 1.01])
        {
            BarSeries even = BarSeries.FromBars(
                new SeriesKey("EVEN", BarInterval.Day, PriceBasis.Raw), "USD", new Provenance("by hand", IsSynthetic: false),
                [.. Enumerable.Range(0, 200).Select(i => (Day: i, Price: 10 * Math.Pow(growth, i)))
                    .Select(at => new Bar(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(at.Day), at.Price, at.Price, at.Price, at.Price, 1))]);
            foreach (string strategy in (string[])["sma_cross", "breakout", "momentum", "rsi_reversal"])
                Same(even, new BacktestSpec(strategy, FillRule: FillRule.SameClose, AllowShort: false, RiskFreeRateAnnual: 0.01), every: 1);
        }
    }

    // Gives how many accounts were used up.
    private static int Same(BarSeries series, BacktestSpec spec, int every)
    {
        GridResult grid = StrategyGrid.Run(GridBars.Job(series, spec), cancellationToken: TestContext.Current.CancellationToken);
        (int ruined, long refused) = (0, 0);
        for (int i = 0; i < grid.Parameters.Count; i++)
        {
            GridFigures ours = grid[i];
            if (!ours.IsValid)
            {
                refused++;
                Assert.Throws<InvalidInputException>(() => BacktestEngine.Run(spec with { Parameters = grid.Parameters.At(i) }, [series]));
            }
            if (!ours.IsValid || i % every != 0) continue;
            BacktestResult theirs = BacktestEngine.Run(spec with { Parameters = grid.Parameters.At(i) }, [series]);
            BacktestStatistics all = theirs.Statistics;
            string where = $"{spec.Strategy} {string.Join(' ', grid.Parameters.At(i))} {spec.FillRule} short {spec.AllowShort}";
            Near(all.TotalReturn, ours.TotalReturn, $"return of {where}");
            Near(all.Sharpe, ours.Sharpe, $"Sharpe of {where}");
            Near(all.Sortino, ours.Sortino, $"Sortino of {where}");
            Near(all.MaxDrawdown, ours.MaxDrawdown, $"drawdown of {where}");
            Near(all.ExposureTime, ours.ExposureTime, $"exposure of {where}");
            Near(all.Trades, ours.Trades, $"trades of {where}");
            Near(theirs.Bars - 1, ours.Periods, $"periods of {where}");
            if (theirs.RuinedAt is not null) ruined++;
        }
        Assert.Equal(refused, grid.InvalidCombinations);
        return ruined;
    }

    private static void Near(double expected, double actual, string what)
    {
        if (double.IsNaN(expected) && double.IsNaN(actual)) return;
        Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: {actual:r}, not {expected:r}");
    }
}
