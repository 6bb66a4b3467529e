using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace NeuralTrader.Storage.Databases;

/// <summary>Statements that mean the same in SQLite and in PostgreSQL, their parameters written $1, $2, …</summary>
internal static class Sql
{
    /// <summary>A command inside the transaction that its connection is in.</summary>
    public static DbCommand Command(DbConnection connection, string sql, params ReadOnlySpan<object?> parameters)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < parameters.Length; i++)
        {
            DbParameter parameter = command.CreateParameter();
            if (connection is SqliteConnection) parameter.ParameterName = $"${i + 1}"; // PostgreSQL counts those without a name
            parameter.Value = parameters[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    /// <summary>Runs a statement that returns nothing; answers how many rows it changed.</summary>
    public static int Execute(DbConnection connection, string sql, params ReadOnlySpan<object?> parameters)
    {
        using DbCommand command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Rows of a query.</summary>
    public static List<T> Query<T>(DbConnection connection, Func<DbDataReader, T> row, string sql, params ReadOnlySpan<object?> parameters)
    {
        using DbCommand command = Command(connection, sql, parameters);
        using DbDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    /// <summary>Rows of a query that holds no thread while the database is at work.</summary>
    public static async Task<List<T>> QueryAsync<T>(
        DbConnection connection, Func<DbDataReader, T> row, string sql, object?[] parameters, CancellationToken cancellationToken)
    {
        using DbCommand command = Command(connection, sql, parameters);
        DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            List<T> rows = [];
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) rows.Add(row(reader));
            return rows;
        }
    }

    /// <summary>The bytes of a column, valid until the reader moves on.</summary>
    public static ReadOnlySpan<byte> Blob(DbDataReader row, int column) => row is SqliteDataReader sqlite
        ? SQLitePCL.raw.sqlite3_column_blob(sqlite.Handle, column) // SQLite's own memory, not a copy
        : row.GetFieldValue<byte[]>(column);
}
