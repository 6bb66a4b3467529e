using System.Globalization;
using Microsoft.Data.Sqlite;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Markets;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Moving;

/// <summary>
/// Builds a data directory beside the place where it will be, and renames it when it is whole: three files cannot be committed as one,
/// a directory can be renamed as one.
/// </summary>
internal sealed class DirectoryTarget : DataTarget
{
    private const string Suffix = ".incoming";

    private readonly string path;
    private readonly DataDirectory staging;
    private readonly Dictionary<SqliteFile, SqliteDataSource> sources = [];
    private readonly Dictionary<SqliteFile, SqliteConnection> connections = [];

    private DirectoryTarget(string path, DataDirectory staging)
    {
        (this.path, this.staging) = (path, staging);
        sources[SqliteFile.State] = SqliteDataSource.OfFile(staging.StateFile);
        sources[SqliteFile.Journal] = SqliteDataSource.OfFile(staging.JournalFile);
        sources[SqliteFile.Markets] = SqliteDataSource.OfFile(staging.MarketsFile);
        SchemaScript.OrleansOnSqlite.Apply(sources[SqliteFile.State]);
        SchemaScript.JournalOnSqlite.Apply(sources[SqliteFile.Journal]);
        BarStore.OnSqlite(staging.MarketsFile).Dispose(); // makes its tables
        foreach ((SqliteFile file, SqliteDataSource source) in sources)
        {
            connections[file] = source.OpenConnection();
            Execute(connections[file], "BEGIN IMMEDIATE");
        }
    }

    /// <summary>Begins anew beside a directory that must be empty or not there; what an attempt that was killed left is deleted.</summary>
    public static DirectoryTarget Open(string path)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new MovingException($"{path} is not empty: name a directory that is, or one that is not there yet.");
        DataDirectory staging = DirectoryPlace.Take(path + Suffix);
        try
        {
            foreach (string left in Directory.EnumerateFiles(staging.Path).Where(file => Path.GetFileName(file) != "lock")) File.Delete(left);
            return new DirectoryTarget(path, staging);
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            staging.Dispose();
            throw new MovingException($"{staging.Path} cannot be written: {fault.Message}");
        }
    }

    /// <inheritdoc/>
    public override IRowSink Open(PlatformTable table) => new Sink(connections[table.File], table);

    /// <inheritdoc/>
    public override void Keep(ReadOnlySpan<byte> pepper) => DataDirectory.WriteSecret(Path.Combine(staging.Path, DirectoryPlace.PepperFile), pepper);

    /// <inheritdoc/>
    public override DataSnapshot Written(IReadOnlyList<TableDigest> tables, JournalSummary journal) => new DatabaseSnapshot($"SQLite in {path}", file => connections[file]);

    /// <inheritdoc/>
    public override void Commit()
    {
        foreach (SqliteConnection connection in connections.Values) Execute(connection, "COMMIT");
        Close();
        if (Directory.Exists(path)) Directory.Delete(path); // empty, or this throws
        Directory.Move(staging.Path, path);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Close();
        staging.Dispose();
        if (Directory.Exists(staging.Path)) Directory.Delete(staging.Path, recursive: true);
    }

    private void Close()
    {
        foreach (SqliteConnection connection in connections.Values) connection.Dispose();
        foreach (SqliteDataSource source in sources.Values) source.Dispose();
        connections.Clear();
        sources.Clear();
    }

    private sealed class Sink : IRowSink
    {
        private readonly PlatformTable table;
        private readonly SqliteCommand insert;

        public Sink(SqliteConnection connection, PlatformTable table)
        {
            this.table = table;
            insert = connection.CreateCommand();
            insert.CommandText = $"INSERT INTO {table.Name} ({table.ColumnList}) VALUES ({string.Join(", ", Enumerable.Range(1, table.Columns.Count).Select(i => $"${i}"))})";
            for (int i = 1; i <= table.Columns.Count; i++) insert.Parameters.Add(new SqliteParameter($"${i}", DBNull.Value));
            insert.Prepare();
        }

        public void Add(object?[] row)
        {
            for (int i = 0; i < row.Length; i++) insert.Parameters[i].Value = Value(row[i], table.Columns[i].Kind);
            insert.ExecuteNonQuery();
        }

        public void Complete()
        {
        }

        public void Dispose() => insert.Dispose();

        private static object Value(object? value, ColumnKind kind) => value switch
        {
            null => DBNull.Value,
            DateTime time when kind == ColumnKind.Time => time.ToString("O", CultureInfo.InvariantCulture),
            decimal exact => exact.ToString(CultureInfo.InvariantCulture),
            _ => value,
        };
    }
}
