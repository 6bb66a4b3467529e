using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace NeuralTrader.Grains.Trading.Halts;

/// <summary>How many halts are in force as far as this silo knows, and what trading tells from its first moment, under the meter "NeuralTrader": of the platform and of portfolios, not of which.</summary>
internal sealed class HaltMetrics(TradingGate gate) : IHostedService, IDisposable
{
    private readonly Meter meter = new("NeuralTrader");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        TradingMetrics.Begin();
        meter.CreateObservableGauge("neuraltrader.halts.active", Count, "{halt}", "Halts in force, by what they stop: the platform or a portfolio.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<int>> Count()
    {
        bool[] ofPlatform = [.. gate.Known.InForce.Select(halt => halt.PortfolioId is null)];
        yield return new Measurement<int>(ofPlatform.Count(platform => platform), new KeyValuePair<string, object?>("scope", "platform"));
        yield return new Measurement<int>(ofPlatform.Count(platform => !platform), new KeyValuePair<string, object?>("scope", "portfolio"));
    }
}
