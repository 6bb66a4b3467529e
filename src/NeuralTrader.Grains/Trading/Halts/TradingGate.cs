using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Halts;

namespace NeuralTrader.Grains.Trading.Halts;

/// <summary>
/// What this silo knows of the halts, so that an order asks nobody. The knowledge is as old as the reading of the journal that it comes from, and
/// is trusted for <see cref="Lease"/>; whoever finds it older reads first. So three seconds after a halt is in the journal nobody acts by what was
/// before, not even a silo that was frozen or cut off; and a journal that cannot be read lets no order in.
/// </summary>
/// <param name="journal">Holds the truth.</param>
/// <param name="clock">Counts the age of knowledge.</param>
public sealed class TradingGate(IJournal journal, TimeProvider clock)
{
    /// <summary>How long knowledge is trusted, counted from before it was read.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan PatienceOfReaders = TimeSpan.FromSeconds(2);

    private readonly Lock renewing = new();
    private volatile Knowledge known = new(new HaltEpoch(TradingHalts.None), 0, DateTimeOffset.MinValue);
    private volatile Task olderAnswered = Task.CompletedTask;
    private Task? renewal;

    /// <summary>The halts as they were last read; how old that is, is not asked.</summary>
    public TradingHalts Known => known.Epoch.Halts;

    /// <summary>Lets an order in that trusted knowledge says nothing against, or to be refused by it. Dispose the pass when it is answered.</summary>
    /// <exception cref="JournalUnavailableException">The halts cannot be read.</exception>
    public async ValueTask<TradingPass> Enter(CancellationToken cancellationToken)
    {
        while (true)
        {
            Knowledge now = known;
            if (!IsTrusted(now)) await Renew(cancellationToken).ConfigureAwait(true);
            else if (now.Epoch.TryEnter()) return new TradingPass(this, now);
        }
    }

    /// <summary>The same for who can do without; null where the halts cannot be read in a moment.</summary>
    public async ValueTask<TradingPass?> TryEnter(CancellationToken cancellationToken)
    {
        Knowledge now = known;
        if (IsTrusted(now) && now.Epoch.TryEnter()) return new TradingPass(this, now);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PatienceOfReaders);
        try
        {
            return await Enter(patience.Token).ConfigureAwait(true);
        }
        catch (Exception fault) when (fault is JournalUnavailableException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Reads what was written since.</summary>
    /// <exception cref="JournalUnavailableException">The halts cannot be read.</exception>
    public Task Renew(CancellationToken cancellationToken)
    {
        lock (renewing)
        {
            if (renewal is not { IsCompleted: false }) renewal = Task.Run(Read, CancellationToken.None); // on nobody's turn
            return renewal.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Returns when the halts are known up to an entry and every order let in by older knowledge has been answered.</summary>
    public async Task Know(long version, CancellationToken cancellationToken)
    {
        while (Known.Version < version) await Renew(cancellationToken).ConfigureAwait(true);
        await olderAnswered.WaitAsync(cancellationToken).ConfigureAwait(true);
    }

    internal bool IsTrusted(Knowledge knowledge)
    {
        TimeSpan counted = clock.GetElapsedTime(knowledge.ReadAt), shown = clock.GetUtcNow() - knowledge.ReadAtTime; // a machine that slept counts less than it shows
        return (counted > shown ? counted : shown) < Lease;
    }

    private async Task Read()
    {
        (long at, DateTimeOffset time) = (clock.GetTimestamp(), clock.GetUtcNow());
        IReadOnlyList<JournalEntry> news;
        try
        {
            news = await journal.Read(TradingHalts.Book, Known.Version, CancellationToken.None).WaitAsync(Lease, clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new JournalUnavailableException($"Whether trading is halted could not be read within {Lease.TotalSeconds} s; without that no order is taken. Send the request again.");
        }
        HaltEpoch before = known.Epoch;
        if (news.Count > 0) olderAnswered = olderAnswered.IsCompleted ? before.Emptied : Task.WhenAll(olderAnswered, before.Emptied); // before anybody can see the new one
        known = new Knowledge(news.Count == 0 ? before : new HaltEpoch(HaltAudit.Fold(before.Halts, news)), at, time);
        if (news.Count > 0) before.Close();
    }

    internal sealed record Knowledge(HaltEpoch Epoch, long ReadAt, DateTimeOffset ReadAtTime);
}

/// <summary>Leave to trade by what is known of the halts, for as long as it is held and trusted.</summary>
public sealed class TradingPass : IDisposable
{
    private readonly TradingGate gate;
    private readonly TradingGate.Knowledge by;

    internal TradingPass(TradingGate gate, TradingGate.Knowledge by) => (this.gate, this.by) = (gate, by);

    /// <summary>The halts it was given by.</summary>
    public TradingHalts Halts => by.Epoch.Halts;

    /// <summary>True when the knowledge has become too old meanwhile: what was done is acknowledged only after another look.</summary>
    public bool IsExpired => !gate.IsTrusted(by);

    /// <summary>The order has been answered.</summary>
    public void Dispose() => by.Epoch.Leave();
}
