using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Grains.Trading.Halts;

namespace NeuralTrader.Grains.Trading;

/// <inheritdoc cref="IPortfolioGrain"/>
public sealed partial class PortfolioGrain(
    IJournal store, MarketBoard board, MarketLibrary library, BrokerDesk desk, TradingGate gate, TimeProvider clock) : Grain, IPortfolioGrain
{
    private const int MostEventsAnEntry = 500;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    private PortfolioJournal journal = null!; // set when the grain is activated, before any call
    private IGrainTimer? watch;
    private long upToDate = -1; // version of the board that the book was last brought up to; orders placed since are newer than its bars

    private PortfolioBook Book => journal.Book;

    private string Id => this.GetPrimaryKeyString();

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal = new PortfolioJournal(store, Ids.Parse(Id, "portfolioId"), clock);
        await journal.Reload(cancellationToken);
        WatchOpenOrders();
    }

    /// <inheritdoc/>
    public async Task<Answer<TradeReceipt>> Open(CreatePortfolioRequest request, CancellationToken cancellationToken)
    {
        (string key, string fingerprint) = await Identify(request, cancellationToken);
        if (Repeat(key, fingerprint) is { } repeat) return repeat;
        string currency = Currency.Parse(request.Currency);
        Require.Between(request.InitialCash, 0m, 1_000_000_000_000m);
        Precise(request.InitialCash, currency, "initialCash");
        string name = request.Name ?? Id;
        if (name.Length is 0 or > 200 || name.Any(char.IsControl)) throw Require.Invalid("name", name, "1 to 200 characters");
        if (!Enum.IsDefined(request.Broker)) throw Require.Invalid("broker", request.Broker, "paper or alpaca");
        if (desk.AgainstOpening(request.Broker) is { } off) return off;
        if (Book.IsOpen) return new Refusal(RefusalKind.PortfolioExists, $"Portfolio {Id} is open already.", "portfolioId");

        RiskLimits limits = (request.Limits ?? new RiskLimits()).Validated();
        TradingCosts costs = (request.Costs ?? TradingCosts.Usual).Validated();
        List<PortfolioEvent> events = [new PortfolioOpened(name, currency, request.Broker, limits, costs, Now)];
        if (request.InitialCash > 0) events.Add(new CashMoved(request.InitialCash, Now));
        return await Settle(events, key, fingerprint);
    }

    /// <inheritdoc/>
    public async Task<Answer<TradeReceipt>> MoveCash(MoveCashRequest request, CancellationToken cancellationToken)
    {
        (string key, string fingerprint) = await Identify(request, cancellationToken);
        if (Repeat(key, fingerprint) is { } repeat) return repeat;
        if (!Book.IsOpen) return NotFound();
        Require.Between(request.Amount, -1_000_000_000_000m, 1_000_000_000_000m);
        Precise(request.Amount, Book.CurrencyCode, "amount");
        if (request.Amount == 0) throw Require.Invalid("amount", request.Amount, "an amount other than 0");
        await CatchUp(cancellationToken);
        Answer<IReadOnlyList<PortfolioEvent>> moved = CashMovement.Move(Book, board, request.Amount, Now);
        return moved.IsRefused ? moved.Refusal : await Settle(moved.Value, key, fingerprint);
    }

    /// <inheritdoc/>
    public async Task<Answer<TradeReceipt>> Execute(ExecuteTradeRequest request, CancellationToken cancellationToken)
    {
        (string key, string fingerprint) = await Identify(request, cancellationToken);
        OrderTicket ticket = new OrderTicket(
            request.Strategy, request.Symbol, request.Action, request.Quantity, request.OrderType, request.LimitPrice, request.StopPrice, request.TimeInForce).Validated();
        if (Repeat(key, fingerprint) is { } repeat) return repeat;
        if (!Book.IsOpen) return NotFound();
        if (desk.AgainstOrder(Book, request.Live) is { } off) return off;
        using TradingPass pass = await gate.Enter(cancellationToken);
        Answer<IReadOnlyList<PortfolioEvent>> placed;
        do
        {
            if (gate.Known.Against(Id) is { } halt) return halt.Refuse();
            await CatchUp(cancellationToken, ticket.Symbol);
            if (await AgainstTrading() is { } halted) return halted;
            placed = OrderPlacement.Place(Book, ticket, board, NextOrderId(), Now);
        }
        while (upToDate != board.Version); // new bars came in between: first what they do, then the order
        if (placed.IsRefused) return placed.Refusal;
        return await Acknowledged(pass, await Settle(request.Live ? BrokerWork.AsLive(placed.Value) : placed.Value, key, fingerprint));
    }

    /// <inheritdoc/>
    public async Task<Answer<TradeReceipt>> Cancel(CancelOrderRequest request, CancellationToken cancellationToken)
    {
        (string key, string fingerprint) = await Identify(request, cancellationToken);
        if (Repeat(key, fingerprint) is { } repeat) return repeat;
        if (!Book.IsOpen) return NotFound();
        await CatchUp(cancellationToken);
        if (request.OrderId is null || !Book.Orders.TryGetValue(request.OrderId, out Order? order))
            return new Refusal(RefusalKind.OrderNotFound, $"Portfolio {Id} has no order {request.OrderId}.", "orderId");
        if (!order.IsOpen) return new Refusal(RefusalKind.OrderClosed, $"Order {order.OrderId} is {order.Status} since {order.ClosedAt:O}.", "orderId");
        PortfolioEvent end = IsLive ? new CancelRequested(order.OrderId, Now) : new OrderClosed(order.OrderId, OrderStatus.Canceled, "Canceled by its owner.", Now);
        return await Settle([end], key, fingerprint);
    }

    private async ValueTask<(string Key, string Fingerprint)> Identify<TRequest>(TRequest request, CancellationToken cancellationToken)
        where TRequest : IIdempotentRequest<TRequest>
    {
        await Ready(cancellationToken);
        return (Ids.Key(request.IdempotencyKey), PortfolioJournal.Fingerprint(request));
    }

    private Answer<TradeReceipt>? Repeat(string key, string fingerprint) => journal.Find(key) switch
    {
        null => null,
        { } booked when booked.Fingerprint == fingerprint => Receipt(booked, isRepeat: true),
        _ => KeyTaken(key),
    };

    private static Refusal KeyTaken(string key) =>
        new(RefusalKind.IdempotencyConflict, $"The key {key} was used for another request.", "idempotencyKey");

    private TradeReceipt Receipt(BookedCommand booked, bool isRepeat = false) =>
        new(Id, booked.Version, booked.Orders.Count > 0 ? Latest(booked.Orders[0]) : null, booked.Cash, isRepeat);

    private Refusal NotFound() => new(RefusalKind.PortfolioNotFound, $"There is no portfolio {Id}; createPortfolio opens one.", "portfolioId");

    private string NextOrderId() => $"{Id}-{Book.OrderSequence.Count + 1}";

    private static void Precise(decimal amount, string currency, string field)
    {
        if (Currency.Round(amount, currency) != amount) throw Require.Invalid(field, amount, $"at most {Currency.Decimals(currency)} decimals, the smallest unit of {currency}");
    }

    private async Task<Answer<TradeReceipt>> Settle(IReadOnlyList<PortfolioEvent> events, string key, string fingerprint)
    {
        journal.Draft(events);
        await Save(key, fingerprint);
        await TellBroker(events);
        WatchOpenOrders();
        return Receipt(journal.Find(key)!);
    }

    private async Task Save(string? key = null, string? fingerprint = null)
    {
        try
        {
            await journal.Save(key, fingerprint);
        }
        catch (JournalConflictException)
        {
            DeactivateOnIdle(); // somebody else writes this book: let the cluster decide who owns it
            throw;
        }
    }

    // Money that may not be in the journal is never served: after a failed write the book is read again first.
    private async ValueTask Ready(CancellationToken cancellationToken)
    {
        if (!journal.IsStale) return;
        upToDate = -1;
        await journal.Reload(cancellationToken);
        WatchOpenOrders();
    }

    // Brings the book up to the newest bars. The watch does it every second while orders are open; every call does it first.
    private async Task CatchUp(CancellationToken cancellationToken, string? alsoNeeded = null)
    {
        await Ready(cancellationToken);
        using TradingPass? pass = await gate.TryEnter(cancellationToken);
        if (pass is null) return; // nothing fills while nobody knows whether it may; what is booked can be seen
        await TakeNote(pass.Halts, cancellationToken);
        if (IsLive) await AskBroker(cancellationToken);
        if (alsoNeeded is not null) await board.Load([(alsoNeeded, DateTime.MaxValue)], cancellationToken);
        if (upToDate == board.Version) return;
        IEnumerable<(string, DateTime)> positions = Book.Positions.Values.Select(
            position => (position.Symbol, position.Quantity < 0 ? position.BorrowedThrough.Date.AddTicks(-1) : DateTime.MaxValue));
        IEnumerable<(string, DateTime)> orders = Book.OpenOrders.Select(order => (order.Symbol, order.AcceptedFrom));
        await board.Load(positions.Concat(orders).ToArray(), cancellationToken);
        long version = board.Version;
        int drafted = 0;
        while (OrderWork.NextStep(Book, board, Now) is { Count: > 0 } step)
        {
            journal.Draft(step);
            if ((drafted += step.Count) < MostEventsAnEntry) continue;
            await Save();
            drafted = 0;
        }
        if (drafted > 0) await Save();
        upToDate = version;
    }

    private void WatchOpenOrders()
    {
        bool isNeeded = Book.OpenOrders.Any();
        if (isNeeded) watch ??= this.RegisterGrainTimer(Look, WatchOptions);
        else
        {
            watch?.Dispose();
            watch = null;
        }

        async Task Look(CancellationToken cancellationToken)
        {
            await CatchUp(cancellationToken);
            WatchOpenOrders();
        }
    }
}
