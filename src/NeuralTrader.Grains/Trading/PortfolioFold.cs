using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Grains.Trading;

/// <summary>A book from one reading of the journal to the next failed write: the state, the order of writing, and who waits for the journal.</summary>
/// <param name="name">The book's name in the journal.</param>
/// <param name="book">The portfolio, without entries.</param>
internal sealed class PortfolioFold(string name, PortfolioBook book)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly PriorityQueue<TaskCompletionSource, long> waiting = new(); // by the place they wait for
    private TaskCompletionSource? quiet;
    private Exception? fault;
    private int writing;

    /// <summary>The portfolio, with what is still on its way.</summary>
    public PortfolioBook Book => book;

    /// <summary>The order of writing.</summary>
    public BookSequencer<BookedCommand> Sequencer { get; } = new(name);

    /// <summary>Takes an entry from the journal.</summary>
    public void Replay(JournalEntry entry, IReadOnlyList<PortfolioEvent> events)
    {
        foreach (PortfolioEvent happened in events) book.Apply(happened);
        Sequencer.Replay(entry, Command(book, entry.Seq, entry.Fingerprint, events));
    }

    /// <summary>What a command did.</summary>
    /// <param name="book">The portfolio after it.</param>
    /// <param name="version">Its entry.</param>
    /// <param name="fingerprint">Hash of the request.</param>
    /// <param name="events">What happened.</param>
    public static BookedCommand Command(PortfolioBook book, long version, string? fingerprint, IReadOnlyList<PortfolioEvent> events)
    {
        IEnumerable<string> touched = events.Select(happened => happened switch
        {
            OrderAccepted accepted => accepted.OrderId,
            OrderClosed closed => closed.OrderId,
            CancelRequested asked => asked.OrderId,
            _ => null,
        }).OfType<string>().Distinct();
        return new BookedCommand(fingerprint ?? "", version, book.Cash, [.. touched.Select(order => book.Orders[order])], events.OfType<RebalancePlanned>().FirstOrDefault());
    }

    /// <summary>Sends an entry on its way. The journal takes entries in the order of these calls.</summary>
    public async void Write(IJournal store, JournalEntry entry, IReadOnlyList<PortfolioEvent> events, TimeProvider clock)
    {
        writing++;
        try
        {
            await store.Append(entry, CancellationToken.None).WaitAsync(Deadline, clock);
            Sequencer.Written(entry.Seq);
            TradingMetrics.Booked(events);
        }
        catch (TimeoutException)
        {
            Fail(entry, new JournalUnavailableException($"Book {name}: the journal did not answer in {Deadline.TotalSeconds} s; send the request again with the same key."));
        }
#pragma warning disable CA1031 // it is thrown to all who wait
        catch (Exception failed)
#pragma warning restore CA1031
        {
            Fail(entry, failed);
        }
        writing--;
        Tell();
    }

    /// <summary>Until an entry and all before it are durable.</summary>
    public ValueTask Standing(long seq)
    {
        EntryStanding standing = Sequencer.StandingOf(seq);
        if (standing == EntryStanding.Durable) return default;
        if (standing == EntryStanding.Lost) return ValueTask.FromException(fault!);
        TaskCompletionSource told = new();
        waiting.Enqueue(told, seq);
        return new ValueTask(told.Task);
    }

    /// <summary>Until nothing is on its way any more.</summary>
    public Task Quiet()
    {
        if (writing == 0) return Task.CompletedTask;
        quiet ??= new TaskCompletionSource();
        return quiet.Task;
    }

    private void Fail(JournalEntry entry, Exception failed)
    {
        Sequencer.Failed(entry.Seq);
        fault ??= failed;
    }

    // All of it runs on the grain's own thread, and so do those who are told, at once.
    private void Tell()
    {
        while (waiting.TryPeek(out TaskCompletionSource? told, out long seq) && Sequencer.StandingOf(seq) is var standing and not EntryStanding.InFlight)
        {
            waiting.Dequeue();
            if (standing == EntryStanding.Durable) told.TrySetResult();
            else told.TrySetException(fault!);
        }
        if (writing == 0) quiet?.TrySetResult();
    }
}
