using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Tests.Backtesting;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;

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
                var spec = new BacktestSpec(strategy, Costs: GridBars.Costs, FillRule: rule, AllowShort: allowShort, RiskFreeRateAnnual: 0.02, RebalanceBand: 0.05);
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
