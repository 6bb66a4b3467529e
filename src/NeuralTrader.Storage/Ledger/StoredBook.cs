using System.Data.Common;
using System.Globalization;
using NeuralTrader.Domain.Ledger;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Ledger;

/// <summary>What a writer asks about a book beside its statements: seldom, and in the transaction it is in.</summary>
internal static class StoredBook
{
    private const string Last = "SELECT coalesce(max(seq), 0) FROM journal WHERE book = $1";
    private const string Known = "SELECT count(*) FROM journal WHERE book = $1 AND op_id = $2";
    private const string ChainAt = "SELECT chain FROM journal WHERE book = $1 AND seq = $2";

    /// <summary>Why an entry could not be added.</summary>
    public static JournalConflictException WhyNot(DbConnection connection, JournalEntry entry)
    {
        long next = 1 + Number(connection, Last, entry.Book);
        return JournalConflicts.Of(entry, next, entry.OperationId is not null && Number(connection, Known, entry.Book, entry.OperationId) > 0);
    }

    /// <summary>Sees to it that an entry names the chain that it follows, or has its conflict where nothing stands there.</summary>
    public static void Resolve(DbConnection connection, PendingAppend pending)
    {
        if (pending.Entry.Follows is not null) return;
        try
        {
            if (Before(connection, pending.Entry) is { } before) pending.Follow(before);
            else pending.Conflict = WhyNot(connection, pending.Entry);
        }
        catch (DamagedBookException damage)
        {
            pending.Conflict = damage;
        }
    }

    private static JournalChain? Before(DbConnection connection, JournalEntry entry)
    {
        if (entry.Seq == 1) return JournalChain.Start(entry.Book);
        List<JournalChain?> stored = Query(
            connection, row => row.IsDBNull(0) ? (JournalChain?)null : Chain(Blob(row, 0), entry), ChainAt, entry.Book, entry.Seq - 1);
        return stored switch
        {
            [] => null,
            [{ } chain] => chain,
            _ => BookHead.Of(entry.Book, JournalRows.Read(connection, entry.Book, 0).TakeWhile(row => row.Seq < entry.Seq)).Chain,
        };
    }

    private static JournalChain Chain(ReadOnlySpan<byte> stored, JournalEntry following) => stored.Length == JournalChain.Length
        ? JournalChain.Parse(stored)
        : throw DamagedBookException.At(following with { Seq = following.Seq - 1 }, "its chain cannot be read");

    private static long Number(DbConnection connection, string sql, params ReadOnlySpan<object?> parameters)
    {
        using DbCommand command = Command(connection, sql, parameters);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
