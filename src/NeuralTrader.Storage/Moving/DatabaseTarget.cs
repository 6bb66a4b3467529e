using NeuralTrader.Storage.Databases;
using Npgsql;
using NpgsqlTypes;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Moving;

/// <summary>
/// Fills an empty PostgreSQL database in one transaction. From its beginning to its end a mark in the database keeps platforms from starting on
/// it: one that did would seem to have lost everything.
/// </summary>
internal sealed class DatabaseTarget : DataTarget
{
    private readonly NpgsqlDataSource source;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly string description;
    private string? fingerprint;
    private bool committed;

    /// <summary>Marks the database and takes its tables, which must be empty.</summary>
    public DatabaseTarget(NpgsqlDataSource source, string description)
    {
        (this.source, this.description) = (source, description);
        connection = source.OpenConnection();
        try
        {
            if (!Query(connection, row => row.GetBoolean(0), "SELECT pg_try_advisory_lock($1)", (long)PostgresLock.Moving)[0])
                throw new MovingException($"Something else is being moved into {description} at this moment.");
            DatabasePlace.RequireNobody(connection);
            RequireEmpty();
            PostgresSchema.Mark(connection);
            transaction = connection.BeginTransaction();
            Execute(connection, $"LOCK TABLE {string.Join(", ", PlatformTable.All.Select(table => table.Name))} IN EXCLUSIVE MODE");
            RequireEmpty(); // nobody can write from here on
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Keep(ReadOnlySpan<byte> pepper) => fingerprint = PepperFingerprint.Of(pepper);

    /// <inheritdoc/>
    public override IRowSink Open(PlatformTable table) => new Sink(connection, table);

    /// <inheritdoc/>
    public override DataSnapshot Written(IReadOnlyList<TableDigest> tables, JournalSummary journal) => new DatabaseSnapshot(description, _ => connection);

    /// <inheritdoc/>
    public override void Commit()
    {
        foreach (PlatformTable table in PlatformTable.All.Where(table => table.Identity is not null))
            Execute(connection, $"SELECT setval(pg_get_serial_sequence('{table.Name}', '{table.Identity}'), coalesce(max({table.Identity}), 0) + 1, false) FROM {table.Name}");
        PepperFingerprint.Replace(connection, fingerprint);
        PostgresSchema.Unmark(connection);
        transaction.Commit();
        committed = true;
        Execute(connection, "ANALYZE");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        transaction.Dispose();
        if (!committed && connection.State == System.Data.ConnectionState.Open) PostgresSchema.Unmark(connection); // nothing went in; only a kill leaves the mark
        connection.Dispose();
        source.Dispose();
    }

    private void RequireEmpty()
    {
        foreach (PlatformTable table in PlatformTable.All)
            if (Query(connection, row => row.GetBoolean(0), $"SELECT EXISTS (SELECT 1 FROM {table.Name})")[0])
                throw new MovingException($"{description} is not empty: {table.Name} has rows. Name a database that no platform has used.");
    }

    private sealed class Sink(NpgsqlConnection connection, PlatformTable table) : IRowSink
    {
        private readonly NpgsqlBinaryImporter copy = connection.BeginBinaryImport($"COPY {table.Name} ({table.ColumnList}) FROM STDIN (FORMAT BINARY)");

        public void Add(object?[] row)
        {
            copy.StartRow();
            for (int i = 0; i < row.Length; i++) Write(row[i], table.Columns[i].Kind);
        }

        public void Complete() => copy.Complete();

        public void Dispose() => copy.Dispose();

        private void Write(object? value, ColumnKind kind)
        {
            switch (value)
            {
                case null: copy.WriteNull(); break;
                case string text: copy.Write(text, NpgsqlDbType.Text); break;
                case long number when kind == ColumnKind.Int: copy.Write(checked((int)number), NpgsqlDbType.Integer); break;
                case long number: copy.Write(number, NpgsqlDbType.Bigint); break;
                case bool truth: copy.Write(truth, NpgsqlDbType.Boolean); break;
                case double real: copy.Write(real, NpgsqlDbType.Double); break;
                case decimal exact: copy.Write(exact, NpgsqlDbType.Numeric); break;
                case DateTime time: copy.Write(time, NpgsqlDbType.TimestampTz); break;
                default: copy.Write((byte[])value, NpgsqlDbType.Bytea); break;
            }
        }
    }
}
