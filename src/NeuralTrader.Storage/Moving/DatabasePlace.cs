using System.Data;
using System.Globalization;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Ledger;
using Npgsql;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Moving;

/// <summary>A PostgreSQL database.</summary>
internal sealed class DatabasePlace : DataPlace
{
    private const string Members = "SELECT count(*) FROM cluster_member WHERE status = 3 AND alive > now() - interval '2 minutes'"; // 3 is Active
    private readonly NpgsqlConnectionStringBuilder named;

    /// <summary>The database of a connection string.</summary>
    public DatabasePlace(NpgsqlConnectionStringBuilder named)
    {
        this.named = named;
        (named.Pooling, named.ApplicationName) = (false, "NeuralTrader data");
    }

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"PostgreSQL, database {named.Database} at {named.Host}:{named.Port}");

    /// <inheritdoc/>
    public override bool NeedsPepper => true;

    /// <inheritdoc/>
    internal override DataSnapshot Read(bool alone)
    {
        NpgsqlDataSource source = NpgsqlDataSource.Create(named);
        try
        {
            PostgresSchema.Check(source, CancellationToken.None).GetAwaiter().GetResult();
            NpgsqlConnection connection = source.OpenConnection();
            NpgsqlTransaction transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
            Execute(connection, "SET TRANSACTION READ ONLY");
            if (alone) RequireNobody(connection);
            return new DatabaseSnapshot(Description, _ => connection, transaction, connection, source);
        }
        catch (Exception fault)
        {
            source.Dispose();
            throw fault is NpgsqlException or StartupException ? new MovingException(fault.Message) : fault;
        }
    }

    /// <inheritdoc/>
    internal override async Task<DataTarget> Receive(CancellationToken cancellationToken)
    {
        NpgsqlDataSource source = NpgsqlDataSource.Create(named);
        try
        {
            await PostgresSchema.Migrate(source, cancellationToken).ConfigureAwait(false);
            return new DatabaseTarget(source, Description);
        }
        catch (Exception fault)
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw fault is NpgsqlException or StartupException ? new MovingException(fault.Message) : fault;
        }
    }

    /// <inheritdoc/>
    internal override OpenedJournal OpenJournal()
    {
        NpgsqlDataSource source = NpgsqlDataSource.Create(named);
        try
        {
            PostgresJournal journal = new(source);
            return new OpenedJournal(journal, journal, source);
        }
        catch (NpgsqlException fault)
        {
            source.Dispose();
            throw new MovingException(fault.Message);
        }
    }

    /// <summary>Refuses a database that members of a cluster work on.</summary>
    internal static void RequireNobody(NpgsqlConnection connection)
    {
        if (Query(connection, row => row.GetInt64(0), Members)[0] is > 0 and long members)
            throw new MovingException(string.Create(
                CultureInfo.InvariantCulture, $"{members} member{(members == 1 ? " works" : "s work")} on the database: stop them first (one that was killed counts for two minutes more)."));
    }
}
