using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>A portfolio: the fold of its events. It changes by <see cref="Apply"/> alone.</summary>
/// <param name="id">The portfolio's id.</param>
public sealed class PortfolioBook(string id)
{
    private readonly Dictionary<string, Order> orders = [];
    private readonly Dictionary<string, Position> positions = [];
    private readonly List<Execution> executions = [];
    private readonly List<string> sequence = [];
    private readonly List<string> open = [];
    private readonly Dictionary<string, decimal> accounts = [];

    /// <summary>The portfolio's id.</summary>
    public string Id { get; } = id;

    /// <summary>True once it was opened.</summary>
    public bool IsOpen => Opened is not null;

    /// <summary>How it was opened; null before.</summary>
    public PortfolioOpened? Opened { get; private set; }

    /// <summary>ISO 4217 code of every account.</summary>
    public string CurrencyCode => Opened?.Currency ?? "USD";

    /// <summary>Cash at the broker.</summary>
    public decimal Cash => Balance(Postings.Cash);

    /// <summary>What the owner paid in, net of what was taken out.</summary>
    public decimal NetDeposits => -Balance(Postings.Capital);

    /// <summary>Every instrument that was ever held or ordered, closed positions included.</summary>
    public IReadOnlyDictionary<string, Position> Positions => positions;

    /// <summary>All orders by id.</summary>
    public IReadOnlyDictionary<string, Order> Orders => orders;

    /// <summary>Ids of all orders, oldest first.</summary>
    public IReadOnlyList<string> OrderSequence => sequence;

    /// <summary>All fills, oldest first.</summary>
    public IReadOnlyList<Execution> Executions => executions;

    /// <summary>Orders that may still trade, oldest first.</summary>
    public IEnumerable<Order> OpenOrders => open.Select(order => orders[order]);

    /// <summary>All accounts with their balances: debits less credits.</summary>
    public IReadOnlyDictionary<string, decimal> Accounts => accounts;

    /// <summary>The halt that trading stands still for; null while it goes on.</summary>
    public OrdersSuspended? Suspension { get; private set; }

    /// <summary>Place of the newest entry of the halts' audit that this portfolio has taken note of; 0 before the first.</summary>
    public long HaltsThrough { get; private set; }

    /// <summary>Debits less credits of one account.</summary>
    public decimal Balance(string account) => accounts.GetValueOrDefault(account);

    /// <summary>Lets one event happen.</summary>
    /// <returns>The double entries it makes.</returns>
    /// <exception cref="InvalidOperationException">The event does not fit the portfolio: the journal is damaged.</exception>
    public IReadOnlyList<Posting> Apply(PortfolioEvent happened)
    {
        IEnumerable<Posting> postings = happened switch
        {
            PortfolioOpened opened => Open(opened),
            CashMoved cash => Postings.OfCash(cash.Amount),
            OrderAccepted accepted => Accept(accepted),
            OrderTriggered triggered => Change(triggered.OrderId, order => order with { IsTriggered = true, WorkingFrom = triggered.MarketTime }),
            OrderFilled filled => Fill(filled),
            OrderClosed closed => Close(closed),
            CancelRequested asked => Change(asked.OrderId, order => order with { CancelRequested = true }),
            SplitApplied split => Split(split),
            DividendPaid dividend => Dividend(dividend),
            BorrowCharged fee => Borrow(fee),
            RebalancePlanned => [],
            OrdersSuspended suspended => Suspend(suspended),
            OrdersReleased released => Release(released),
            _ => throw new InvalidOperationException($"Portfolio {Id}: unknown event {happened.GetType().Name}."),
        };
        Posting[] made = [.. postings.Where(posting => posting.Amount != 0)];
        foreach (Posting posting in made)
        {
            accounts[posting.Debit] = Balance(posting.Debit) + posting.Amount;
            accounts[posting.Credit] = Balance(posting.Credit) - posting.Amount;
        }
        return made;
    }

    /// <summary>Units this portfolio has already taken from one bar.</summary>
    public decimal TakenFrom(string symbol, DateTime marketTime) =>
        positions.TryGetValue(symbol, out Position? position) && position.TakenFrom.Time == marketTime ? position.TakenFrom.Quantity : 0;

    private IEnumerable<Posting> Open(PortfolioOpened opened)
    {
        Opened = opened;
        return [];
    }

    private IEnumerable<Posting> Accept(OrderAccepted accepted)
    {
        orders.Add(accepted.OrderId, new Order(
            accepted.OrderId, accepted.Strategy, accepted.Symbol, accepted.Side, accepted.Type, accepted.TimeInForce,
            accepted.Quantity, accepted.LimitPrice, accepted.StopPrice, accepted.ReferencePrice, OrderStatus.New, FilledQuantity: 0, AverageFillPrice: null,
            Commission: 0, Slippage: 0, IsTriggered: false, Reason: null, accepted.At, accepted.WorkingFrom, accepted.WorkingFrom, ClosedAt: null) { IsLive = accepted.Live });
        sequence.Add(accepted.OrderId);
        open.Add(accepted.OrderId);
        if (!positions.TryGetValue(accepted.Symbol, out Position? position))
            positions.Add(accepted.Symbol, position = new Position(accepted.Symbol, CurrencyCode));
        position.StartFrom(accepted.WorkingFrom);
        return [];
    }

    private IEnumerable<Posting> Fill(OrderFilled fill)
    {
        Order order = orders[fill.OrderId];
        Position position = positions[order.Symbol];
        decimal signed = order.Side == OrderSide.Buy ? fill.Quantity : -fill.Quantity;
        decimal realised = position.Trade(signed, fill.Value, fill.Commission, fill.MarketTime);

        decimal filled = order.FilledQuantity + fill.Quantity;
        bool complete = filled == order.Quantity;
        decimal paidSoFar = (order.AverageFillPrice ?? 0) * order.FilledQuantity;
        orders[fill.OrderId] = order with
        {
            Status = complete ? OrderStatus.Filled : OrderStatus.PartiallyFilled,
            FilledQuantity = filled,
            AverageFillPrice = (paidSoFar + (fill.Price * fill.Quantity)) / filled,
            Commission = order.Commission + fill.Commission,
            Slippage = order.Slippage + fill.Slippage,
            IsTriggered = order.Type is OrderType.Stop or OrderType.StopLimit,
            WorkingFrom = fill.MarketTime,
            ClosedAt = complete ? fill.At : null,
        };
        if (complete) open.Remove(fill.OrderId);
        executions.Add(new Execution(
            $"{fill.OrderId}-{executions.Count + 1}", fill.OrderId, order.Symbol, order.Side, fill.Quantity, fill.Price, fill.Value,
            fill.Commission, fill.Slippage, realised, fill.MarketTime, fill.Source, fill.At));
        return Postings.OfFill(order.Symbol, order.Side, fill.Value, realised, fill.Commission);
    }

    private IEnumerable<Posting> Close(OrderClosed closed)
    {
        open.Remove(closed.OrderId);
        return Change(closed.OrderId, order => order with { Status = closed.Status, Reason = closed.Reason, ClosedAt = closed.At });
    }

    private IEnumerable<Posting> Change(string orderId, Func<Order, Order> change)
    {
        orders[orderId] = change(orders[orderId]);
        return [];
    }

    private IEnumerable<Posting> Suspend(OrdersSuspended suspended)
    {
        (Suspension, HaltsThrough) = (suspended, suspended.Through);
        return [];
    }

    private IEnumerable<Posting> Release(OrdersReleased released)
    {
        (Suspension, HaltsThrough) = (null, released.Through);
        foreach ((string order, DateTime from) in released.WorkingFrom) Change(order, known => known with { WorkingFrom = from });
        return [];
    }

    private IEnumerable<Posting> Split(SplitApplied split)
    {
        positions[split.Symbol].Split(split.Ratio, split.ExDate);
        foreach (string id in open)
            if (orders[id].Symbol == split.Symbol) orders[id] = orders[id].Split(split.Ratio);
        return [];
    }

    private IEnumerable<Posting> Dividend(DividendPaid dividend)
    {
        positions[dividend.Symbol].Dividend(dividend.Amount, dividend.ExDate);
        return Postings.OfDividend(dividend.Amount);
    }

    private IEnumerable<Posting> Borrow(BorrowCharged fee)
    {
        positions[fee.Symbol].Borrow(fee.Amount, fee.Through);
        return Postings.OfBorrow(fee.Amount);
    }
}
