using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace NeuralTrader.Storage.Ledger;

/// <summary>
/// The one writer: takes all that waits, at most 512 entries, into one transaction and answers their callers after the commit. An entry whose
/// place is taken fails alone; a transaction that fails, fails for all in it, and the next one begins on a new connection.
/// </summary>
internal sealed partial class JournalWriter(Func<IJournalAppender> open, ChannelReader<PendingAppend> queue, ILogger log)
{
    private const int MostAtOnce = 512;
    private readonly List<PendingAppend> batch = new(MostAtOnce);
    private readonly JournalLoad load = new(() => queue.Count);
    private IJournalAppender? appender;
    private long latest; // ticks of the stopwatch

    /// <summary>How long the newest entry took until it was on disk; null before the first.</summary>
    public TimeSpan? Latest => Volatile.Read(ref latest) is > 0 and long ticks ? Stopwatch.GetElapsedTime(0, ticks) : null;

    /// <summary>Writes until the queue is closed and empty.</summary>
    public void Run()
    {
        JournalMetrics.Began(load);
        while (queue.WaitToReadAsync().AsTask().GetAwaiter().GetResult()) // this thread has nothing else to do
        {
            while (batch.Count < MostAtOnce && queue.TryRead(out PendingAppend? pending))
                if (!pending.GaveUp()) batch.Add(pending);
            if (batch.Count > 0) WriteBatch();
            batch.Clear();
        }
        JournalMetrics.Ended(load);
        appender?.Dispose();
    }

    private void WriteBatch()
    {
        long start = Stopwatch.GetTimestamp();
        load.Takes(batch[0].Since);
        try
        {
            (appender ??= open()).Append(batch);
        }
#pragma warning disable CA1031 // whatever it was, the callers must hear of it and the writer must go on
        catch (Exception fault)
#pragma warning restore CA1031
        {
            JournalMetrics.Failed();
            WriteFailed(log, batch.Count, fault);
            foreach (PendingAppend pending in batch) pending.Fail($"The journal could not be written: {fault.Message}");
            Reopen();
            return;
        }
        finally
        {
            load.Rests();
        }
        JournalMetrics.Committed(batch.Count, batch.Count(pending => pending.Conflict is not null), start);
        if (batch.FindLast(pending => pending.Conflict is null) is { } newest) Volatile.Write(ref latest, Stopwatch.GetTimestamp() - newest.Since);
        for (int i = batch.Count - 1; i >= 0; i--) batch[i].Settle(); // the oldest last: who waits for it finds all of them answered
    }

    private void Reopen()
    {
        try
        {
            appender?.Dispose();
        }
        catch (DbException fault)
        {
            CloseFailed(log, fault);
        }
        appender = null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A journal transaction of {Entries} entries failed.")]
    private static partial void WriteFailed(ILogger log, int entries, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A journal connection could not be closed.")]
    private static partial void CloseFailed(ILogger log, Exception fault);
}
