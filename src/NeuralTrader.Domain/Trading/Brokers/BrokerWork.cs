using System.Globalization;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Domain.Trading.Brokers;

/// <summary>What a portfolio learned from its broker, to be written as one entry.</summary>
/// <param name="OperationId">The same for the same news, so that it cannot be booked twice. Holds a slash, which no caller's key does.</param>
/// <param name="Events">At most a fill and an end.</param>
public sealed record BrokerNews(string OperationId, IReadOnlyList<PortfolioEvent> Events);

/// <summary>The rules between a portfolio and the broker that carries out its orders.</summary>
public static class BrokerWork
{
    /// <summary>How long after its acceptance an order may still be handed over; later its price is stale and it is dropped.</summary>
    public static readonly TimeSpan SubmitWithin = TimeSpan.FromMinutes(5);

    /// <summary>How long a request may be under way; an order the broker does not know after that is not there.</summary>
    public static readonly TimeSpan InFlight = TimeSpan.FromMinutes(1);

    private const int PriceDecimals = 10;

    /// <summary>The order as the broker is asked for it.</summary>
    public static BrokerTicket Ticket(Order order) =>
        new(ClientOrderId(order), order.Symbol, order.Side, order.Type, order.TimeInForce, order.Quantity, order.LimitPrice, order.StopPrice);

    /// <summary>Our id and the moment of acceptance: a second installation, or one begun anew, never takes another's order for its own.</summary>
    public static string ClientOrderId(Order order) =>
        string.Create(CultureInfo.InvariantCulture, $"{order.OrderId}.{order.AcceptedAt:yyMMddHHmmssfff}");

    /// <summary>The events of a live portfolio's new order, marked as such.</summary>
    public static IReadOnlyList<PortfolioEvent> AsLive(IEnumerable<PortfolioEvent> events) =>
        [.. events.Select(happened => happened is OrderAccepted accepted ? accepted with { Live = true } : happened)];

    /// <summary>What an answer of the broker adds to what is booked: the units traded since, and the end.</summary>
    /// <param name="book">The portfolio; not changed.</param>
    /// <param name="orderId">Our id.</param>
    /// <param name="said">The broker's answer; answers may come twice or late.</param>
    /// <param name="now">UTC.</param>
    /// <returns>Null when there is nothing new.</returns>
    /// <exception cref="BrokerException">The answer cannot be about this order.</exception>
    public static BrokerNews? Learn(PortfolioBook book, string orderId, BrokerOrder said, DateTime now)
    {
        Order order = book.Orders[orderId];
        if (said.ClientOrderId != ClientOrderId(order)) throw Bad(book, $"answered about {said.ClientOrderId} when asked for {orderId}");
        if (said.FilledQuantity > order.Quantity) throw Bad(book, Text($"reports {said.FilledQuantity} units of {orderId} filled, {order.Quantity} were ordered"));
        if (!order.IsOpen || said.FilledQuantity < order.FilledQuantity) return null; // an answer older than the last one

        List<PortfolioEvent> events = [];
        if (said.FilledQuantity > order.FilledQuantity) events.Add(Fill(book, order, said, now));
        if (!said.IsOpen && said.FilledQuantity < order.Quantity) events.Add(new OrderClosed(orderId, End(said), Reason(order, said), now));
        return events.Count == 0 ? null : new BrokerNews(Text($"broker/{orderId}/{said.FilledQuantity.ToString("0.########", CultureInfo.InvariantCulture)}/{said.Status}"), events);
    }

    /// <summary>The order never came to be at the broker.</summary>
    public static BrokerNews Refused(Order order, OrderStatus status, string reason, DateTime now) =>
        new($"broker/{order.OrderId}/{status}", [new OrderClosed(order.OrderId, status, reason, now)]);

    // The units since the last answer at the price that makes the mean of all come out; values add up to the rounded whole.
    private static OrderFilled Fill(PortfolioBook book, Order order, BrokerOrder said, DateTime now)
    {
        if (said.AverageFillPrice is not ({ } mean and > 0)) throw Bad(book, $"reports a fill of {order.OrderId} without a price");
        decimal units = said.FilledQuantity - order.FilledQuantity, paid = 0, booked = 0;
        foreach (Execution execution in book.Executions.Where(execution => execution.OrderId == order.OrderId))
        {
            paid += execution.Price * execution.Quantity;
            booked += execution.Value;
        }
        decimal price = Math.Round(((mean * said.FilledQuantity) - paid) / units, PriceDecimals);
        decimal value = Currency.Round(mean * said.FilledQuantity, book.CurrencyCode) - booked;
        if (price <= 0 || value < 0) (price, value) = (mean, Currency.Round(mean * units, book.CurrencyCode)); // the mean was rounded too far
        return new OrderFilled(order.OrderId, units, price, value, Commission: 0, Slippage: 0, said.UpdatedAt, $"{book.Opened!.Broker}", now);
    }

    // "Filled" with less than was ordered is an end all the same.
    private static OrderStatus End(BrokerOrder said) => said.Status == OrderStatus.Filled ? OrderStatus.Canceled : said.Status;

    private static string Reason(Order order, BrokerOrder said) =>
        said.Reason ?? (order.CancelRequested && said.Status == OrderStatus.Canceled ? "Canceled by its owner." : Text($"The broker reports it as {said.Status}."));

    private static BrokerException Bad(PortfolioBook book, string detail) => new($"{book.Opened?.Broker}", BrokerFault.BadAnswer, detail);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
