using System.Data.Common;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.ServiceDefaults;
using Npgsql;

namespace NeuralTrader.Silo.Operations;

/// <summary>Whether PostgreSQL answers at all: what to look at first when several parts fail at once.</summary>
internal sealed class DatabaseReach(NpgsqlDataSource database) : IHealthProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5); // a part has three

    /// <inheritdoc/>
    public string Name => HealthPart.Database;

    /// <inheritdoc/>
    public async Task<(HealthState State, string Detail)> Look(CancellationToken cancellationToken)
    {
        string where = ClusterDatabase.Describe(database);
        try
        {
            await using DbCommand ask = database.CreateCommand("SELECT 1");
            await ask.ExecuteScalarAsync(cancellationToken).WaitAsync(Patience, cancellationToken).ConfigureAwait(false);
            return (HealthState.Healthy, $"{where} answers");
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            return (HealthState.Unhealthy, $"{where} cannot be reached: {(fault is TimeoutException ? "no answer in time" : fault.Message)}");
        }
    }
}
