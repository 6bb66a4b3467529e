using Microsoft.Extensions.Logging;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Grains.Trading;

/// <summary>
/// One portfolio's conversation with its broker. It holds nothing that must survive: what is booked and what the broker says
/// decide every step, so that a session that starts anew goes on where the last one was killed.
/// </summary>
/// <param name="desk">Whether, and with whom, to trade.</param>
/// <param name="clock">Time.</param>
/// <param name="log">Takes what went wrong.</param>
internal sealed partial class BrokerSession(BrokerDesk desk, TimeProvider clock, ILogger log)
{
    /// <summary>How often open orders are looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private const int MostLooks = 5; // orders a look, so that a busy portfolio keeps within the broker's calls a minute
    private const int LongestBackOff = 60;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private readonly DateTime began = clock.GetUtcNow().UtcDateTime;
    private readonly Dictionary<string, DateTime> asked = [], sent = [];
    private DateTime nextLook, restUntil;
    private int failures;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>True for a while after a fault, longer after each one: the broker is to be left alone.</summary>
    public bool Rests => Now < restUntil;

    /// <summary>The open orders whose turn it is; none so soon after the last look.</summary>
    public IReadOnlyList<string> Due(PortfolioBook book)
    {
        if (Rests || Now < nextLook || desk.Of(book) is null) return [];
        string[] due = [.. book.OpenOrders.Select(order => order.OrderId).OrderBy(order => asked.GetValueOrDefault(order)).Take(MostLooks)];
        nextLook = Now + ShortestPause;
        foreach (string gone in asked.Keys.Where(order => !book.Orders.TryGetValue(order, out Order? known) || !known.IsOpen).ToArray())
        {
            asked.Remove(gone);
            sent.Remove(gone);
        }
        return due;
    }

    /// <summary>Hands a new order over.</summary>
    /// <returns>What was learned; null when nothing, or when the outcome is unknown.</returns>
    public Task<BrokerNews?> Send(PortfolioBook book, Order order) => Guarded(order, book, (broker, stop) => Submit(broker, book, order, stop), CancellationToken.None);

    /// <summary>Asks how an order stands. One the broker does not know is handed over (again), or dropped when that is no longer wanted.</summary>
    /// <returns>What was learned; null when nothing, or when the outcome is unknown.</returns>
    public Task<BrokerNews?> Look(PortfolioBook book, Order order, CancellationToken cancellationToken)
    {
        asked[order.OrderId] = Now;
        return Guarded(order, book, Ask, cancellationToken);

        async Task<BrokerNews?> Ask(IBroker broker, CancellationToken stop)
        {
            string id = BrokerWork.ClientOrderId(order);
            if (await broker.Find(id, stop) is not { } known) return await Missing(broker, book, order, stop);
            if (order.CancelRequested && known.IsOpen)
            {
                await broker.Cancel(known, stop);
                known = await broker.Find(id, stop) ?? known;
            }
            return BrokerWork.Learn(book, order.OrderId, known, Now);
        }
    }

    private async Task<BrokerNews?> Submit(IBroker broker, PortfolioBook book, Order order, CancellationToken cancellationToken)
    {
        sent[order.OrderId] = Now;
        BrokerTicket ticket = BrokerWork.Ticket(order);
        try
        {
            return BrokerWork.Learn(book, order.OrderId, await broker.Submit(ticket, cancellationToken), Now);
        }
        catch (BrokerException refused) when (refused.Fault == BrokerFault.Rejected)
        {
            // An earlier attempt may have got through and be the very reason that this one was refused.
            return await broker.Find(ticket.ClientOrderId, cancellationToken) is { } known
                ? BrokerWork.Learn(book, order.OrderId, known, Now)
                : BrokerWork.Refused(order, OrderStatus.Rejected, refused.Message, Now);
        }
        finally
        {
            sent[order.OrderId] = Now;
        }
    }

    private async Task<BrokerNews?> Missing(IBroker broker, PortfolioBook book, Order order, CancellationToken cancellationToken)
    {
        if (order.FilledQuantity > 0) throw new BrokerException($"{broker.Kind}", BrokerFault.BadAnswer, $"no longer knows {order.OrderId}, which it has filled in part");
        bool isFresh = Now - order.AcceptedAt < BrokerWork.SubmitWithin;
        if (desk.IsOn && isFresh && !order.CancelRequested && book.Suspension is null) return await Submit(broker, book, order, CancellationToken.None);
        if (Now - sent.GetValueOrDefault(order.OrderId, began) < BrokerWork.InFlight) return null; // the last attempt may still arrive
        string reason = book.Suspension is not null ? "Trading was halted before it reached the broker."
            : order.CancelRequested ? "Canceled by its owner before it reached the broker."
            : !desk.IsOn ? "Live trading was switched off before it reached the broker."
            : $"It did not reach the broker within {BrokerWork.SubmitWithin.TotalMinutes} minutes.";
        return BrokerWork.Refused(order, OrderStatus.Canceled, reason, Now);
    }

    private async Task<BrokerNews?> Guarded(Order order, PortfolioBook book, Func<IBroker, CancellationToken, Task<BrokerNews?>> step, CancellationToken cancellationToken)
    {
        if (desk.Of(book) is not { } broker) return null;
        try
        {
            BrokerNews? news = await step(broker, cancellationToken);
            failures = 0;
            return news;
        }
        catch (BrokerException fault)
        {
            UnknownOutcome(order.OrderId, fault.Fault, fault.Message);
            if (fault.Fault == BrokerFault.BadAnswer) return null; // about this order alone
            failures++;
            TimeSpan pause = TimeSpan.FromSeconds(Math.Min(LongestBackOff, 1 << Math.Min(failures, 6)));
            restUntil = Now + (fault.RetryAfter is { } told && told > pause ? told : pause);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "How order {OrderId} stands is unknown ({Fault}); the broker is asked again. {Detail}")]
    private partial void UnknownOutcome(string orderId, BrokerFault fault, string detail);
}
