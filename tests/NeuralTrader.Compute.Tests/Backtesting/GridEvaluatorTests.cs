using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Compute.Tests.Backtesting;

/// <summary>A search on the grid finds what the same search by the engine finds.</summary>
public sealed class GridEvaluatorTests
{
    private static readonly BarSeries Bars = Walk(600);

    [Theory]
    [InlineData("sma_cross", "fast", 2, 30, "slow", 10, 90)]
    [InlineData("macd_trend", "fast", 3, 15, "slow", 10, 40)]
    [InlineData("rsi_reversal", "period", 3, 30, "oversold", 20, 45)]
    [InlineData("mean_reversion", "lookback", 5, 40, "entry", 1, 3)]
    [InlineData("bollinger_reversion", "period", 5, 60, "deviations", 1, 3)]
    [InlineData("breakout", "entry", 5, 80, "exit", 3, 40)]
    [InlineData("momentum", "lookback", 20, 120, "skip", 0, 40)]
    [InlineData("trend_following", "fast", 3, 30, "slow", 10, 90)]
    public void Every_segment_of_every_combination_is_the_engines(string strategy, string x, double xFrom, double xTo, string y, double yFrom, double yTo)
    {
        SearchProblem problem = Problem(strategy, x, xFrom, xTo, y, yFrom, yTo);
        ISearchEvaluator grid = GridEvaluator.For(problem);
        Assert.IsType<GridEvaluator>(grid);
        long[] points = [.. Enumerable.Range(0, (int)problem.Space.Count).Select(point => (long)point).Where(problem.Space.Allows)];
        Assert.NotEmpty(points);
        int segments = problem.Plan.Segments.Count;
        SegmentFigures[] fast = new SegmentFigures[points.Length * segments], exact = new SegmentFigures[fast.Length];
        grid.Evaluate(points, fast, TestContext.Current.CancellationToken);
        problem.Evaluate(points, exact, TestContext.Current.CancellationToken);
        for (int i = 0; i < fast.Length; i++)
        {
            (SegmentFigures a, SegmentFigures b) = (exact[i], fast[i]);
            Assert.Equal((a.Count, a.Trades), (b.Count, b.Trades));
            Assert.Equal(a.Growth, b.Growth, tolerance: 1e-9);
            Assert.Equal(a.Drawdown, b.Drawdown, tolerance: 1e-9);
            Assert.Equal(a.Sum, b.Sum, tolerance: 1e-9);
            Assert.Equal(a.SumOfSquares, b.SumOfSquares, tolerance: 1e-9);
            Assert.Equal(a.SumOfSquaresBelow, b.SumOfSquaresBelow, tolerance: 1e-9);
        }
    }

    [Fact]
    public void An_account_that_is_used_up_has_the_engines_segments_before_in_and_after_its_ruin()
    {
        SearchProblem problem = Wild(TradingCosts.Usual);
        long[] points = [.. Enumerable.Range(0, (int)problem.Space.Count).Select(point => (long)point).Where(problem.Space.Allows)];
        SegmentFigures[] fast = new SegmentFigures[points.Length * problem.Plan.Segments.Count], exact = new SegmentFigures[fast.Length];
        GridEvaluator.For(problem).Evaluate(points, fast, TestContext.Current.CancellationToken);
        problem.Evaluate(points, exact, TestContext.Current.CancellationToken);
        Assert.Contains(exact, one => one is { IsRuined: true, Growth: <= 0 });
        Assert.Contains(exact, one => one is { IsRuined: true, Growth: > 0 });
        foreach ((SegmentFigures a, SegmentFigures b) in exact.Zip(fast))
        {
            Assert.Equal((a.Count, a.Trades, a.IsRuined), (b.Count, b.Trades, b.IsRuined));
            foreach ((double x, double y) in Figures(a).Zip(Figures(b))) Assert.True(Math.Abs(x - y) <= 1e-9 * Math.Max(1, Math.Abs(x)), $"{y:r}, not {x:r}");
        }
    }

    private static double[] Figures(SegmentFigures one) => [one.Growth, one.Drawdown, one.Sum, one.SumOfSquares, one.SumOfSquaresBelow];

    [Fact]
    public void The_report_says_that_grid_and_engine_agree_on_ruin_too()
    {
        SearchReport report = Agrees(Wild(TradingCosts.Usual));
        Assert.NotEqual(0, report.Ruined);
        Assert.Contains(report.Best, found => found.InSample.IsRuined);
    }

    [Fact]
    public void The_report_says_that_grid_and_engine_agree() => Agrees(Problem("sma_cross", "fast", 2, 30, "slow", 10, 90));

    // Days of 30 % at one and a half times the capital: many accounts are used up.
    private static SearchProblem Wild(TradingCosts costs) => SearchProblem.Of(
        new SearchSpec(
            new BacktestSpec("sma_cross", Costs: costs, PositionFraction: 1.5, MaxLeverage: 2),
            new Dictionary<string, ParameterRange> { ["fast"] = ParameterRange.Between(1, 13, 4), ["slow"] = ParameterRange.Between(10, 100, 10) }, Top: 40),
        [GridBars.Walk(3, 300, volatility: 0.3, tick: 0.001)]);

    private static SearchReport Agrees(SearchProblem problem)
    {
        var tally = new SearchTally(problem);
        for (int part = 0; part < SearchWork.Chunks(problem.Spec, problem.Space, 40); part++)
            tally.Add(SearchWork.Run(problem, GridEvaluator.For(problem), part, 40, [], TestContext.Current.CancellationToken));
        SearchReport report = SearchConclusion.Of(problem, tally, TestContext.Current.CancellationToken);
        Assert.All(report.Best, found => Assert.InRange(found.Difference, 0, 1e-9));
        Assert.DoesNotContain(report.Warnings, warning => warning.Contains("differ", StringComparison.Ordinal));
        return report;
    }

    [Fact]
    public void What_a_grid_does_not_cover_is_tested_by_the_engine()
    {
        SearchProblem problem = Problem("sma_cross", "fast", 2, 30, "slow", 10, 90);
        SearchSpec stops = problem.Spec with { Backtest = problem.Spec.Backtest with { StopLoss = 0.05 } };
        SearchProblem stopped = SearchProblem.Of(stops, [Bars]);
        Assert.Same(stopped, GridEvaluator.For(stopped));
    }

    private static SearchProblem Problem(string strategy, string x, double xFrom, double xTo, string y, double yFrom, double yTo) => SearchProblem.Of(
        new SearchSpec(
            new BacktestSpec(strategy, Costs: TradingCosts.Usual),
            new Dictionary<string, ParameterRange> { [x] = Range(xFrom, xTo), [y] = Range(yFrom, yTo) }),
        [Bars]);

    private static ParameterRange Range(double from, double to) => ParameterRange.Between(from, to, to - from > 8 ? Math.Floor((to - from) / 6) : (to - from) / 4);

    private static BarSeries Walk(int count)
    {
        var random = new Random(5);
        var bars = new Bar[count];
        double close = 100;
        for (int i = 0; i < count; i++)
        {
            double open = close * (1 + (0.004 * (random.NextDouble() - 0.5)));
            close = open * Math.Exp((0.02 * Math.Log(100 / close)) + (0.01 * Math.Sin(i / 25.0)) + (0.03 * (random.NextDouble() - 0.5)));
            bars[i] = new Bar(
                new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(i), open, Math.Max(open, close) * 1.004, Math.Min(open, close) * 0.996, close, 1e6);
        }
        return BarSeries.FromBars(new SeriesKey("WALK", BarInterval.Day, PriceBasis.TotalReturn), "USD", new Provenance("seeded walk", IsSynthetic: true), bars);
    }
}
