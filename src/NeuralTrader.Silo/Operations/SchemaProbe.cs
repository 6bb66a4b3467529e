using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Storage.Databases;
using Npgsql;

namespace NeuralTrader.Silo.Operations;

/// <summary>Whether the database's tables still have this build's form: another build may have renewed them meanwhile.</summary>
internal sealed class SchemaProbe(NpgsqlDataSource database) : IHealthProbe
{
    /// <inheritdoc/>
    public string Name => "schema";

    /// <inheritdoc/>
    public async Task<(HealthState State, string Detail)> Look(CancellationToken cancellationToken)
    {
        await PostgresSchema.Check(database, cancellationToken).ConfigureAwait(false);
        return (HealthState.Healthy, "the tables have this build's form");
    }
}
