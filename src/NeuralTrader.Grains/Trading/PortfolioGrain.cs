using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Grains.Security.Audit;
using NeuralTrader.Grains.Trading.Halts;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Trading;

/// <inheritdoc cref="IPortfolioGrain"/>
/// <remarks>
/// Calls interleave where they wait, so that one call's way to the disk is the next one's time to be decided. What keeps them in order: a decision is a
/// function that awaits nothing, made on a book that is loaded and current, and its answer waits until all that it saw is durable. A portfolio
/// at a broker takes one call at a time: what is learned there must meet the book that was asked about.
/// </remarks>
[Reentrant]
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore without a wait handle holds nothing.")]
public sealed partial class PortfolioGrain(
    IJournal store, MarketBoard board, MarketLibrary library, BrokerDesk desk, TradingGate gate, PortfolioOwners owners, TimeProvider clock,
    ILogger<PortfolioGrain> log)
    : Grain, IPortfolioGrain
{
    private const int MostEventsAnEntry = 500;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim turn = new(1);
    private PortfolioJournal journal = null!; // set when the grain is activated, before any call
    private IGrainTimer? watch;
    private long upToDate = -1; // version of the board that the book was last brought up to; orders placed since are newer than its bars

    private PortfolioBook Book => journal.Book;

    private string Id => this.GetPrimaryKeyString();

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private bool IsPaper => Book.Opened is { Broker: BrokerKind.Paper };

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal = new PortfolioJournal(store, Ids.Parse(Id, "portfolioId"), clock, ServiceProvider.GetService<AuditFeed>());
        try
        {
            await Ready(cancellationToken);
        }
        catch (DamagedBookException damage)
        {
            Damaged(log, damage); // and each caller hears it, until the book can be read
        }
    }

    /// <inheritdoc/>
    public Task<Answer<TradeReceipt>> Open(CreatePortfolioRequest request, CancellationToken cancellationToken) => Command(
        request,
        () =>
        {
            string currency = Currency.Parse(request.Currency);
            Require.Between(request.InitialCash, 0m, 1_000_000_000_000m);
            Precise(request.InitialCash, currency, "initialCash");
            string name = request.Name ?? Id;
            if (name.Length is 0 or > 200 || name.Any(char.IsControl)) throw Require.Invalid("name", name, "1 to 200 characters");
            if (!Enum.IsDefined(request.Broker)) throw Require.Invalid("broker", request.Broker, "paper or alpaca");
            string? owner = OwnerOf(request);
            if (desk.AgainstOpening(request.Broker) is { } off) return off;
            if (Book.IsOpen) return Taken();

            RiskLimits limits = (request.Limits ?? new RiskLimits()).Validated();
            TradingCosts costs = (request.Costs ?? TradingCosts.Usual).Validated();
            List<PortfolioEvent> events = [new PortfolioOpened(name, currency, request.Broker, limits, costs, Now, owner)];
            if (request.InitialCash > 0) events.Add(new CashMoved(request.InitialCash, Now));
            return events;
        },
        trades: false,
        cancellationToken);

    /// <inheritdoc/>
    public Task<Answer<TradeReceipt>> MoveCash(MoveCashRequest request, CancellationToken cancellationToken) => Command(
        request,
        () =>
        {
            if (!Book.IsOpen) return NotFound();
            Require.Between(request.Amount, -1_000_000_000_000m, 1_000_000_000_000m);
            Precise(request.Amount, Book.CurrencyCode, "amount");
            if (request.Amount == 0) throw Require.Invalid("amount", request.Amount, "an amount other than 0");
            return CashMovement.Move(Book, board, request.Amount, Now);
        },
        trades: false,
        cancellationToken);

    /// <inheritdoc/>
    public Task<Answer<TradeReceipt>> Execute(ExecuteTradeRequest request, CancellationToken cancellationToken)
    {
        OrderTicket ticket = new OrderTicket(
            request.Strategy, request.Symbol, request.Action, request.Quantity, request.OrderType, request.LimitPrice, request.StopPrice, request.TimeInForce).Validated();
        return Command(
            request,
            () =>
            {
                if (!Book.IsOpen) return NotFound();
                if (desk.AgainstOrder(Book, request.Live) is { } off) return off;
                if (gate.Known.Against(Id) is { } halt) return halt.Refuse();
                Answer<IReadOnlyList<PortfolioEvent>> placed = OrderPlacement.Place(Book, ticket, board, NextOrderId(), Now);
                return placed.IsRefused || !request.Live ? placed : new(BrokerWork.AsLive(placed.Value), null);
            },
            trades: true,
            cancellationToken,
            ticket.Symbol);
    }

    /// <inheritdoc/>
    public Task<Answer<TradeReceipt>> Cancel(CancelOrderRequest request, CancellationToken cancellationToken) => Command(
        request,
        () =>
        {
            if (!Book.IsOpen) return NotFound();
            if (request.OrderId is null || !Book.Orders.TryGetValue(request.OrderId, out Order? order))
                return new Refusal(RefusalKind.OrderNotFound, $"Portfolio {Id} has no order {request.OrderId}.", "orderId");
            if (!order.IsOpen) return new Refusal(RefusalKind.OrderClosed, $"Order {order.OrderId} is {order.Status} since {order.ClosedAt:O}.", "orderId");
            return new PortfolioEvent[] { IsLive ? new CancelRequested(order.OrderId, Now) : new OrderClosed(order.OrderId, OrderStatus.Canceled, "Canceled by its owner.", Now) };
        },
        trades: false,
        cancellationToken);

    // Carries a command out once: a key that is known is answered with its first answer, or refused when the request differs.
    private async Task<Answer<TradeReceipt>> Command<TRequest>(
        TRequest request, Func<Answer<IReadOnlyList<PortfolioEvent>>> decide, bool trades, CancellationToken cancellationToken, params string[] symbols)
        where TRequest : IIdempotentRequest<TRequest>
    {
        (string key, string fingerprint) = (Ids.Key(request.IdempotencyKey), PortfolioJournal.Fingerprint(request));
        Caller? caller = CallerContext.Current;
        IReadOnlyList<PortfolioEvent> happened = [];
        return await InTurn<Answer<TradeReceipt>>(
            () =>
            {
                if (IsHiddenFrom(caller)) return request is CreatePortfolioRequest ? Taken() : NotFound();
                if (journal.Find(key) is { } known) return known.Fingerprint == fingerprint ? Receipt(known, isRepeat: true) : KeyTaken(key);
                Answer<IReadOnlyList<PortfolioEvent>> decided = decide();
                if (decided.IsRefused) return decided.Refusal;
                journal.Draft(happened = decided.Value);
                BookedCommand booked = journal.Commit(key, fingerprint);
                WatchOpenOrders();
                return Receipt(booked);
            },
            async (answer, pass) =>
            {
                if (happened.Count == 0) return answer;
                if (IsLive)
                {
                    await TellBroker(happened);
                    answer = Receipt(journal.Find(key)!); // as the broker left it
                }
                return trades ? await Acknowledged(pass!, answer) : answer;
            },
            trades, symbols, cancellationToken);
    }

    private static Refusal KeyTaken(string key) =>
        new(RefusalKind.IdempotencyConflict, $"The key {key} was used for another request.", "idempotencyKey");

    private TradeReceipt Receipt(BookedCommand booked, bool isRepeat = false) =>
        new(Id, booked.Version, booked.Orders.Count > 0 ? Latest(booked.Orders[0]) : null, booked.Cash, isRepeat);

    private Refusal NotFound() => new(RefusalKind.PortfolioNotFound, $"There is no portfolio {Id}; createPortfolio opens one.", "portfolioId");

    private Refusal Taken() => new(RefusalKind.PortfolioExists, $"Portfolio {Id} is open already.", "portfolioId");

    private string NextOrderId() => $"{Id}-{Book.OrderSequence.Count + 1}";

    private static void Precise(decimal amount, string currency, string field)
    {
        if (Currency.Round(amount, currency) != amount) throw Require.Invalid(field, amount, $"at most {Currency.Decimals(currency)} decimals, the smallest unit of {currency}");
    }

    // One command or reading: decided on a current book, answered when all that it saw is durable. What trades holds leave to trade until then.
    private async Task<T> InTurn<T>(
        Func<T> decide, Func<T, TradingPass?, ValueTask<T>> afterwards, bool trades, string[] symbols, CancellationToken cancellationToken)
    {
        bool isAlone = false;
        TradingPass? pass = null;
        try
        {
            do
            {
                pass?.Dispose();
                pass = null;
                await Ready(cancellationToken);
                if (!isAlone && !IsPaper) // at a broker, or not open yet: one call at a time
                {
                    await turn.WaitAsync(cancellationToken);
                    isAlone = true;
                }
                pass = trades ? await gate.Enter(cancellationToken) : await gate.TryEnter(cancellationToken);
                await CatchUp(pass, symbols, cancellationToken);
            }
            while (!IsCurrent(pass) || (trades && pass!.IsExpired));
            T answer = decide();
            ValueTask told = journal.Told(); // asked for before another call can change what that means
            await Durable(told);
            return await afterwards(answer, pass);
        }
        finally
        {
            pass?.Dispose();
            if (isAlone) turn.Release();
        }
    }

    // Loaded, with room for a decision, and up to the newest bars and halts; without a pass nobody knows whether anything may fill.
    private bool IsCurrent(TradingPass? pass) =>
        !journal.IsStale && !journal.IsFull && (pass is null || (upToDate == board.Version && !HaltWork.IsBehind(Book, gate.Known)));

    private static ValueTask<T> Unchanged<T>(T answer, TradingPass? pass) => ValueTask.FromResult(answer);

    private async ValueTask Durable(ValueTask told)
    {
        try
        {
            await told;
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
        while (journal.IsStale)
        {
            upToDate = -1;
            await Load(cancellationToken);
            WatchOpenOrders();
        }
        if (journal.IsFull) await journal.Room();
    }

    // Brings the book up to the newest halts and bars. The watch does it every second while orders are open; every call does it first. Without a pass
    // nothing fills; what is booked can be seen.
    private async ValueTask CatchUp(TradingPass? pass, string[] symbols, CancellationToken cancellationToken)
    {
        if (pass is not null && !journal.IsStale) await TakeNote(pass.Halts, cancellationToken);
        if (pass is not null && !journal.IsStale && IsLive) await AskBroker(cancellationToken);
        if (symbols.Length > 0) await board.Load(symbols.Select(symbol => (symbol, DateTime.MaxValue)), cancellationToken);
        if (pass is null || journal.IsStale || upToDate == board.Version) return;
        (long seen, long version) = (journal.Version, board.Version);
        await board.Load(Needs(), cancellationToken);
        if (!journal.IsStale && !journal.IsFull && journal.Version == seen) BookBars(version); // else the book changed under the loading: the caller looks again
    }

    private (string, DateTime)[] Needs() =>
    [
        .. Book.Positions.Values.Select(position => (position.Symbol, position.Quantity < 0 ? position.BorrowedThrough.Date.AddTicks(-1) : DateTime.MaxValue)),
        .. Book.OpenOrders.Select(order => (order.Symbol, order.AcceptedFrom)),
    ];

    // What the bars do to the book, as far as there is room; the rest follows with the next round.
    private void BookBars(long version)
    {
        int drafted = 0;
        while (OrderWork.NextStep(Book, board, Now) is { Count: > 0 } step)
        {
            journal.Draft(step);
            if ((drafted += step.Count) < MostEventsAnEntry) continue;
            journal.Commit();
            drafted = 0;
            if (journal.IsFull) return;
        }
        if (drafted > 0) journal.Commit();
        upToDate = version;
    }

    private void WatchOpenOrders()
    {
        if (journal.IsStale) return;
        bool isNeeded = Book.OpenOrders.Any();
        if (isNeeded) watch ??= this.RegisterGrainTimer(Look, WatchOptions);
        else
        {
            watch?.Dispose();
            watch = null;
        }

        Task Look(CancellationToken cancellationToken) => InTurn(
            () =>
            {
                WatchOpenOrders();
                return true;
            },
            Unchanged, trades: false, [], cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "A portfolio is closed to its owner until its book is restored.")]
    private static partial void Damaged(ILogger log, Exception damage);
}
