using Microsoft.Extensions.Time.Testing;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Halts;
using NeuralTrader.Grains.Trading.Halts;

namespace NeuralTrader.Cluster.Tests.Trading.Halts;

/// <summary>What one silo knows of the halts, and for how long it goes by it.</summary>
public sealed class TradingGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly HaltBook book = new();
    private readonly TradingGate gate;

    public TradingGateTests() => gate = new TradingGate(book, clock);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silo_that_has_just_joined_reads_before_it_lets_an_order_in()
    {
        book.Halt(null);
        using TradingPass pass = await gate.Enter(Stop);
        Assert.Equal("Fat finger.", pass.Halts.Against("growth")?.Reason);
    }

    [Fact]
    public async Task Young_knowledge_asks_nobody_and_knowledge_past_its_lease_is_read_again_first()
    {
        using (TradingPass first = await gate.Enter(Stop)) Assert.Null(first.Halts.Against("growth"));
        book.Halt("growth");
        clock.Advance(TradingGate.Lease - TimeSpan.FromMilliseconds(1));
        using (TradingPass young = await gate.Enter(Stop)) Assert.Null(young.Halts.Against("growth"));
        Assert.Equal(1, book.Reads);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        using TradingPass renewed = await gate.Enter(Stop);
        Assert.NotNull(renewed.Halts.Against("growth"));
        Assert.Null(renewed.Halts.Against("other"));
    }

    [Fact] // SIGSTOP: the order was let in, then nothing ran for fifteen seconds
    public async Task An_order_that_outlived_the_knowledge_it_was_let_in_by_knows_it()
    {
        using TradingPass pass = await gate.Enter(Stop);
        clock.Advance(TradingGate.Lease - TimeSpan.FromMilliseconds(1));
        Assert.False(pass.IsExpired);
        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.True(pass.IsExpired);
    }

    [Fact]
    public async Task Reading_that_began_before_the_freeze_is_as_old_as_its_beginning()
    {
        TaskCompletionSource held = new();
        book.Hold = held.Task;
        Task<TradingPass> entering = gate.Enter(Stop).AsTask();
        await book.Asked.Task.WaitAsync(Patience, Stop);
        clock.Advance(TradingGate.Lease / 2); // the answer is on its way
        book.Hold = Task.CompletedTask;
        held.SetResult();
        using TradingPass pass = await entering.WaitAsync(Patience, Stop);
        clock.Advance(TradingGate.Lease / 2);
        Assert.True(pass.IsExpired);
    }

    [Fact]
    public async Task A_silo_knows_a_halt_only_when_every_order_let_in_before_has_been_answered()
    {
        TradingPass early = await gate.Enter(Stop);
        book.Halt(null);
        await gate.Renew(Stop); // the silo's own watch was faster than who tells it
        using TradingPass late = await gate.Enter(Stop);
        Assert.NotNull(late.Halts.Of(null));
        Task known = gate.Know(1, Stop);
        await Task.Delay(50, Stop);
        Assert.False(known.IsCompleted);
        early.Dispose();
        await known.WaitAsync(Patience, Stop); // the one that came in afterwards is not waited for
    }

    [Fact]
    public async Task Two_changes_in_a_row_wait_for_the_orders_of_both_times_before()
    {
        TradingPass first = await gate.Enter(Stop);
        book.Halt("growth");
        await gate.Renew(Stop);
        TradingPass second = await gate.Enter(Stop);
        book.Halt("income");
        Task known = gate.Know(2, Stop);
        second.Dispose();
        await Task.Delay(50, Stop);
        Assert.False(known.IsCompleted);
        first.Dispose();
        await known.WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_lets_no_order_in_and_keeps_nobody_from_looking()
    {
        book.Hold = Task.FromException(new JournalUnavailableException("The disk is gone."));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => gate.Enter(Stop).AsTask());
        Assert.Null(await gate.TryEnter(Stop));
        book.Hold = Task.CompletedTask;
        using TradingPass pass = await gate.Enter(Stop);
        Assert.Equal(TradingHalts.None.Version, pass.Halts.Version);
    }

    private sealed class HaltBook : IJournal
    {
        private readonly MemoryJournal entries = new();
        private int written, reads;

        public Task Hold { get; set; } = Task.CompletedTask;

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Reads => reads;

        public void Halt(string? portfolio) => entries.Write(new JournalEntry(
            TradingHalts.Book, ++written, $"k{written}", null, new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc),
            $$"""{"kind":"halted","portfolioId":{{(portfolio is null ? "null" : $"\"{portfolio}\"")}},"reason":"Fat finger.","by":"ann","at":"2026-01-02T00:00:00Z","byAdmin":true,"cancelOpenOrders":true}""",
            []));

        public Task Append(JournalEntry entry, CancellationToken cancellationToken) => entries.Append(entry, cancellationToken);

        public async Task<IReadOnlyList<JournalEntry>> Read(string book, long afterSeq, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref reads);
            IReadOnlyList<JournalEntry> found = await entries.Read(book, afterSeq, cancellationToken);
            Asked.TrySetResult();
            await Hold;
            return found;
        }

        public Task<IReadOnlyList<string>> Books(string prefix, CancellationToken cancellationToken) => entries.Books(prefix, cancellationToken);
    }
}
