using System.Diagnostics.Metrics;
using System.Globalization;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.ServiceDefaults;
using Npgsql;

namespace NeuralTrader.Silo.Operations;

/// <summary>How far this machine's clock is from the database's, by which the members of a cluster judge each other.</summary>
internal sealed class DatabaseClock : IHealthProbe, IDisposable
{
    private readonly Meter meter = new("NeuralTrader");
    private readonly NpgsqlDataSource database;
    private TimeSpan? measured;

    /// <param name="database">Whose clock counts.</param>
    public DatabaseClock(NpgsqlDataSource database)
    {
        this.database = database;
        meter.CreateObservableGauge(
            "neuraltrader.clock.offset", () => measured is { } offset ? [new Measurement<double>(offset.TotalSeconds)] : Array.Empty<Measurement<double>>(), "s",
            "This machine's time less the database's.");
    }

    /// <inheritdoc/>
    public string Name => "clock";

    /// <inheritdoc/>
    public async Task<(HealthState State, string Detail)> Look(CancellationToken cancellationToken)
    {
        TimeSpan offset = await ClusterDatabase.Drift(database, cancellationToken).ConfigureAwait(false);
        measured = offset;
        HealthState state = offset.Duration() > ClusterDatabase.LargestDrift ? HealthState.Unhealthy
            : offset.Duration() > ClusterDatabase.NotableDrift ? HealthState.Degraded : HealthState.Healthy;
        return (state, string.Create(CultureInfo.InvariantCulture, $"{offset.TotalSeconds:+0.000;-0.000} s from the database's"));
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
