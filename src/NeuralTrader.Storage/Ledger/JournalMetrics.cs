using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NeuralTrader.Storage.Ledger;

/// <summary>What the journal tells of itself, under the meter "NeuralTrader".</summary>
internal static class JournalMetrics
{
    private static readonly Meter Meter = new("NeuralTrader");
    private static readonly ConcurrentDictionary<JournalLoad, byte> Open = new();

    private static readonly Counter<long> Appends = Meter.CreateCounter<long>(
        "neuraltrader.journal.appends", "{entry}", "Entries that are on disk.");

    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram(
        "neuraltrader.journal.batch.size", "{entry}", "Entries of one transaction.", null, new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] });

    private static readonly Histogram<double> Commit = Meter.CreateHistogram(
        "neuraltrader.journal.commit.duration", "s", "How long a transaction took until it was on disk.", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    private static long conflicts, failures;

    static JournalMetrics()
    {
        // These two are told from the beginning, so that the first one is seen as a rise.
        Meter.CreateObservableCounter("neuraltrader.journal.conflicts", () => Volatile.Read(ref conflicts), "{entry}", "Entries whose place in their book was taken.");
        Meter.CreateObservableCounter("neuraltrader.journal.failures", () => Volatile.Read(ref failures), "{transaction}", "Transactions that failed, each for all of its entries.");
        Meter.CreateObservableGauge("neuraltrader.journal.queue", () => Open.Keys.Sum(load => load.Waiting), "{entry}", "Entries that wait for the writer.");
        Meter.CreateObservableGauge(
            "neuraltrader.journal.lag", () => Open.Keys.Select(load => load.Lag.TotalSeconds).DefaultIfEmpty().Max(), "s",
            "How long the oldest entry has waited that is not on disk yet.");
    }

    /// <summary>Lets a writer's load be seen until it ends.</summary>
    public static void Began(JournalLoad load) => Open.TryAdd(load, 0);

    /// <summary>The writer has ended.</summary>
    public static void Ended(JournalLoad load) => Open.TryRemove(load, out _);

    /// <summary>A transaction is on disk.</summary>
    /// <param name="entries">What it was to hold.</param>
    /// <param name="conflicted">What was left out because its place was taken.</param>
    /// <param name="start">When it began, on the stopwatch.</param>
    public static void Committed(int entries, int conflicted, long start)
    {
        Commit.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);
        BatchSize.Record(entries);
        Appends.Add(entries - conflicted);
        if (conflicted > 0) Interlocked.Add(ref conflicts, conflicted);
    }

    /// <summary>A transaction failed.</summary>
    public static void Failed() => Interlocked.Increment(ref failures);
}

/// <summary>What a writer has before it.</summary>
/// <param name="waiting">How many entries are in its queue.</param>
internal sealed class JournalLoad(Func<int> waiting)
{
    private long oldest; // on the stopwatch; 0 where nothing is being written

    /// <summary>Entries that wait.</summary>
    public int Waiting => waiting();

    /// <summary>How long the oldest entry of the transaction under way has waited.</summary>
    public TimeSpan Lag => Volatile.Read(ref oldest) is var since and not 0 ? Stopwatch.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>A transaction begins with an entry that came at a time on the stopwatch.</summary>
    public void Takes(long since) => Volatile.Write(ref oldest, since);

    /// <summary>The transaction has ended.</summary>
    public void Rests() => Volatile.Write(ref oldest, 0);
}
