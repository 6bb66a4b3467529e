using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Cluster.Tests.Risk;

/// <summary>Work that nobody waits for any more stops; it would hold its place for minutes.</summary>
public sealed class GivingUpTests(TradingCluster cluster)
{
    private NeuralTraderClient Client => new(cluster.Grains);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_simulation_stops_with_its_caller() => Stops(given => Client.MonteCarloSimulationAsync(
        new(Parameters: new Dictionary<string, double> { ["drift"] = 0.05, ["volatility"] = 0.2 }, Paths: 30_000_000, Steps: 252), given));

    [Fact]
    public Task A_risk_analysis_stops_with_its_caller()
    {
        RiskPositionInput[] positions = [.. Enumerable.Range(0, 30).Select(asset => new RiskPositionInput(
            $"A{asset}", 1000m, Returns: [.. Enumerable.Range(0, 900).Select(day => 0.01 * Math.Sin((asset + 2) * day * 0.7))]))];
        return Stops(given => Client.RiskAnalysisAsync(
            new(Positions: positions, Currency: "USD", HorizonDays: 250, Method: RiskMethod.MonteCarlo, Paths: 300_000), given));
    }

    [Fact]
    public Task A_simulated_trade_stops_with_its_caller()
    {
        cluster.Bars.Put("GIVEUP", Enumerable.Range(1, 500).Select(day => Wave(day)));
        return Stops(given => Client.SimulateTradeAsync(new("momentum", "GIVEUP", TradeAction.Buy, HorizonBars: 500, Paths: 1_000_000), given));
    }

    [Fact]
    public async Task A_comparison_of_back_tests_stops_with_its_caller()
    {
        cluster.Bars.Put("GIVEUP2", Enumerable.Range(1, 10_000).Select(day => Wave(day)));
        await Client.RunBacktestAsync(new("buy_and_hold", "GIVEUP2", BacktestId: "give-up-a"), Stop);
        await Client.RunBacktestAsync(new("momentum", "GIVEUP2", BacktestId: "give-up-b"), Stop);
        await Stops(given => Client.CompareBacktestsAsync(new(["give-up-a", "give-up-b"], Draws: 100_000), given));
    }

    private static Bar Wave(int day)
    {
        double close = 100 + (10 * Math.Sin(day * 0.7)) + (0.01 * day);
        return new Bar(MemoryBars.Day(day), close, close + 1, close - 1, close, 1e6);
    }

    private async Task Stops<T>(Func<CancellationToken, Task<T>> ask)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task<T> asked = ask(patience.Token);
        await Until(running => running > 0);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await Until(running => running == 0);
    }

    private async Task Until(Func<int, bool> isReached)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!isReached(cluster.Engine.Running)) await Task.Delay(20, limit.Token);
    }
}
