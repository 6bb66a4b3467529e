using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Grains.Trading;

public sealed partial class PortfolioGrain
{
    private const int MostRows = 1_000;

    /// <inheritdoc/>
    public async Task<Answer<PortfolioStatus>> Status(GetPortfolioStatusRequest request, CancellationToken cancellationToken)
    {
        Answer<PortfolioStatus> answer = await Look<PortfolioStatus>((book, version) => PortfolioStatus.Of(book, board, version), cancellationToken);
        if (answer.IsRefused || !request.IncludeAnalytics) return answer;

        PortfolioStatus status = answer.Value;
        Dictionary<string, BarSeries> series = [];
        foreach (PositionStatus position in status.Positions)
            if (await library.Find(position.Symbol, BarInterval.Day, basis: null, cancellationToken) is { } bars) series.Add(position.Symbol, bars);
        BarSeries? benchmark = null;
        if (request.Benchmark is { } name)
        {
            benchmark = await library.Find(Symbol.Parse(name, "benchmark"), BarInterval.Day, basis: null, cancellationToken);
            if (benchmark is null) return new Refusal(RefusalKind.NoMarketData, $"There are no daily bars of {name}.", "benchmark");
        }
        return status with { Analytics = PortfolioRisk.Of(status, series, benchmark) };
    }

    /// <inheritdoc/>
    public Task<Answer<OrderPage>> Orders(GetOrdersRequest request, CancellationToken cancellationToken)
    {
        int limit = Require.Between(request.Limit, 1, MostRows);
        string? symbol = request.Symbol is { } given ? Symbol.Parse(given) : null;
        return Look<OrderPage>(
            (book, _) =>
            {
                if (request.Before is { } last && !book.Orders.ContainsKey(last))
                    return new Refusal(RefusalKind.OrderNotFound, $"Portfolio {Id} has no order {last}.", "before");
                Order[] page =
                [
                    .. Older(book.OrderSequence.Select(order => book.Orders[order]).Reverse(), request.Before, order => order.OrderId)
                        .Where(order => (request.Status is not { } status || order.Status == status) && (symbol is null || order.Symbol == symbol))
                        .Take(limit + 1),
                ];
                return page.Length > limit ? new OrderPage(page[..limit], page[limit - 1].OrderId) : new OrderPage(page, null);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Answer<ExecutionPage>> Executions(GetExecutionsRequest request, CancellationToken cancellationToken)
    {
        int limit = Require.Between(request.Limit, 1, MostRows);
        string? symbol = request.Symbol is { } given ? Symbol.Parse(given) : null;
        return Look<ExecutionPage>(
            (book, _) =>
            {
                Execution[] page =
                [
                    .. Older(book.Executions.Reverse(), request.Before, execution => execution.ExecutionId)
                        .Where(execution => (request.OrderId is not { } order || execution.OrderId == order) && (symbol is null || execution.Symbol == symbol))
                        .Take(limit + 1),
                ];
                return page.Length > limit ? new ExecutionPage(page[..limit], page[limit - 1].ExecutionId) : new ExecutionPage(page, null);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Answer<RebalanceAnswer>> Rebalance(PortfolioRebalanceRequest request, CancellationToken cancellationToken)
    {
        string? key = request.Execute ? Ids.Key(request.IdempotencyKey) : null;
        string fingerprint = PortfolioJournal.Fingerprint(request);
        Caller? caller = CallerContext.Current;
        string[] targets = [.. (request.Target?.Keys ?? []).Select(name => Symbol.Parse(name, "target")).Where(name => name != Rebalancing.Cash)];
        bool isCarriedOut = false;
        return InTurn<Answer<RebalanceAnswer>>(
            () =>
            {
                if (IsHiddenFrom(caller)) return NotFound();
                if (key is not null && journal.Find(key) is { } booked)
                    return booked.Fingerprint == fingerprint && booked.Plan is { } planned ? new RebalanceAnswer(planned.Plan, booked.Orders) : KeyTaken(key);
                if (!Book.IsOpen) return NotFound();
                if (key is not null && IsLive) return BrokerDesk.RebalanceIsPaper(Book);
                if (request.Target is not { Count: > 0 }) throw Require.Invalid<object?>("target", null, "at least one weight");
                if (key is not null && gate.Known.Against(Id) is { } halt) return halt.Refuse();
                List<RebalanceHolding> holdings = [];
                foreach (string symbol in targets.Union(Book.Positions.Values.Where(position => position.Quantity != 0).Select(position => position.Symbol)))
                {
                    if (board.Find(symbol) is not { } quote) return new Refusal(RefusalKind.NoMarketData, $"There are no prices of {symbol}.", "target");
                    holdings.Add(new RebalanceHolding(symbol, Book.Positions.TryGetValue(symbol, out Position? held) ? held.Quantity : 0, quote.Price));
                }
                PortfolioOpened opened = Book.Opened!;
                decimal cash = OrderPlacement.AvailableCash(Book);
                if (cash < 0) return new Refusal(RefusalKind.InsufficientCash, FormattableString.Invariant($"Available cash is {cash:0.00}; pay some in first."));
                RebalanceResult plan = Rebalancing.Plan(new RebalanceSpec(
                    request.Target, [.. holdings], cash, opened.Costs, request.WholeUnits, request.DriftThreshold, opened.Limits.AllowShort));
                if (key is null) return new RebalanceAnswer(plan, []);
                Answer<RebalanceAnswer> carried = Carry(plan, key, fingerprint);
                isCarriedOut = !carried.IsRefused;
                return carried;
            },
            async (answer, pass) => isCarriedOut && pass!.IsExpired && await AgainstTrading() is { } late ? late : answer,
            trades: key is not null, targets, cancellationToken);
    }

    // All trades of a rebalance are one journal entry: each is checked with those before it done; when one is refused, none happened.
    private Answer<RebalanceAnswer> Carry(RebalanceResult plan, string key, string fingerprint)
    {
        journal.Draft([new RebalancePlanned(plan, Now)]);
        foreach (RebalanceTrade trade in plan.Trades)
        {
            TradeAction action = trade.Side == OrderSide.Buy ? TradeAction.Buy : TradeAction.Sell;
            OrderTicket ticket = new("rebalance", trade.Symbol, action, trade.Quantity);
            Answer<IReadOnlyList<PortfolioEvent>> placed = OrderPlacement.Place(Book, ticket, board, NextOrderId(), Now);
            if (placed.IsRefused)
            {
                journal.Forget();
                return placed.Refusal;
            }
            journal.Draft(placed.Value);
        }
        BookedCommand booked = journal.Commit(key, fingerprint);
        WatchOpenOrders();
        return new RebalanceAnswer(plan, booked.Orders);
    }

    // What a reader sees is told when it is durable. When that failed he is told what the journal holds: while nothing can be written, reading goes on.
    private async Task<Answer<T>> Look<T>(Func<PortfolioBook, long, Answer<T>> see, CancellationToken cancellationToken)
    {
        Caller? caller = CallerContext.Current;
        try
        {
            return await InTurn(() => See(Book, journal.Version), Unchanged, trades: false, [], cancellationToken);
        }
        catch (JournalUnavailableException)
        {
            PortfolioFold durable = await journal.Durable(cancellationToken);
            return See(durable.Book, durable.Sequencer.Durable);
        }

        Answer<T> See(PortfolioBook book, long version) => book.IsOpen && !IsHidden(book, caller) ? see(book, version) : NotFound();
    }

    private static IEnumerable<T> Older<T>(IEnumerable<T> newestFirst, string? before, Func<T, string> id) =>
        before is null ? newestFirst : newestFirst.SkipWhile(row => id(row) != before).Skip(1);
}
