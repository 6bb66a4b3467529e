using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Grains.Security.Audit;

namespace NeuralTrader.Grains.Trading;

/// <summary>A book from one reading of the journal to the next failed write: the state, the order of writing, and who waits for the journal.</summary>
/// <param name="name">The book's name in the journal.</param>
/// <param name="book">The portfolio, without entries.</param>
internal sealed class PortfolioFold(string name, PortfolioBook book)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly PriorityQueue<TaskCompletionSource, long> waiting = new(); // by the place they wait for
    private readonly Queue<Underway> underway = new(); // in the order of their places
    private TaskCompletionSource? quiet;
    private Exception? fault;
    private long ordered; // the last entry that somebody ordered
    private bool isFollowing;

    /// <summary>The portfolio, with what is still on its way.</summary>
    public PortfolioBook Book => book;

    /// <summary>The order of writing.</summary>
    public BookSequencer<BookedCommand> Sequencer { get; } = new(name);

    /// <summary>Takes an entry from the journal.</summary>
    public void Replay(JournalEntry entry, IReadOnlyList<PortfolioEvent> events)
    {
        foreach (PortfolioEvent happened in events) book.Apply(happened);
        Sequencer.Replay(entry, Command(book, entry.Seq, entry.Fingerprint, events));
        if (events is [{ OrderedBy: not null }, ..]) ordered = entry.Seq;
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
    public void Write(IJournal store, JournalEntry entry, IReadOnlyList<PortfolioEvent> events, TimeProvider clock, AuditFeed? audit)
    {
        BookedOrder? order = events is [{ OrderedBy: not null }, ..] ? new BookedOrder(name, entry.Seq, ordered, entry.RecordedAt, events) : null;
        if (order is not null) ordered = entry.Seq;
        underway.Enqueue(new Underway(entry.Seq, events, order, Sent(store, entry), clock.GetTimestamp()));
        if (!isFollowing) Follow(clock, audit);
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
        if (underway.Count == 0) return Task.CompletedTask;
        quiet ??= new TaskCompletionSource();
        return quiet.Task;
    }

    private static Task Sent(IJournal store, JournalEntry entry)
    {
        try
        {
            return store.Append(entry, CancellationToken.None);
        }
#pragma warning disable CA1031 // it is the entry's fate like any other
        catch (Exception refused)
#pragma warning restore CA1031
        {
            return Task.FromException(refused);
        }
    }

    // Waits for the oldest alone: the journal answers many at once, and those that have their answer are told of in the same turn.
    private async void Follow(TimeProvider clock, AuditFeed? audit)
    {
        isFollowing = true;
        while (underway.TryPeek(out Underway oldest))
        {
            try
            {
                if (oldest.Done.IsCompleted) await oldest.Done;
                else await oldest.Done.WaitAsync(Left(oldest, clock), clock);
                Sequencer.Written(oldest.Seq);
                TradingMetrics.Booked(oldest.Events);
                if (oldest.Order is { } done) audit?.Booked(done);
            }
            catch (TimeoutException)
            {
                Fail(oldest.Seq, new JournalUnavailableException($"Book {name}: the journal did not answer in {Deadline.TotalSeconds} s; send the request again with the same key."));
            }
#pragma warning disable CA1031 // it is thrown to all who wait
            catch (Exception failed)
#pragma warning restore CA1031
            {
                Fail(oldest.Seq, failed);
            }
            underway.Dequeue();
            Tell();
        }
        isFollowing = false;
    }

    private static TimeSpan Left(in Underway entry, TimeProvider clock) =>
        clock.GetElapsedTime(entry.Since) is var waited && waited < Deadline ? Deadline - waited : TimeSpan.Zero;

    private void Fail(long seq, Exception failed)
    {
        Sequencer.Failed(seq);
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
        if (underway.Count == 0) quiet?.TrySetResult();
    }

    /// <summary>An entry that the journal has not answered yet.</summary>
    private readonly record struct Underway(long Seq, IReadOnlyList<PortfolioEvent> Events, BookedOrder? Order, Task Done, long Since);
}
