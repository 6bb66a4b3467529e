using System.Net;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Hosting;
using Npgsql;

namespace NeuralTrader.Cli.Doctor;

/// <summary>Looks at a PostgreSQL database; changes nothing.</summary>
internal static class DatabaseProbe
{
    private const int Patience = 5; // seconds
    private const string Question =
        """
        SELECT current_setting('server_version_num')::int, clock_timestamp(),
            ARRAY(SELECT name || ' = ' || setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') AND setting = 'off' ORDER BY name),
            coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false),
            (current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'))::int,
            current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
        """;

    private const string Members = "SELECT count(*)::int FROM cluster_member WHERE status = 3"; // active

    /// <summary>The database of a connection string.</summary>
    /// <param name="connection">As the platform is configured with it.</param>
    /// <param name="description">Which, without a password.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<DatabaseFacts> Look(string connection, string description, CancellationToken cancellationToken)
    {
        try
        {
            NpgsqlConnectionStringBuilder named = new(connection) { Timeout = Patience, CommandTimeout = Patience, Pooling = false };
            await using NpgsqlDataSource source = NpgsqlDataSource.Create(named);
            await using NpgsqlConnection open = await source.OpenConnectionAsync(cancellationToken);
            await using NpgsqlCommand ask = new(Question, open);
            DateTime before = DateTime.UtcNow;
            await using NpgsqlDataReader row = await ask.ExecuteReaderAsync(cancellationToken);
            DateTime after = DateTime.UtcNow;
            await row.ReadAsync(cancellationToken);
            DatabaseFacts facts = new(
                description, null, row.GetInt32(0), before + ((after - before) / 2) - row.GetDateTime(1), null, row.GetFieldValue<string[]>(2), row.GetBoolean(3),
                IsLocal(named.Host ?? ""), row.GetInt32(4), row.GetInt32(5), PoolSize: named.MaxPoolSize);
            await row.DisposeAsync();
            facts = facts with { Fault = await Fault(source, cancellationToken) };
            if (facts.Fault is not null) return facts;
            await using NpgsqlCommand count = new(Members, open);
            return facts with { Members = (int)(await count.ExecuteScalarAsync(cancellationToken))! };
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or ArgumentException)
        {
            return new DatabaseFacts(description, fault.Message, 0, TimeSpan.Zero, null, [], false, false, 0);
        }
    }

    private static async Task<string?> Fault(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await PostgresSchema.Check(source, cancellationToken);
            return null;
        }
        catch (StartupException fault)
        {
            return fault.Message;
        }
    }

    private static bool IsLocal(string host) =>
        host.StartsWith('/') || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
