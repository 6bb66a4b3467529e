using System.Globalization;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Domain.Security.Audit;

/// <summary>What the audit log says of a command that a portfolio's journal holds.</summary>
public static class PortfolioAudit
{
    /// <summary>The event of one entry.</summary>
    /// <param name="book">The portfolio's book in the journal, such as portfolio/growth.</param>
    /// <param name="seq">The entry's place.</param>
    /// <param name="by">Who ordered it.</param>
    /// <param name="at">When it was written, UTC.</param>
    /// <param name="events">What happened.</param>
    public static AuditEvent Of(string book, long seq, string by, DateTime at, IReadOnlyList<PortfolioEvent> events)
    {
        (AuditCategory category, string action, Dictionary<string, string> details) = Told(events);
        return new AuditEvent(category, action, by, book, Details: details, Id: CarriedId.Of(book, seq), At: at);
    }

    private static (AuditCategory, string, Dictionary<string, string>) Told(IReadOnlyList<PortfolioEvent> events)
    {
        foreach (PortfolioEvent happened in events)
        {
            switch (happened)
            {
                case PortfolioOpened opened:
                    return (AuditCategory.Portfolio, "portfolio.open", new()
                    {
                        ["currency"] = opened.Currency, ["broker"] = opened.Broker.ToString(), ["cash"] = Number(events.OfType<CashMoved>().Sum(cash => cash.Amount)),
                    });
                case CashMoved cash:
                    return (AuditCategory.Portfolio, cash.Amount < 0 ? "cash.withdraw" : "cash.deposit", new() { ["amount"] = Number(Math.Abs(cash.Amount)) });
                case RebalancePlanned:
                    return (AuditCategory.Trading, "portfolio.rebalance", new()
                    {
                        ["orders"] = string.Join(' ', events.OfType<OrderAccepted>().Take(50).Select(order => order.OrderId)),
                        ["count"] = Number(events.OfType<OrderAccepted>().Count()),
                    });
                case OrderAccepted order:
                    return (AuditCategory.Trading, "order.place", Order(order));
                case OrderClosed { Status: OrderStatus.Canceled } closed:
                    return (AuditCategory.Trading, "order.cancel", new() { ["order"] = closed.OrderId });
                case CancelRequested asked:
                    return (AuditCategory.Trading, "order.cancel", new() { ["order"] = asked.OrderId });
                default:
                    continue;
            }
        }
        return (AuditCategory.Portfolio, "portfolio.change", []);
    }

    private static Dictionary<string, string> Order(OrderAccepted order)
    {
        Dictionary<string, string> details = new()
        {
            ["order"] = order.OrderId, ["symbol"] = order.Symbol, ["side"] = order.Side.ToString(), ["type"] = order.Type.ToString(),
            ["quantity"] = Number(order.Quantity), ["strategy"] = order.Strategy,
        };
        if (order.LimitPrice is { } limit) details["limit"] = Number(limit);
        if (order.StopPrice is { } stop) details["stop"] = Number(stop);
        if (order.Live) details["live"] = "true";
        return details;
    }

    private static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
