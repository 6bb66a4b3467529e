using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Client;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Cluster.Tests.Risk;

/// <summary>The pure figures through a silo and the client; what they are is shown beside the formulas.</summary>
public sealed class RiskFigureTests(TradingCluster platform)
{
    private static readonly double[] Sample = [0.02, -0.04, 0.03, -0.01];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private NeuralTraderClient Client => new(platform.Grains);

    [Fact]
    public async Task Value_at_risk_and_shortfall()
    {
        TailEstimate historical = await Client.CalculateVarAsync(new CalculateVarRequest(Sample, Confidence: 0.5, Value: 1_000), Stop);
        Assert.Equal((-0.02, -20m, 4), (historical.ValueAtRisk, historical.ValueAtRiskAmount!.Value,
            historical.Observations)); // half of the days gained 2 % and more
        TailEstimate shortfall = await Client.CalculateCvarAsync(new CalculateCvarRequest(Sample, Confidence: 0.5, Value: 1_000), Stop);
        Assert.Equal((25m, 0.025), (shortfall.ExpectedShortfallAmount!.Value, Math.Round(shortfall.ExpectedShortfall, 12)));
        TailEstimate normal = await Client.CalculateVarAsync(new CalculateVarRequest(Moments: new TailMoments(0, 0.01), Method: TailMethod.Normal), Stop);
        Assert.Equal(0.016448536269514722, normal.ValueAtRisk, 1e-14);
        Assert.Equal("method", (await Assert.ThrowsAsync<InvalidInputException>(() =>
            Client.CalculateVarAsync(new CalculateVarRequest(Moments: new TailMoments(0, 0.01)), Stop))).Field);
        Assert.Equal("degreesOfFreedom", (await Assert.ThrowsAsync<InvalidInputException>(
            () => Client.CalculateCvarAsync(new CalculateCvarRequest(Moments: new TailMoments(0, 0.01), Method: TailMethod.StudentT), Stop))).Field);
        Assert.Equal("value", (await Assert.ThrowsAsync<InvalidInputException>(() =>
            Client.CalculateVarAsync(new CalculateVarRequest(Sample, Value: -1), Stop))).Field);
    }

    [Fact]
    public async Task Figures_of_stored_prices_carry_their_dates()
    {
        platform.Bars.Flat("RKFALL", 100, 120, 90, 108, 120, 130);
        DrawdownAnswer falls = await Client.CalculateDrawdownAsync(new CalculateDrawdownRequest(Symbol: "RKFALL", IncludeUnderwater: true), Stop);
        DatedDrawdown worst = Assert.Single(falls.Worst);
        Assert.Equal((0.25, MemoryBars.Day(2), MemoryBars.Day(3), MemoryBars.Day(5)), (worst.Fall.Depth, worst.PeakDate, worst.TroughDate, worst.RecoveryDate));
        Assert.Equal(6, falls.Underwater!.Count);
        Assert.Equal(5, (await Client.CalculateSharpeRatioAsync(new CalculateSharpeRatioRequest(Symbol: "RKFALL"), Stop)).Observations);
        Assert.Equal(1, (await Client.CalculateSortinoRatioAsync(new CalculateSortinoRatioRequest(Symbol: "RKFALL"), Stop)).Below);
        Assert.Equal(RefusalKind.NoMarketData, (await Assert.ThrowsAsync<RefusalException>(() =>
            Client.CalculateSharpeRatioAsync(new CalculateSharpeRatioRequest(Symbol: "RKNONE"), Stop))).Refusal.Kind);
        Assert.Equal(RefusalKind.InsufficientData, (await Assert.ThrowsAsync<RefusalException>(
            () => Client.CalculateSortinoRatioAsync(new CalculateSortinoRatioRequest(Symbol: "RKFALL", From: MemoryBars.Day(6)), Stop))).Refusal.Kind);
        Assert.Equal("returns", (await Assert.ThrowsAsync<InvalidInputException>(() =>
            Client.CalculateSharpeRatioAsync(new CalculateSharpeRatioRequest(Sample, "RKFALL"), Stop))).Field);
    }

    [Fact]
    public async Task Stakes_sizes_and_limits()
    {
        KellyAnswer bet = await Client.CalculateKellyAsync(new CalculateKellyRequest(0.6, 2, Fraction: 0.5, Bankroll: 1_000), Stop);
        Assert.Equal((100m, null), (bet.Amount!.Value, bet.Exposure));
        Assert.NotNull((await Client.CalculateKellyAsync(new CalculateKellyRequest(Returns: Sample), Stop)).Exposure!.LogOptimal);
        Assert.Equal("odds", (await Assert.ThrowsAsync<InvalidInputException>(() => Client.CalculateKellyAsync(new CalculateKellyRequest(0.6), Stop))).Field);
        Assert.Equal(400, (await Client.CalculatePositionSizeAsync(
            new(new SizingInput(SizingMethod.FixedFractional, 100_000, 50, RiskFraction: 0.01, StopPrice: 47.5m)), Stop)).Units);
        Assert.Equal(2, (await Client.CalculateMaxLeverageAsync(new CalculateMaxLeverageRequest(new LeverageRules(InitialMargin: 0.5), Sample),
            Stop)).Leverage);
        Assert.False((await Client.ValidatePositionAsync(new ValidatePositionRequest(new PositionPlan(10, 100, 1_000)),
            Stop)).IsValid); // all of equity in one position
    }

    [Fact]
    public async Task Samples_too_small_or_beyond_measure_are_refused_by_name()
    {
        await Refused("returns", () => Client.CalculateVarAsync(new CalculateVarRequest([0.1]), Stop));
        await Refused("returns", () => Client.CalculateCvarAsync(new CalculateCvarRequest([0.1]), Stop));
        await Refused("returns", () => Client.CalculateSortinoRatioAsync(new CalculateSortinoRatioRequest([0.1]), Stop));
        await Refused("returns", () => Client.CalculateDrawdownAsync(new CalculateDrawdownRequest([0.1]), Stop));
        await Refused("equity", () => Client.CalculateDrawdownAsync(new CalculateDrawdownRequest(Equity: [1]), Stop));
        await Refused("equity[1]", () => Client.CalculateDrawdownAsync(new CalculateDrawdownRequest(Equity: [1, 0]), Stop));
        await Refused("returns[1]", () => Client.CalculateSharpeRatioAsync(new CalculateSharpeRatioRequest([0.1, 1e200]), Stop));
        await Refused("targetAnnual", () => Client.CalculateSortinoRatioAsync(new CalculateSortinoRatioRequest(Sample, TargetAnnual: 1e200), Stop));
        await Refused("periodsPerYear", () => Client.CalculateSharpeRatioAsync(new CalculateSharpeRatioRequest(Sample, PeriodsPerYear: 1e9), Stop));
        await Refused("sizing", () => Client.CalculatePositionSizeAsync(new CalculatePositionSizeRequest(null!), Stop));
        await Refused("rules", () => Client.CalculateMaxLeverageAsync(new CalculateMaxLeverageRequest(null!), Stop));
        await Refused("returns", () => Client.CalculateMaxLeverageAsync(new CalculateMaxLeverageRequest(new LeverageRules(MaintenanceMargin: 0.5)), Stop));

        async Task Refused(string field, Func<Task> call) => Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(call)).Field);
    }

    [Fact] // 1 / (0.2 + 0.25·0.8)
    public async Task Leverage_by_margins_needs_no_returns()
    {
        LeverageLimit limit = await Client.CalculateMaxLeverageAsync(
            new CalculateMaxLeverageRequest(new LeverageRules(InitialMargin: 0.1, MaintenanceMargin: 0.25, Shock: 0.2)), Stop);
        Assert.Equal(("maintenance_margin", 2.5), (limit.BoundBy, Math.Round(limit.Leverage, 12)));
    }

    [Fact]
    public async Task One_failure_leaves_a_batch_alone()
    {
        RiskBatchAnswer answer = await Client.CalculateRiskBatchAsync(new CalculateRiskBatchRequest(
        [
            new("first", Var: new CalculateVarRequest(Sample, Confidence: 0.5)), new("bad", SharpeRatio: new CalculateSharpeRatioRequest([double.NaN, 1])),
            new(Drawdown: new CalculateDrawdownRequest(Sample)), new("none"), new("gone", SortinoRatio: new CalculateSortinoRatioRequest(Symbol: "RKNONE")),
            new(Position: new ValidatePositionRequest(new PositionPlan(1, 1, 100))), new(Kelly: new CalculateKellyRequest(0.6, 2)),
            null!, new("unruled", MaxLeverage: new CalculateMaxLeverageRequest(null!)), new("unsized", PositionSize: new CalculatePositionSizeRequest(null!)),
        ]), Stop);
        Assert.Equal(["first", "bad", "2", "none", "gone", "5", "6", "7", "unruled", "unsized"], answer.Answers.Select(one => one.Id));
        Assert.Equal([null, "returns[0]", null, "calculations", "symbol", null, null, "calculations", "rules", "sizing"], answer.Answers.Select(one => one.Field));
        Assert.Equal(6, answer.Failed);
        Assert.NotNull(answer.Answers[0].Tail);
        Assert.True(answer.Answers[5].Position!.IsValid);
        Assert.Equal(0.2, answer.Answers[6].Kelly!.Bet!.Full, 1e-12);
        Assert.Equal("calculations", (await Assert.ThrowsAsync<InvalidInputException>(() =>
            Client.CalculateRiskBatchAsync(new CalculateRiskBatchRequest([]), Stop))).Field);
    }
}
