using System.Data.Common;
using System.Diagnostics.Metrics;
using System.Globalization;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Silo.Hosting;

namespace NeuralTrader.Silo.Operations;

/// <summary>How far this machine's clock is from the database's, by which the members of a cluster judge each other.</summary>
internal sealed class DatabaseClock : IHealthProbe, IDisposable
{
    private const double Worrying = 5, Wrong = 60; // seconds
    private readonly Meter meter = new("NeuralTrader");
    private readonly PlatformStorage storage;
    private readonly TimeProvider clock;
    private double? measured; // seconds, positive where ours is ahead

    public DatabaseClock(PlatformStorage storage, TimeProvider clock)
    {
        (this.storage, this.clock) = (storage, clock);
        meter.CreateObservableGauge(
            "neuraltrader.clock.offset", () => measured is { } offset ? [new Measurement<double>(offset)] : Array.Empty<Measurement<double>>(), "s",
            "This machine's time less the database's.");
    }

    /// <inheritdoc/>
    public string Name => "clock";

    /// <inheritdoc/>
    public async Task<(HealthState State, string Detail)> Look(CancellationToken cancellationToken)
    {
        await using DbConnection connection = await storage.State.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using DbCommand ask = connection.CreateCommand();
        ask.CommandText = "SELECT clock_timestamp()";
        DateTimeOffset before = clock.GetUtcNow();
        DateTime there = (DateTime)(await ask.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        DateTimeOffset after = clock.GetUtcNow();
        double offset = (before.UtcDateTime + ((after - before) / 2) - there).TotalSeconds; // as of the middle of the question's way
        measured = offset;
        HealthState state = Math.Abs(offset) switch { > Wrong => HealthState.Unhealthy, > Worrying => HealthState.Degraded, _ => HealthState.Healthy };
        return (state, string.Create(CultureInfo.InvariantCulture, $"{offset:+0.000;-0.000} s from the database's"));
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
