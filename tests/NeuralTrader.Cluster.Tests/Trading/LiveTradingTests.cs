using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Cluster.Tests.Trading;

public sealed class LiveTradingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ScriptedBroker broker = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_missing_switch_is_refused_in_its_own_words_and_nothing_is_sent()
    {
        await using LivePlatform platform = await LivePlatform.WithPortfolio(broker);
        await platform.Client.CreatePortfolioAsync(new CreatePortfolioRequest("paper", 10_000, IdempotencyKey: "open"), Stop);
        Assert.Contains("must say live: true", await Refusal(RefusalKind.LiveTradingOff, () => platform.Buy(live: false)), StringComparison.Ordinal);
        Assert.Contains("trades on paper", await Refusal(RefusalKind.LiveTradingOff, () => platform.Buy(portfolio: "paper")), StringComparison.Ordinal);
        PortfolioRebalanceRequest rebalance = new("growth", new Dictionary<string, decimal> { ["SPY"] = 1 }, IdempotencyKey: "r");
        Assert.NotEmpty((await platform.Client.PortfolioRebalanceAsync(rebalance, Stop)).Plan.Trades);
        await Refusal(RefusalKind.LiveTradingOff, () => platform.Client.PortfolioRebalanceAsync(rebalance with { Execute = true }, Stop));

        platform.IsOn = false;
        await platform.KillAndStart();
        Assert.Contains("NeuralTrader:Trading:LiveTrading", await Refusal(RefusalKind.LiveTradingOff, () => platform.Buy()), StringComparison.Ordinal);
        await Refusal(RefusalKind.LiveTradingOff, () => platform.Client.CreatePortfolioAsync(new CreatePortfolioRequest("other", 1, Broker: BrokerKind.Alpaca, IdempotencyKey: "o"), Stop));
        Assert.Equal(0, broker.Submits);
    }

    [Fact]
    public async Task Without_keys_no_portfolio_is_opened_there()
    {
        await using LivePlatform platform = new(new ScriptedBroker { IsEnabled = false });
        await platform.Start();
        await Refusal(RefusalKind.ProviderNotConfigured, () => platform.Client.CreatePortfolioAsync(new CreatePortfolioRequest("growth", 1, Broker: BrokerKind.Alpaca, IdempotencyKey: "o"), Stop));
    }

    [Fact]
    public async Task Fills_are_booked_once_at_the_price_of_each_part_and_to_the_cent()
    {
        await using LivePlatform platform = await LivePlatform.WithPortfolio(broker);
        Order placed = (await platform.Buy()).Order!;
        Assert.True(placed is { Status: OrderStatus.New, IsLive: true });
        Assert.Equal(BrokerWork.ClientOrderId(placed), Assert.Single(broker.Orders).ClientOrderId);
        Assert.Contains("\"live\":true", (await platform.Journal.Read("portfolio/growth", 1, Stop))[0].Body, StringComparison.Ordinal);

        broker.Stands(OrderStatus.PartiallyFilled, 4, 100.25m); // 401.00
        Assert.Equal((OrderStatus.PartiallyFilled, 4m, 9_599m), Short(await platform.Later()));
        Assert.Equal((OrderStatus.PartiallyFilled, 4m, 9_599m), Short(await platform.Later())); // the same answer again
        broker.Stands(OrderStatus.Filled, 10, 100.3333m); // 1003.333 in all, so 602.333 for 6
        Assert.Equal((OrderStatus.Filled, 10m, 8_996.67m), Short(await platform.Later()));

        IReadOnlyList<Execution> fills = (await platform.Client.GetExecutionsAsync(new GetExecutionsRequest("growth"), Stop)).Executions;
        Assert.Equal([(6m, 100.3888333333m, 602.33m), (4m, 100.25m, 401m)], fills.Select(fill => (fill.Quantity, fill.Price, fill.Value)));
        Assert.Equal((OrderStatus.Filled, true), ((await platform.Buy()).Order!.Status, (await platform.Buy()).IsRepeat));
        Assert.Equal(1, broker.Submits);
    }

    [Fact]
    public async Task A_rejection_ends_the_order_with_their_words()
    {
        broker.OnTheWay = ScriptedBroker.Refused;
        await using LivePlatform platform = await LivePlatform.WithPortfolio(broker);
        Order order = (await platform.Buy()).Order!;
        Assert.Equal((OrderStatus.Rejected, "Alpaca: insufficient buying power"), (order.Status, order.Reason));
        Assert.Equal((OrderStatus.Rejected, 0m, 10_000m), Short(await platform.Later()));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_order_whose_answer_is_lost_is_found_or_sent_again_and_never_doubled(bool arrives)
    {
        broker.OnTheWay = arrives ? null : ScriptedBroker.Lost;
        broker.OnTheWayBack = arrives ? ScriptedBroker.Lost : null;
        await using LivePlatform platform = await LivePlatform.WithPortfolio(broker);
        Assert.Equal(OrderStatus.New, (await platform.Buy()).Order!.Status);
        (broker.OnTheWay, broker.OnTheWayBack) = (null, null);
        Assert.Equal((OrderStatus.New, 0m, 10_000m), Short(await platform.Later()));
        Assert.Equal((arrives ? 1 : 2, 1), (broker.Submits, broker.Orders.Count));
        broker.Stands(OrderStatus.Filled, 10, 100);
        Assert.Equal((OrderStatus.Filled, 10m, 9_000m), Short(await platform.Later()));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_kill_around_the_handing_over_neither_loses_nor_doubles_the_order(bool arrives)
    {
        TaskCompletionSource reached = new();
        Task Hang()
        {
            reached.TrySetResult();
            return new TaskCompletionSource().Task;
        }
        broker.OnTheWay = arrives ? null : Hang;
        broker.OnTheWayBack = arrives ? Hang : null;
        await using LivePlatform platform = await LivePlatform.WithPortfolio(broker);
        Task<TradeReceipt> never = platform.Buy();
        await reached.Task.WaitAsync(Patience, Stop);
        (broker.OnTheWay, broker.OnTheWayBack) = (null, null);
        await platform.KillAndStart();
        _ = never.ContinueWith(task => task.Exception, TaskScheduler.Default);

        Assert.Equal((OrderStatus.New, 0m, 10_000m), Short(await platform.Later()));
        TradeReceipt retry = await platform.Buy(); // the caller never heard
        Assert.True(retry is { IsRepeat: true, Order.OrderId: "growth-1" });
        Assert.Equal((arrives ? 1 : 2, 1), (broker.Submits, broker.Orders.Count));
        broker.Stands(OrderStatus.Filled, 10, 100);
        Assert.Equal((OrderStatus.Filled, 10m, 9_000m), Short(await platform.Later()));
        await platform.KillAndStart();
        Assert.Equal((OrderStatus.Filled, 10m, 9_000m), Short(await platform.Later()));
    }

    [Theory, InlineData(OrderStatus.Filled, 10, 9_000), InlineData(OrderStatus.Canceled, 3, 9_700), InlineData(OrderStatus.New, 0, 10_000)]
    public async Task A_canceled_order_ends_as_the_broker_says_and_not_before(OrderStatus said, int filled, int cash)
    {
        await using LivePlatform platform = await LivePlatform.WithPortfolio(broker);
        await platform.Buy();
        broker.OnCancel = () => broker.Stands(said, filled, filled == 0 ? null : 100);
        CancelOrderRequest cancel = new("growth", "growth-1", "cancel");
        Order order = (await platform.Client.CancelOrderAsync(cancel, Stop)).Order!;
        Assert.Equal((said, (decimal)filled, true), (order.Status, order.FilledQuantity, order.CancelRequested));
        Assert.Equal((said, (decimal)filled, (decimal)cash), Short(await platform.Later()));
        Assert.True((await platform.Client.CancelOrderAsync(cancel, Stop)).IsRepeat);
    }

    [Fact]
    public async Task An_order_that_could_not_be_handed_over_in_time_is_dropped_and_not_sent_at_a_stale_price()
    {
        broker.OnTheWay = ScriptedBroker.Lost;
        await using LivePlatform platform = await LivePlatform.WithPortfolio(broker);
        await platform.Buy();
        broker.OnTheWay = null;
        (Order order, _) = await platform.Later(BrokerWork.SubmitWithin + BrokerWork.InFlight);
        Assert.Equal((OrderStatus.Canceled, "It did not reach the broker within 5 minutes."), (order.Status, order.Reason));
        Assert.Empty(broker.Orders);
    }

    [Fact]
    public async Task A_halt_takes_working_orders_back_from_the_broker_and_takes_no_others()
    {
        await using LivePlatform platform = await LivePlatform.WithPortfolio(broker);
        await platform.Buy();
        broker.OnCancel = () => broker.Stands(OrderStatus.Canceled, 0, null);
        TradingHaltReceipt receipt = await platform.Client.HaltTradingAsync(new HaltTradingRequest("Fat finger.", IdempotencyKey: "halt"), Stop);
        Assert.Equal((1, 1, 0), (receipt.Portfolios, receipt.OrdersCanceled, receipt.PortfoliosLeft));
        Assert.Equal((OrderStatus.Canceled, 0m, 10_000m), Short(await platform.Later()));
        await Refusal(RefusalKind.TradingHalted, () => platform.Buy("another"));
        Assert.Equal(1, broker.Submits);
    }

    [Fact]
    public async Task An_order_that_had_not_reached_the_broker_is_not_handed_over_in_a_halt()
    {
        await using LivePlatform platform = await LivePlatform.WithPortfolio(broker);
        broker.OnTheWay = ScriptedBroker.Lost;
        await platform.Buy();
        await platform.Client.HaltTradingAsync(new HaltTradingRequest("Fat finger.", CancelOpenOrders: false, IdempotencyKey: "halt"), Stop);
        broker.OnTheWay = null;
        await platform.Later();
        Order dropped = (await platform.Later(BrokerWork.InFlight)).Order;
        Assert.Equal((OrderStatus.Canceled, "Trading was halted before it reached the broker."), (dropped.Status, dropped.Reason));
        Assert.Equal(1, broker.Submits);
    }

    private static (OrderStatus Status, decimal Filled, decimal Cash) Short((Order Order, decimal Cash) state) => (state.Order.Status, state.Order.FilledQuantity, state.Cash);

    private static async Task<string> Refusal(RefusalKind kind, Func<Task> act)
    {
        RefusalException refusal = await Assert.ThrowsAsync<RefusalException>(act);
        Assert.Equal(kind, refusal.Refusal.Kind);
        return refusal.Refusal.Detail;
    }
}
