using System.Globalization;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>Decides what a new order does to a portfolio: pre-trade checks, acceptance, and what trades on arrival.</summary>
public static class OrderPlacement
{
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

        decimal held = book.Positions.TryGetValue(ticket.Symbol, out Position? position) ? position.Quantity : 0;
        if (ticket.Action == TradeAction.Close && (held == 0 || ticket.Quantity > decimal.Abs(held)))
            return new Refusal(RefusalKind.NothingToClose, Text($"The position in {ticket.Symbol} is {held}."), "quantity");
        OrderSide side = ticket.Action switch
        {
            TradeAction.Buy => OrderSide.Buy,
            TradeAction.Sell => OrderSide.Sell,
            TradeAction.Close => held > 0 ? OrderSide.Sell : OrderSide.Buy,
        };
        decimal quantity = ticket.Quantity ?? decimal.Abs(held);
        OrderAccepted accepted = new(
            orderId, ticket.Strategy, ticket.Symbol, side, ticket.OrderType, ticket.TimeInForce, quantity, ticket.LimitPrice, ticket.StopPrice, quote.Time, now);
        if (AgainstLimits(book, board, accepted, held, quote) is { } refusal) return refusal;

        List<PortfolioEvent> events = [accepted];
        if (book.Opened!.Broker == BrokerKind.Paper && Arrive(book, accepted, quote, events, now) is { } shortOfCash) return shortOfCash;
        return events;
    }

    // Fills what trades at once, and ends what may not rest.
    private static Refusal? Arrive(PortfolioBook book, OrderAccepted order, Quote quote, List<PortfolioEvent> events, DateTime now)
    {
        CostRates<decimal> rates = book.Opened!.Costs.In<decimal>();
        WorkingOrder<decimal> working = new(order.Side, order.Type, order.Quantity, order.LimitPrice ?? 0, order.StopPrice ?? 0);
        decimal available = Matching.Capacity(rates, quote.Volume, decimal.MaxValue) - book.TakenFrom(order.Symbol, quote.Time);
        Match<decimal> match = Matching.OnArrival(working, quote.Price, quote.Volume, rates, available);
        bool takesAll = match.Quantity == order.Quantity;

        if (match.Quantity > 0 && (takesAll || order.TimeInForce != TimeInForce.FillOrKill))
        {
            OrderFilled fill = Fill(order.OrderId, match, rates, isFirst: true, book.CurrencyCode, quote.Time, quote.Provenance.Source, now);
            if (order.Side == OrderSide.Buy && fill.Value + fill.Commission > AvailableCash(book))
                return TooLittleCash(fill.Value + fill.Commission, book);
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

    private static Refusal? AgainstLimits(PortfolioBook book, IQuoteBoard board, OrderAccepted order, decimal held, Quote quote)
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

        decimal pending = book.OpenOrders.Where(o => o.Symbol == order.Symbol && o.Side == order.Side).Sum(o => o.Remaining);
        decimal after = held + ((pending + order.Quantity) * (buys ? 1 : -1));
        if (!buys && after < 0 && !limits.AllowShort)
            return new Refusal(RefusalKind.ShortSellingOff, Text($"{held - pending} units of {order.Symbol} are free to sell, {order.Quantity} were asked for, and short selling is off."), "quantity");

        decimal price = order.LimitPrice ?? order.StopPrice ?? quote.Price;
        if (buys)
        {
            decimal commission = book.Opened.Costs.In<decimal>().Commission(order.Quantity, price, isFirstFill: true);
            decimal needed = Currency.Round((order.Quantity * price) + commission, book.CurrencyCode);
            if (needed > AvailableCash(book)) return TooLittleCash(needed, book);
        }

        bool reduces = decimal.Abs(after) <= decimal.Abs(held) && (after == 0 || decimal.Sign(after) == decimal.Sign(held));
        if (reduces) return null;
        Valuation value = Valuation.Of(book, board);
        decimal added = (decimal.Abs(after) - decimal.Abs(held)) * price;
        if (value.Exposure + added > limits.MaxLeverage * value.Equity)
            return new Refusal(RefusalKind.PositionLimit, Text($"Exposure would be {value.Exposure + added:0.00}, the limit is {limits.MaxLeverage * value.Equity:0.00}."), "quantity");
        if (limits.MaxPositionFraction is { } most && decimal.Abs(after) * price > most * value.Equity)
            return new Refusal(RefusalKind.PositionLimit, Text($"The position would be worth {decimal.Abs(after) * price:0.00}, the limit is {most * value.Equity:0.00}."), "quantity");
        if (limits.MaxDailyLoss is { } loss && -value.DayPnl >= loss * (value.Equity - value.DayPnl))
            return new Refusal(RefusalKind.DailyLossLimit, Text($"The day's loss of {-value.DayPnl:0.00} has reached {loss:P1} of equity; only reducing orders are taken."));
        return null;
    }

    /// <summary>Cash less what open buy orders have reserved.</summary>
    public static decimal AvailableCash(PortfolioBook book)
    {
        decimal reserved = book.OpenOrders.Where(o => o.Side == OrderSide.Buy)
            .Sum(o => Currency.Round(o.Remaining * (o.LimitPrice ?? o.StopPrice ?? o.AverageFillPrice ?? 0), book.CurrencyCode));
        return book.Cash - reserved;
    }

    internal static OrderFilled Fill(
        string orderId, in Match<decimal> match, in CostRates<decimal> rates, bool isFirst, string currency, DateTime marketTime, string source, DateTime now) =>
        new(orderId, match.Quantity, match.Price,
            Currency.Round(match.Quantity * match.Price, currency),
            Currency.Round(rates.Commission(match.Quantity, match.Price, isFirst), currency),
            Currency.Round(match.Quantity * match.Slippage, currency),
            marketTime, source, now);

    private static Refusal TooLittleCash(decimal needed, PortfolioBook book) =>
        new(RefusalKind.InsufficientCash, Text($"{needed:0.00} {book.CurrencyCode} are needed, {AvailableCash(book):0.00} are available."), "quantity");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
