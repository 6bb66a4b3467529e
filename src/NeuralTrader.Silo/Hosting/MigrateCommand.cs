using Microsoft.Extensions.Configuration;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Hosting;
using Npgsql;

namespace NeuralTrader.Silo.Hosting;

/// <summary>The verb <c>migrate</c>: makes the tables of a cluster's database, or brings those of an older build to this build's form.</summary>
public static class MigrateCommand
{
    /// <summary>Runs it on the database that <c>ConnectionStrings:neuraltrader</c> names, and says what was done.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="StartupException">It cannot be done; the sentence says why.</exception>
    public static async Task<int> Run(IConfiguration configuration, TextWriter output, CancellationToken cancellationToken = default)
    {
        if (configuration[ClusterDatabase.ConnectionKey] is not { Length: > 0 } named || !ClusterDatabase.IsMeant(named))
            throw new StartupException($"{ClusterDatabase.ConnectionKey} names no PostgreSQL database; the files of a data directory are made by themselves.");
        await using NpgsqlDataSource source = ClusterDatabase.Source(named);
        IReadOnlyList<string> done = await PostgresSchema.Migrate(source, cancellationToken).ConfigureAwait(false);
        foreach (string line in done) await output.WriteLineAsync(line).ConfigureAwait(false);
        if (done.Count == 0) await output.WriteLineAsync("The tables have this build's form already.").ConfigureAwait(false);
        return 0;
    }
}
