using System.Diagnostics.Metrics;
using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Tests.Backtesting;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Compute.Tests.Devices;

/// <summary>A grid on a device, driven by ILGPU's model of one, has the bits of the processor's.</summary>
public sealed class GridKernelTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Strategies => GridBars.Strategies;

    [Theory, MemberData(nameof(Strategies))]
    public async Task Figures_have_the_processors_bits_by_any_rule(string strategy)
    {
        using DeviceSession device = ModelDevice.Open();
        BarSeries walk = GridBars.Walk(11, 300);
        GridSegment[] overlapping = [new(0, 300), new(0, 90), new(90, 200), new(150, 300), new(299, 300)];
        foreach (FillRule rule in Enum.GetValues<FillRule>())
            foreach (bool allowShort in (bool[])[true, false])
            {
                var spec = new BacktestSpec(
                    strategy, Costs: GridBars.Costs, FillRule: rule, AllowShort: allowShort, RiskFreeRateAnnual: 0.02, RebalanceBand: 0.05);
                await Same(device, GridBars.Job(walk, spec, overlapping));
            }
    }

    [Theory, InlineData("sma_cross"), InlineData("trend_following")]
    public async Task An_account_that_is_used_up_ends_on_the_device_as_on_the_processor(string strategy)
    {
        using DeviceSession device = ModelDevice.Open();
        var spec = new BacktestSpec(strategy, Costs: GridBars.Costs, PositionFraction: 1.5, MaxLeverage: 2);
        await Same(device, GridBars.Job(GridBars.Walk(3, 300, volatility: 0.3, tick: 0.001), spec, [new(0, 100), new(100, 300)]));
    }

    [Fact]
    public async Task A_series_of_two_bars_and_a_list_of_combinations_are_grids_as_well()
    {
        using DeviceSession device = ModelDevice.Open();
        await Same(device, GridBars.Job(GridBars.Walk(1, 2), new BacktestSpec("breakout")));
        GridParameters list = GridParameters.List(["fast", "slow"], [2, 9, 9, 2, 5, 30]);
        await Same(device, new GridJob(new BacktestSpec("macd_trend"), GridBars.Walk(2, 120), list));
    }

    [Theory, InlineData("sma_cross", 5, 1), InlineData("sma_cross", 61, 1), InlineData("macd_trend", 40, 1)]
    [InlineData("rsi_reversal", 33, 1), InlineData("rsi_reversal", 7, 0)]
    public async Task Indicators_made_there_are_the_domains_where_series_are_shorter_than_periods_too(string strategy, int bars, int lag)
    {
        using DeviceSession device = ModelDevice.Open();
        (string period, string other) = strategy == "rsi_reversal" ? ("period", "oversold") : ("fast", "slow");
        GridParameters grid = GridParameters.Product(new GridAxis(period, [2, 3, 7, 19]), new GridAxis(other, [20, 25, 30, 48]));
        var spec = new BacktestSpec(strategy, FillRule: lag > 0 ? FillRule.NextOpen : FillRule.SameClose, AllowShort: true);
        await Same(device, new GridJob(spec, GridBars.Walk(6, bars), grid));
    }

    [Fact]
    public async Task A_grid_larger_than_a_launch_comes_home_in_parts()
    {
        using DeviceSession device = ModelDevice.Open(); // slots of 16 KiB: 227 figures
        GridParameters grid = GridParameters.Product(
            new GridAxis("fast", [.. Enumerable.Range(2, 30).Select(i => (double)i)]),
            new GridAxis("slow", [.. Enumerable.Range(20, 31).Select(i => (double)i)]));
        await Same(device, new GridJob(new BacktestSpec("sma_cross"), GridBars.Walk(6, 90), grid, [new(0, 50), new(50, 90), new(20, 70)]));
    }

    [Fact]
    public void More_figures_than_memory_is_given_are_refused_by_name()
    {
        using DeviceSession device = ModelDevice.Open();
        double[] values = [.. Enumerable.Range(2, 900).Select(i => (double)i)];
        GridJob job = new(
            new BacktestSpec("macd_trend"), GridBars.Walk(6, 90),
            GridParameters.Product(new GridAxis("fast", values), new GridAxis("slow", values), new GridAxis("signal", values[..100])));
        DeviceQuestion<GridJob, GridFigures[]> question = new(ComputeKernels.Grid, job, Stop);
        ComputeKernels.Grid.Run(device, [question]);
        Assert.Equal("parameters", Assert.IsType<InvalidInputException>(question.Answer.Exception?.InnerException).Field);
    }

    [Fact]
    public void The_test_of_a_device_is_passed_by_one_that_computes_right()
    {
        using DeviceSession device = ModelDevice.Open();
        Assert.True(ComputeKernels.Grid.IsSame(device));
    }

    [Fact]
    public void Strategies_say_that_they_are_accelerated_where_they_have_a_kernel() =>
        Assert.Equal(
            GridRule.All.Select(rule => rule.Strategy).Order(), StrategyCatalog.All.Where(info => info.IsAccelerated).Select(info => info.Name).Order());

    [Fact]
    public async Task A_search_asks_the_device_and_finds_what_the_processor_finds()
    {
        using var engine = new ComputeEngine(() => [() => ModelDevice.Open(1 << 18)], [ComputeKernels.Grid], TimeSpan.FromMilliseconds(20));
        await engine.Devices.Start();
        SearchProblem problem = SearchProblem.Of(
            new SearchSpec(
                new BacktestSpec("sma_cross"),
                new Dictionary<string, ParameterRange> { ["fast"] = ParameterRange.Between(2, 12, 5), ["slow"] = ParameterRange.Between(20, 60, 10) }),
            [GridBars.Walk(4, 300)]);
        long[] points = [0, 1, 2, 3];
        var there = new SegmentFigures[points.Length * problem.Plan.Segments.Count];
        var here = new SegmentFigures[there.Length];
        int launches = 0;
        using MeterListener listener = new()
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "neuraltrader.compute.batches") listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            foreach (KeyValuePair<string, object?> tag in tags) if (tag.Value is "strategy grids") Interlocked.Increment(ref launches);
        });
        listener.Start();
        GridEvaluator.For(problem, engine: engine, wish: DeviceWish.Cuda).Evaluate(points, there, Stop);
        Assert.Equal(1, launches);
        GridEvaluator.For(problem).Evaluate(points, here, Stop);
        Assert.Equal(here, there);
        Assert.Equal(("cuda", null), GridEvaluator.Device(problem, engine, DeviceWish.Cuda, 8));
        Assert.Equal(("cpu", null), GridEvaluator.Device(problem, engine, DeviceWish.Cpu, 8));
        SearchProblem stopped = SearchProblem.Of(problem.Spec with { Backtest = problem.Spec.Backtest with { StopLoss = 0.1 } }, problem.Series);
        Assert.Equal(("cpu", "This search has no CUDA path; it runs on the processor."), GridEvaluator.Device(stopped, engine, DeviceWish.Cuda, 8));
    }

    [Fact]
    public async Task Who_gives_up_or_asks_amiss_leaves_the_others_of_the_batch_their_answers()
    {
        using DeviceSession device = ModelDevice.Open();
        GridJob good = GridBars.Job(GridBars.Walk(2, 120), new BacktestSpec("sma_cross"));
        DeviceQuestion<GridJob, GridFigures[]>[] batch =
        [
            new(ComputeKernels.Grid, good, new CancellationToken(canceled: true)),
            new(ComputeKernels.Grid, good with { Segments = [new GridSegment(5, 500)] }, Stop),
            new(ComputeKernels.Grid, good, Stop),
        ];
        ComputeKernels.Grid.Run(device, batch);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => batch[0].Answer);
        Assert.Equal("segments[0]", (await Assert.ThrowsAsync<InvalidInputException>(() => batch[1].Answer)).Field);
        Assert.Equal(StrategyGrid.Run(good, cancellationToken: Stop).Figures, await batch[2].Answer);
    }

    private static async Task Same(DeviceSession device, GridJob job)
    {
        DeviceQuestion<GridJob, GridFigures[]> question = new(ComputeKernels.Grid, job, Stop);
        ComputeKernels.Grid.Run(device, [question]);
        GridFigures[] there = await question.Answer, here = StrategyGrid.Run(job, cancellationToken: Stop).Figures;
        Assert.Contains(here, figures => figures.IsValid);
        Assert.Equal(here, there);
    }
}
