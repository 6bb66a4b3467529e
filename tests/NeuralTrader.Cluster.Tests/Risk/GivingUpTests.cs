using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Client;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Cluster.Tests.Risk;

/// <summary>Work that nobody waits for any more stops; it would hold its place for minutes.</summary>
public sealed class GivingUpTests(TradingCluster cluster)
{
    private NeuralTraderClient Client => new(cluster.Grains);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_simulation_stops_with_its_caller() => Stops(given => Client.MonteCarloSimulationAsync(
        new(Parameters: new Dictionary<string, double> { ["drift"] = 0.05, ["volatility"] = 0.2 }, Paths: 100_000_000, Steps: 252), given));

    [Fact]
    public Task A_risk_analysis_stops_with_its_caller()
    {
        RiskPositionInput[] positions = [.. Enumerable.Range(0, 30).Select(asset => new RiskPositionInput(
            $"A{asset}", 1000m, Returns: [.. Enumerable.Range(0, 900).Select(day => 0.01 * Math.Sin((asset + 2) * day * 0.7))]))];
        return Stops(given => Client.RiskAnalysisAsync(
            new(Positions: positions, Currency: "USD", HorizonDays: 250, Method: RiskMethod.MonteCarlo, Paths: 1_000_000), given));
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
