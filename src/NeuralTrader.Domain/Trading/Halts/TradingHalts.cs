using System.Collections.Immutable;

namespace NeuralTrader.Domain.Trading.Halts;

/// <summary>Every halt there was and is: the fold of the audit's entries. Immutable, so that all who look at it see one moment.</summary>
public sealed class TradingHalts
{
    /// <summary>The book of the journal that the entries are in.</summary>
    public const string Book = "audit/trading-halts";

    private const string Everywhere = ""; // no portfolio has this id

    private readonly ImmutableDictionary<string, TradingHalt> inForce;
    private readonly ImmutableDictionary<string, long> lastEntry;

    private TradingHalts(
        long version, ImmutableList<TradingHalt> history, ImmutableDictionary<string, TradingHalt> inForce, ImmutableDictionary<string, long> lastEntry) =>
        (Version, History, this.inForce, this.lastEntry) = (version, history, inForce, lastEntry);

    /// <summary>Before the first entry.</summary>
    public static TradingHalts None { get; } = new(0, [], ImmutableDictionary<string, TradingHalt>.Empty, ImmutableDictionary<string, long>.Empty);

    /// <summary>Number of entries.</summary>
    public long Version { get; }

    /// <summary>All halts, oldest first.</summary>
    public ImmutableList<TradingHalt> History { get; }

    /// <summary>The halts in force; the platform's first.</summary>
    public IEnumerable<TradingHalt> InForce => inForce.Values.OrderBy(halt => halt.PortfolioId ?? Everywhere, StringComparer.Ordinal);

    /// <summary>The halt in force of exactly this scope; null when there is none.</summary>
    /// <param name="portfolioId">Null for the whole platform.</param>
    public TradingHalt? Of(string? portfolioId) => inForce.GetValueOrDefault(portfolioId ?? Everywhere);

    /// <summary>What stands against trading in a portfolio: the platform's halt, or its own; null when nothing does.</summary>
    public TradingHalt? Against(string portfolioId) => inForce.IsEmpty ? null : Of(null) ?? Of(portfolioId);

    /// <summary>Whether the working orders of a portfolio are to be taken out of the market, by any of the halts in force.</summary>
    public bool CancelsOrdersOf(string portfolioId) => Of(null) is { CancelOpenOrders: true } || Of(portfolioId) is { CancelOpenOrders: true };

    /// <summary>Place of the last entry that concerned a portfolio, the platform's included; 0 when there is none.</summary>
    public long LastEntryOf(string portfolioId) => Math.Max(lastEntry.GetValueOrDefault(Everywhere), lastEntry.GetValueOrDefault(portfolioId));

    /// <summary>What entries after a place are about; null among them is the whole platform.</summary>
    public IEnumerable<string?> ChangedAfter(long version) =>
        lastEntry.Where(last => last.Value > version).Select(last => last.Key == Everywhere ? null : last.Key);

    /// <summary>Lets one entry happen. A halt of what is halted takes the place of the one before.</summary>
    /// <param name="seq">The entry's place, one after the last.</param>
    /// <param name="happened">The entry.</param>
    /// <exception cref="InvalidOperationException">An entry is missing: the audit is damaged.</exception>
    public TradingHalts Apply(long seq, HaltEvent happened)
    {
        if (seq != Version + 1) throw new InvalidOperationException($"{Book}: entry {seq} follows entry {Version}.");
        string scope = happened.PortfolioId ?? Everywhere;
        ImmutableList<TradingHalt> history = History;
        ImmutableDictionary<string, TradingHalt> next = inForce;
        TradingHalted? halted = happened as TradingHalted;
        if (inForce.TryGetValue(scope, out TradingHalt? before))
        {
            string how = halted is null ? happened.Reason : $"Replaced by halt {seq}.";
            history = history.Replace(before, before with { ResumedBy = happened.By, ResumedAt = happened.At, ResumeReason = how });
            next = next.Remove(scope);
        }
        if (halted is not null)
        {
            TradingHalt halt = new(seq, halted.PortfolioId, halted.Reason, halted.By, halted.At, halted.CancelOpenOrders, halted.ByAdmin);
            history = history.Add(halt);
            next = next.Add(scope, halt);
        }
        return new TradingHalts(seq, history, next, lastEntry.SetItem(scope, seq));
    }
}
