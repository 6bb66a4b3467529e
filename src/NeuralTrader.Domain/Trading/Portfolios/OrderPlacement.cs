using System.Globalization;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>Decides what a new order does to a portfolio: pre-trade checks, acceptance, and what trades on arrival.</summary>
public static class OrderPlacement
{
    private const decimal HighestPrice = 1_000_000_000m;

    /// <summary>What placing the order would do.</summary>
    /// <param name="book">The portfolio; not changed.</param>
    /// <param name="ticket">A validated ticket.</param>
    /// <param name="board">The newest prices.</param>
    /// <param name="orderId">The id the order will have.</param>
    /// <param name="now">UTC.</param>
    /// <returns>The events in order, the acceptance first; or the refusal that stands against it.</returns>
    public static Answer<IReadOnlyList<PortfolioEvent>> Place(
        PortfolioBook book, OrderTicket ticket, IQuoteBoard board, string orderId, DateTime now)
    {
        if (board.Find(ticket.Symbol) is not { } quote)
            return new Refusal(RefusalKind.NoMarketData, $"There are no prices of {ticket.Symbol}; import some first.", "symbol");
        if (quote.Currency != book.CurrencyCode)
            return new Refusal(RefusalKind.CurrencyMismatch, $"{ticket.Symbol} trades in {quote.Currency}, the portfolio is kept in {book.CurrencyCode}.", "symbol");

        if (quote.Price is <= 0 or > HighestPrice)
            return new Refusal(RefusalKind.NoMarketData, Text($"The newest price of {ticket.Symbol} is {quote.Price}, which is not a price to trade at."), "symbol");

        decimal held = book.Positions.TryGetValue(ticket.Symbol, out Position? position) ? position.Quantity : 0;
        OrderSide side = ticket.Action switch
        {
            TradeAction.Buy => OrderSide.Buy,
            TradeAction.Sell => OrderSide.Sell,
            TradeAction.Close => held > 0 ? OrderSide.Sell : OrderSide.Buy,
        };
        decimal pending = Pending(book, ticket.Symbol, side);
        decimal quantity = ticket.Quantity ?? decimal.Abs(held);
        if (ticket.Action == TradeAction.Close && (held == 0 || quantity > decimal.Abs(held) - pending))
            return new Refusal(RefusalKind.NothingToClose, Text($"The position in {ticket.Symbol} is {held}, and open orders already close {pending} of it."), "quantity");
        OrderAccepted accepted = new(
            orderId, ticket.Strategy, ticket.Symbol, side, ticket.OrderType, ticket.TimeInForce, quantity, ticket.LimitPrice, ticket.StopPrice, quote.Price, quote.Time, now);
        if (AgainstLimits(book, board, accepted, held, pending, quote) is { } refusal) return refusal;

        List<PortfolioEvent> events = [accepted];
        if (book.Opened!.Broker == BrokerKind.Paper && Arrive(book, accepted, quote, events, now) is { } shortOfCash) return shortOfCash;
        return events;
    }

    // Fills what trades at once, and ends what may not rest.
    private static Refusal? Arrive(PortfolioBook book, OrderAccepted order, Quote quote, List<PortfolioEvent> events, DateTime now)
    {
        CostRates<decimal> rates = book.Opened!.Costs.In<decimal>();
        WorkingOrder<decimal> working = new(order.Side, order.Type, order.Quantity, order.LimitPrice ?? 0, order.StopPrice ?? 0);
        decimal available = Available(book, rates, order.Symbol, quote.Time, quote.Volume, order.Quantity);
        Match<decimal> match = Matching.OnArrival(working, quote.Price, quote.Volume, rates, available);
        bool takesAll = match.Quantity == order.Quantity;

        if (match.Quantity > 0 && (takesAll || order.TimeInForce != TimeInForce.FillOrKill))
        {
            OrderFilled fill = Fill(order.OrderId, order.Side, match, rates, isFirst: true, book.CurrencyCode, quote.Time, quote.Provenance.Source, now);
            if (CashNeeded(order.Side, fill) is > 0 and var needed && needed > AvailableCash(book)) return TooLittleCash(needed, book);
            events.Add(fill);
        }
        else if (match.IsTriggered && order.Type is OrderType.Stop or OrderType.StopLimit)
        {
            events.Add(new OrderTriggered(order.OrderId, quote.Time));
        }

        if (!takesAll && order.TimeInForce == TimeInForce.FillOrKill)
            events.Add(new OrderClosed(order.OrderId, OrderStatus.Canceled, "Fill or kill: not all of it could trade at once.", now));
        else if (!takesAll && order.TimeInForce == TimeInForce.ImmediateOrCancel)
            events.Add(new OrderClosed(order.OrderId, OrderStatus.Canceled, "Immediate or cancel: the rest could not trade at once.", now));
        return null;
    }

    private static Refusal? AgainstLimits(PortfolioBook book, IQuoteBoard board, OrderAccepted order, decimal held, decimal pending, Quote quote)
    {
        RiskLimits limits = book.Opened!.Limits;
        bool buys = order.Side == OrderSide.Buy;
        if (order.LimitPrice is { } limit && limit > 0)
        {
            decimal reference = order.StopPrice ?? quote.Price;
            decimal bound = buys ? reference * (1 + limits.PriceCollar) : reference * (1 - limits.PriceCollar);
            if (buys ? limit > bound : limit < bound)
                return new Refusal(RefusalKind.PriceCollar, Text($"The limit {limit} is beyond {bound:0.######}, {limits.PriceCollar:P0} from {reference:0.######}."), "limitPrice");
        }

        decimal after = held + ((pending + order.Quantity) * (buys ? 1 : -1));
        if (!buys && after < 0 && !limits.AllowShort)
            return new Refusal(RefusalKind.ShortSellingOff, Text($"{held - pending} units of {order.Symbol} are free to sell, {order.Quantity} were asked for, and short selling is off."), "quantity");

        decimal price = order.LimitPrice ?? order.StopPrice ?? quote.Price;
        if (buys)
        {
            decimal needed = Cost(book, order.Quantity, price, isFirst: true);
            if (needed > AvailableCash(book)) return TooLittleCash(needed, book);
        }

        bool reduces = decimal.Abs(after) <= decimal.Abs(held) && (after == 0 || decimal.Sign(after) == decimal.Sign(held));
        if (reduces) return null;
        Valuation value = Valuation.Of(book, board);
        bool flips = held != 0 && decimal.Sign(after) != decimal.Sign(held);
        decimal now = decimal.Abs(held) * quote.Price, then = flips ? decimal.Abs(after) * price : now + ((decimal.Abs(after) - decimal.Abs(held)) * price);
        decimal exposure = value.Exposure + then - now + PendingElsewhere(book, order.Symbol);
        if (exposure > limits.MaxLeverage * value.Equity)
            return new Refusal(RefusalKind.PositionLimit, Text($"Exposure with open orders would be {exposure:0.00}, the limit is {limits.MaxLeverage * value.Equity:0.00}."), "quantity");
        if (limits.MaxPositionFraction is { } most && then > most * value.Equity)
            return new Refusal(RefusalKind.PositionLimit, Text($"The position would be worth {then:0.00}, the limit is {most * value.Equity:0.00}."), "quantity");
        if (limits.MaxDailyLoss is { } loss && -value.DayPnl >= loss * (value.Equity - value.DayPnl))
            return new Refusal(RefusalKind.DailyLossLimit, Text($"The day's loss of {-value.DayPnl:0.00} has reached {loss:P1} of equity; only reducing orders are taken."));
        return null;
    }

    /// <summary>Cash less what open buy orders have reserved.</summary>
    public static decimal AvailableCash(PortfolioBook book) => book.Cash - book.OpenOrders.Sum(order => Reserved(book, order));

    /// <summary>What an open order may still cost, commission included; 0 for a sale.</summary>
    internal static decimal Reserved(PortfolioBook book, Order order) =>
        order.Side == OrderSide.Buy ? Cost(book, order.Remaining, order.ReservePrice, order.FilledQuantity == 0) : 0;

    /// <summary>Cash that a fill takes; negative where it brings some.</summary>
    internal static decimal CashNeeded(OrderSide side, OrderFilled fill) => fill.Commission + (side == OrderSide.Buy ? fill.Value : -fill.Value);

    /// <summary>The most that an order may take from a bar: what participation leaves, whole units for an order of whole units.</summary>
    internal static decimal Available(PortfolioBook book, in CostRates<decimal> rates, string symbol, DateTime barTime, decimal volume, decimal remaining)
    {
        decimal left = Matching.Capacity(rates, volume, decimal.MaxValue) - book.TakenFrom(symbol, barTime);
        return decimal.IsInteger(remaining) ? decimal.Floor(left) : Units.Down(left);
    }

    private static decimal Cost(PortfolioBook book, decimal quantity, decimal price, bool isFirst) =>
        Currency.RoundUp(quantity * price, book.CurrencyCode)
        + Currency.RoundUp(book.Opened!.Costs.In<decimal>().Commission(quantity, price, isFirst), book.CurrencyCode);

    private static decimal Pending(PortfolioBook book, string symbol, OrderSide side) =>
        book.OpenOrders.Where(order => order.Symbol == symbol && order.Side == side).Sum(order => order.Remaining);

    // The most that open orders in other instruments may add to the exposure.
    private static decimal PendingElsewhere(PortfolioBook book, string symbol) => book.OpenOrders
        .Where(order => order.Symbol != symbol)
        .GroupBy(order => (order.Symbol, order.Side), (key, orders) =>
        {
            decimal held = book.Positions[key.Symbol].Quantity, signed = orders.Sum(order => order.Remaining) * (key.Side == OrderSide.Buy ? 1 : -1);
            return decimal.Max(0, decimal.Abs(held + signed) - decimal.Abs(held)) * orders.Max(order => order.ReservePrice);
        })
        .Sum();

    // Fractions of the smallest unit go against the trader: a thousand orders of half a cent are not free.
    internal static OrderFilled Fill(
        string orderId, OrderSide side, in Match<decimal> match, in CostRates<decimal> rates, bool isFirst, string currency, DateTime marketTime,
        string source, DateTime now) =>
        new(orderId, match.Quantity, match.Price,
            side == OrderSide.Buy ? Currency.RoundUp(match.Quantity * match.Price, currency) : Currency.RoundDown(match.Quantity * match.Price, currency),
            Currency.RoundUp(rates.Commission(match.Quantity, match.Price, isFirst), currency),
            Currency.Round(match.Quantity * match.Slippage, currency),
            marketTime, source, now);

    private static Refusal TooLittleCash(decimal needed, PortfolioBook book) =>
        new(RefusalKind.InsufficientCash, Text($"{needed:0.00} {book.CurrencyCode} are needed, {AvailableCash(book):0.00} are available."), "quantity");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
