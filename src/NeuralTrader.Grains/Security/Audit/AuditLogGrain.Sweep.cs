using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Halts;
using NeuralTrader.Grains.Trading;

namespace NeuralTrader.Grains.Security.Audit;

/// <summary>Finds what other books of the journal hold and nobody told of, because a silo was killed in between.</summary>
internal sealed partial class AuditLogGrain
{
    private readonly Dictionary<string, long> swept = new(StringComparer.Ordinal); // how far each book was looked through
    private Task? sweeping;

    /// <inheritdoc/>
    public async Task Fetch(string book, CancellationToken cancellationToken)
    {
        await Ready();
        (IReadOnlyList<CarriedEvent> orders, long last) = await JournalOrders.Scan(journal, book, Known(book));
        if (orders.Count > 0) await Carry(orders, CancellationToken.None);
        swept[book] = last;
    }

    /// <inheritdoc/>
    public Task Sweep(CancellationToken cancellationToken)
    {
        if (sweeping is null or { IsCompleted: true }) sweeping = LookThrough();
        return sweeping.WaitAsync(cancellationToken);
    }

    // One question tells how far all portfolios have come; those that stand still are not read.
    private async Task LookThrough()
    {
        await Ready();
        foreach (string book in (string[])[TradingHalts.Book, JournalOrders.LiveTrading, JournalOrders.Data, PortfolioOwners.Book]) await Fetch(book, CancellationToken.None);
        foreach (BookEnd end in await journal.Ends(PortfolioJournal.BookOf(""), CancellationToken.None))
            if (end.Seq > Known(end.Book)) await Fetch(end.Book, CancellationToken.None);
    }

    // Up to where a book holds nothing that is not on record.
    private long Known(string book) => Math.Max(swept.GetValueOrDefault(book), tail?.Carried.GetValueOrDefault(book) ?? 0);
}
