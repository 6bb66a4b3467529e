using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Halts;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Grains.Trading.Halts;

namespace NeuralTrader.Grains.Trading;

/// <summary>
/// A portfolio in a halt. Every call first writes into the book what is new of the halts: orders stand still or are canceled, and what came in
/// meanwhile is passed over when trading goes on.
/// </summary>
public sealed partial class PortfolioGrain
{
    private int canceledByHalt;

    /// <inheritdoc/>
    public async Task<HaltHeeded> Heed(long version, CancellationToken cancellationToken)
    {
        while (gate.Known.Version < version) await gate.Renew(cancellationToken);
        return await InTurn(
            () => Book.HaltsThrough < version && HaltWork.IsBehind(Book, gate.Known)
                ? throw new JournalUnavailableException($"Portfolio {Id} could not take note of a halt.")
                : new HaltHeeded(canceledByHalt),
            Unchanged, trades: false, [], cancellationToken);
    }

    private async Task TakeNote(TradingHalts halts, CancellationToken cancellationToken)
    {
        if (!HaltWork.IsBehind(Book, halts)) return;
        long seen = journal.Version;
        await board.Load(Book.OpenOrders.Select(order => (order.Symbol, order.AcceptedFrom)).ToArray(), cancellationToken);
        if (journal.IsStale || journal.IsFull || journal.Version != seen) return; // the book changed under the loading: the caller looks again
        IReadOnlyList<PortfolioEvent> step = HaltWork.NextStep(Book, halts, board, Now);
        journal.Draft(step);
        journal.Commit();
        canceledByHalt = step.Count(happened => happened is OrderClosed or CancelRequested);
        WatchOpenOrders();
        await Durable(journal.Told());
        foreach (CancelRequested asked in step.OfType<CancelRequested>())
        {
            if (Session.Rests) return; // the watch passes on the others
            await Learn(await Session.Look(Book, Book.Orders[asked.OrderId], cancellationToken));
        }
    }

    // After the book was brought up to date: a halt may have come in meanwhile, and knowledge that is too old is no leave to trade.
    private async ValueTask<Refusal?> AgainstTrading()
    {
        using TradingPass pass = await gate.Enter(CancellationToken.None);
        return pass.Halts.Against(Id)?.Refuse();
    }

    // An order that took so long that a halt may be in force by now is looked at once more before anybody hears of it.
    private async ValueTask<Answer<TradeReceipt>> Acknowledged(TradingPass pass, Answer<TradeReceipt> receipt)
    {
        if (!pass.IsExpired || receipt.IsRefused || await AgainstTrading() is not { } halted) return receipt;
        return halted with { Detail = $"{halted.Detail} Order {receipt.Value.Order?.OrderId} had been written just before that was known here; getOrders says what became of it." };
    }
}
