using System.Runtime.InteropServices;
using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Compute.Tests.Backtesting;

/// <summary>What must hold of a grid whatever it runs.</summary>
public sealed class GridLawTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string> Strategies => GridBars.Strategies;

    [Theory, MemberData(nameof(Strategies))]
    public void Figures_are_the_same_bits_in_every_width_on_any_number_of_threads_and_with_any_memory(string strategy)
    {
        BarSeries series = GridBars.Walk(7, 3000);
        foreach (BacktestSpec spec in (BacktestSpec[])[new(strategy, Costs: GridBars.Costs), new(strategy, FillRule: FillRule.SameClose, AllowShort: false)])
        {
            GridJob job = GridBars.Job(series, spec, [new(0, 1500), new(1000, 3000)]);
            ReadOnlySpan<byte> expected = Bytes(StrategyGrid.Run(job, 1, 1, null, None));
            foreach ((int threads, int width) in ((int, int)[])[(1, 2), (3, 4), (2, 8), (1, 8)])
                Assert.True(expected.SequenceEqual(Bytes(StrategyGrid.Run(job, threads, width, null, None))), $"{strategy}: width {width}, {threads} threads");
            GridTask small = StrategyGrid.Task(job, 2) with { TableBytes = 1 };
            using IGridEngine inPieces = GridEngines.Create(small, spec);
            Assert.True(expected.SequenceEqual(Bytes(StrategyGrid.Run(inPieces, small, null, None))), $"{strategy}: in pieces");
        }
    }

    [Theory, MemberData(nameof(Strategies))]
    public void A_list_gives_the_same_bits_as_the_product_it_lists(string strategy)
    {
        GridJob job = GridBars.Job(GridBars.Walk(8, 500), new BacktestSpec(strategy, Costs: GridBars.Costs));
        GridParameters product = job.Parameters;
        double[] rows = [.. from i in Enumerable.Range(0, (int)product.Count) from k in Enumerable.Range(0, product.Names.Count) select product[i, k]];
        GridResult listed = StrategyGrid.Run(job with { Parameters = GridParameters.List([.. product.Names], rows) }, cancellationToken: None);
        Assert.True(Bytes(StrategyGrid.Run(job, cancellationToken: None)).SequenceEqual(Bytes(listed)));
    }

    [Theory, MemberData(nameof(Strategies))]
    public void A_segment_is_a_view_of_the_one_run(string strategy)
    {
        BarSeries series = GridBars.Walk(9, 600);
        GridSegment[] segments = [new(0, 300), new(300, 600), new(0, 450), new(450, 520), new(137, 138), new(1, 2)];
        foreach (BacktestSpec spec in (BacktestSpec[])[new(strategy, Costs: GridBars.Costs), new(strategy, FillRule: FillRule.SameClose, AllowShort: false)])
        {
            GridResult grid = StrategyGrid.Run(GridBars.Job(series, spec, segments), cancellationToken: None);
            for (int i = 0; i < grid.Parameters.Count; i += 7)
            {
                if (!grid[i].IsValid) continue;
                double[] equity = BacktestEngine.Run(spec with { Parameters = grid.Parameters.At(i) }, [series]).Curve.Equity;
                for (int k = 0; k < segments.Length; k++)
                {
                    int from = Math.Max(1, segments[k].From), to = segments[k].To;
                    double peak = equity[from - 1], fall = 0;
                    foreach (double now in equity[from..to]) (peak, fall) = (Math.Max(peak, now), Math.Max(fall, 1 - (now / Math.Max(peak, now))));
                    Assert.Equal((equity[to - 1] / equity[from - 1]) - 1, grid[i, k].TotalReturn, 1e-10);
                    Assert.Equal(fall, grid[i, k].MaxDrawdown, 1e-10);
                    double[] returns = PerformanceFigures.PeriodReturns(equity.AsSpan(from - 1, to - from + 1));
                    Assert.Equal(PerformanceFigures.Sharpe(returns, 0, grid.PeriodsPerYear), grid[i, k].Sharpe, 1e-7);
                    Assert.Equal(to - from, grid[i, k].Periods);
                }
            }
        }
    }

    [Fact]
    public void The_best_of_a_search_are_the_first_of_all_in_order()
    {
        GridJob job = GridBars.Job(GridBars.Sp500, new BacktestSpec("sma_cross", Costs: GridBars.Costs));
        GridResult all = StrategyGrid.Run(job, cancellationToken: None);
        GridSearch search = StrategyGrid.Best(job, GridMetric.Sharpe, 5, cancellationToken: None);
        (int Number, double Sharpe)[] valid =
        [
            .. all.Figures.Select((one, i) => (i, one.Sharpe)).Where(one => !double.IsNaN(one.Sharpe))
                .OrderByDescending(one => one.Sharpe).ThenBy(one => one.i),
        ];
        Assert.Equal(valid.Take(5).Select(one => (long)one.Number), search.Best.Select(one => one.Combination));
        Assert.Equal(all.Figures[valid[0].Number], search.Best[0].Figures);
        double mean = valid.Average(one => one.Sharpe);
        Assert.Equal((valid.Length, all.InvalidCombinations), ((int)search.Trials, search.InvalidCombinations));
        Assert.Equal(mean, search.MeanSharpe, 1e-13);
        Assert.Equal(valid.Sum(one => (one.Sharpe - mean) * (one.Sharpe - mean)) / (valid.Length - 1), search.SharpeVariance, 1e-13);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(5), InlineData(37), InlineData(1000), InlineData(5000)]
    public void Averages_made_in_blocks_are_the_indicators_to_the_bit(int period)
    {
        BarSeries series = GridBars.Walk(10, 4000, tick: 0.01);
        double[] expected = new double[series.Count], made = new double[series.Count];
        Sma.Calculate(series.Close, period, expected);
        NeuralTrader.Compute.Trading.IndicatorColumn column =
            NeuralTrader.Compute.Trading.IndicatorColumn.Create(NeuralTrader.Compute.Trading.ColumnKind.Sma, period, series, 252);
        for (int from = 0, step = 1; from < made.Length; from += step, step = (step * 3 % 701) + 1)
            column.Fill(from, made.AsSpan(from, Math.Min(step, made.Length - from)));
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), made.Select(BitConverter.DoubleToInt64Bits));
    }

    private static ReadOnlySpan<byte> Bytes(GridResult result) => MemoryMarshal.AsBytes<GridFigures>(result.Figures);
}
