using System.Data.Common;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Storage.Moving;

/// <summary>How far a transfer is.</summary>
/// <param name="Work">What is done now, such as "copying journal".</param>
/// <param name="Done">Rows done.</param>
/// <param name="Total">Rows to do; 0 where that is not known yet.</param>
public readonly record struct TransferProgress(string Work, long Done, long Total);

/// <summary>What was read, and where a copy of it is now.</summary>
/// <param name="From">Where it was read, in words.</param>
/// <param name="To">Where the copy is; null where none was made.</param>
/// <param name="Tables">Every table.</param>
/// <param name="Journal">The journals, audited.</param>
public sealed record TransferReport(string From, string? To, IReadOnlyList<TableDigest> Tables, JournalSummary Journal);

/// <summary>Moves everything a platform keeps from one place to another, whole and proved, or not at all.</summary>
public static class DataTransfer
{
    /// <summary>Copies everything in one consistent state, reads the copy back, compares, and only then makes it last. The source stays as it is.</summary>
    /// <param name="from">The source.</param>
    /// <param name="to">An empty place.</param>
    /// <param name="alone">True to refuse a source that a running platform has.</param>
    /// <param name="pepper">The secret that API keys are hashed with, for a target that keeps it; null for the source's own.</param>
    /// <param name="progress">Told how far it is; may be null.</param>
    /// <param name="cancellationToken">Gives up; then nothing was written.</param>
    /// <exception cref="MovingException">The source is broken, the target is not empty, or one of them cannot be used; nothing was written.</exception>
    public static Task<TransferReport> Copy(
        DataPlace from, DataPlace to, bool alone, byte[]? pepper = null, Action<TransferProgress>? progress = null, CancellationToken cancellationToken = default) => Guarded(
        async () =>
        {
            using DataSnapshot source = from.Read(alone);
            JournalSummary journal = Audit(source, progress, cancellationToken);
            using DataTarget target = await to.Receive(cancellationToken).ConfigureAwait(false);
            if ((pepper ?? from.Pepper()) is { } secret) target.Keep(secret);
            List<TableDigest> tables = [];
            foreach (PlatformTable table in PlatformTable.All)
            {
                using IRowSink sink = target.Open(table);
                tables.Add(Read(source, table, "copying", sink.Add, progress, cancellationToken));
                sink.Complete();
            }
            using (DataSnapshot written = target.Written(tables, journal))
            {
                foreach (TableDigest table in tables)
                    if (Read(written, PlatformTable.All.Single(known => known.Name == table.Name), "checking", null, progress, cancellationToken) is { } copy && copy != table)
                        throw new MovingException(FormattableString.Invariant($"{table.Name} has {table.Rows} rows with SHA-256 {table.Sha256} in {from.Description}, and {copy.Rows} with {copy.Sha256} in {to.Description}."));
                JournalAudit.RequireSame(journal, JournalAudit.Of(written.Entries(), null, cancellationToken), to.Description);
            }
            cancellationToken.ThrowIfCancellationRequested();
            target.Commit();
            return new TransferReport(from.Description, to.Description, tables, journal);
        },
        cancellationToken);

    /// <summary>Reads everything and checks it: files, journals, blocks of market data.</summary>
    /// <exception cref="MovingException">The first fault found.</exception>
    public static Task<TransferReport> Verify(DataPlace place, Action<TransferProgress>? progress = null, CancellationToken cancellationToken = default) => Guarded(
        () =>
        {
            using DataSnapshot source = place.Read(alone: false);
            source.RequireSound();
            JournalSummary journal = Audit(source, progress, cancellationToken);
            MarketAudit markets = new();
            TableDigest[] tables = [.. PlatformTable.All.Select(table => Read(source, table, "reading", row => markets.Add(table, row), progress, cancellationToken))];
            markets.Finish();
            return Task.FromResult(new TransferReport(place.Description, null, tables, journal));
        },
        cancellationToken);

    private static Task<TransferReport> Guarded(Func<Task<TransferReport>> work, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (DamagedBookException fault)
            {
                throw new MovingException(fault.Message);
            }
            catch (Exception fault) when (fault is DbException or FormatException or OverflowException or InvalidCastException)
            {
                throw new MovingException($"It stopped half-way, and nothing was written: {fault.Message}");
            }
        },
        cancellationToken);

    private static JournalSummary Audit(DataSnapshot source, Action<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        long total = source.Count(PlatformTable.Journal);
        JournalSummary journal = JournalAudit.Of(source.Entries(), count => progress?.Invoke(new("folding journals", count, total)), cancellationToken);
        if (source.Noted is { } noted) JournalAudit.RequireSame(noted, journal, source.Description);
        return journal;
    }

    private static TableDigest Read(
        DataSnapshot snapshot, PlatformTable table, string work, Action<object?[]>? sink, Action<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        (long total, long done) = (snapshot.Count(table), 0);
        progress?.Invoke(new($"{work} {table.Name}", 0, total));
        TableDigest digest = TableDigest.Of(
            snapshot, table,
            row =>
            {
                sink?.Invoke(row);
                if (++done % 256 == 0) progress?.Invoke(new($"{work} {table.Name}", done, total));
            },
            cancellationToken);
        progress?.Invoke(new($"{work} {table.Name}", total, total));
        return digest;
    }
}
