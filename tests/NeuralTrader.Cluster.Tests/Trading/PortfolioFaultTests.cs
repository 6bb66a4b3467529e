using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Cluster.Tests.Trading;

/// <summary>What was acknowledged is in the journal once; what is not in the journal is never served.</summary>
public sealed class PortfolioFaultTests(TradingCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<decimal> Cash(IPortfolioGrain portfolio, string id) => (await portfolio.Status(new GetPortfolioStatusRequest(id), Stop)).Value!.Cash;

    [Theory]
    [InlineData(WriteFault.BeforeWrite, false)]
    [InlineData(WriteFault.AfterWrite, true)]
    [InlineData(WriteFault.Hang, true)]
    public async Task A_failed_write_is_not_served_and_the_retry_hears_the_truth(WriteFault fault, bool wasWritten)
    {
        string id = $"fault-{fault}";
        cluster.Bars.Flat("FLT", 100);
        IPortfolioGrain portfolio = await cluster.Open(id);
        cluster.Journal.FailNext(id, fault);
        ExecuteTradeRequest order = TradingCluster.Buy(id, "FLT", 10, "k1");
        await Assert.ThrowsAsync<JournalUnavailableException>(() => portfolio.Execute(order, Stop));

        Assert.Equal(wasWritten ? 99_000m : 100_000m, await Cash(portfolio, id)); // what the journal says, not what memory says
        Answer<TradeReceipt> retry = await portfolio.Execute(order, Stop);
        Assert.Equal((wasWritten, 99_000m), (retry.Value!.IsRepeat, retry.Value.Cash));
        Assert.Single(cluster.Journal.Of(id), entry => entry.OperationId == "k1");
        Assert.Equal(99_000m, await Cash(portfolio, id));
    }

    [Fact]
    public async Task A_repeat_hears_the_first_answer_and_another_body_a_conflict_also_after_a_restart()
    {
        cluster.Bars.Flat("RPT", 100);
        IPortfolioGrain portfolio = await cluster.Open("repeat");
        Answer<TradeReceipt> first = await portfolio.Execute(TradingCluster.Buy("repeat", "RPT", 10, "k"), Stop);
        await portfolio.Execute(TradingCluster.Buy("repeat", "RPT", 5, "k2"), Stop);
        for (int round = 0; round < 2; round++)
        {
            Answer<TradeReceipt> again = await portfolio.Execute(TradingCluster.Buy("repeat", "RPT", 10, "k"), Stop);
            Assert.Equal(first.Value! with { IsRepeat = true }, again.Value);
            Answer<TradeReceipt> other = await portfolio.Execute(TradingCluster.Buy("repeat", "RPT", 11, "k"), Stop);
            Assert.Equal(RefusalKind.IdempotencyConflict, other.Refusal?.Kind);
            await cluster.Stop(portfolio);
        }
        Assert.Equal(3, cluster.Journal.Of("repeat").Length);
    }

    [Fact]
    public async Task A_foreign_write_makes_a_conflict_and_no_order_is_lost_or_doubled()
    {
        cluster.Bars.Flat("FRN", 100);
        IPortfolioGrain portfolio = await cluster.Open("foreign");
        await portfolio.Execute(TradingCluster.Buy("foreign", "FRN", 1, "a"), Stop);
        JournalEntry open = cluster.Journal.Of("foreign")[0];
        cluster.Journal.Write(open with { Seq = 3, OperationId = "theirs", Body = """[{"kind":"cash-moved","amount":500,"at":"2024-01-01T00:00:00Z"}]""", Postings = [new Posting(Postings.Cash, Postings.Capital, 500)] });
        ExecuteTradeRequest order = TradingCluster.Buy("foreign", "FRN", 2, "b");
        await Assert.ThrowsAsync<JournalConflictException>(() => portfolio.Execute(order, Stop));
        Answer<TradeReceipt> retry = await portfolio.Execute(order, Stop);
        Assert.Equal((false, 100_200m, 4L), (retry.Value!.IsRepeat, retry.Value.Cash, retry.Value.Version)); // 100,000 − 100 + 500 − 200
        Assert.Equal(2, (await portfolio.Orders(new GetOrdersRequest("foreign"), Stop)).Value!.Orders.Count);
    }

    [Fact]
    public async Task Five_hundred_orders_at_once_with_repeated_keys_are_each_carried_out_once()
    {
        cluster.Bars.Flat("MNY", 12.34);
        IPortfolioGrain portfolio = await cluster.Open("many", 1_000_000, new TradingCosts(new Commission(CostModel.Fixed, PerOrder: 0.01m)));
        string[] keys = [.. Enumerable.Range(0, 450).Concat(Enumerable.Range(0, 50)).Select(i => $"k{i}")];
        Answer<TradeReceipt>[] answers = await Task.WhenAll(keys.Select(key => portfolio.Execute(TradingCluster.Buy("many", "MNY", 1, key), Stop)));
        Assert.All(answers, answer => Assert.Equal(OrderStatus.Filled, answer.Value!.Order!.Status));
        Assert.Equal(450, answers.Select(answer => answer.Value!.Order!.OrderId).Distinct().Count());
        JournalEntry[] entries = cluster.Journal.Of("many");
        Assert.Equal(Enumerable.Range(1, 451).Select(seq => (long)seq), entries.Select(entry => entry.Seq));
        Assert.Equal(keys.Distinct().Order(), entries.Skip(1).Select(entry => entry.OperationId!).Order());
        Assert.Equal(1_000_000 - (450 * 12.35m), await Cash(portfolio, "many"));
        await cluster.Stop(portfolio);
        Assert.Equal(1_000_000 - (450 * 12.35m), await Cash(portfolio, "many"));
        Assert.All(entries, entry => Assert.All(entry.Postings, posting => Assert.True(posting.Amount > 0)));
    }

    [Fact]
    public async Task One_key_a_thousand_times_at_once_is_one_order_and_one_answer()
    {
        cluster.Bars.Flat("STM", 100);
        IPortfolioGrain portfolio = await cluster.Open("storm");
        Answer<TradeReceipt>[] answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => portfolio.Execute(TradingCluster.Buy("storm", "STM", 1, "k"), Stop)));
        Assert.Single(answers.Select(answer => answer.Value! with { IsRepeat = true }).Distinct());
        Assert.Single(answers, answer => !answer.Value!.IsRepeat);
        Assert.Equal(2, cluster.Journal.Of("storm").Length);
    }

    [Fact]
    public async Task Commands_behind_a_failed_write_fail_with_it_and_each_is_carried_out_once_when_sent_again()
    {
        cluster.Bars.Flat("BHD", 100);
        IPortfolioGrain portfolio = await cluster.Open("behind");
        cluster.Journal.FailNext("behind", WriteFault.BeforeWrite);
        ExecuteTradeRequest[] orders = [.. Enumerable.Range(0, 50).Select(i => TradingCluster.Buy("behind", "BHD", 1, $"k{i}"))];
        Task<Answer<TradeReceipt>>[] calls = [.. orders.Select(order => portfolio.Execute(order, Stop))];
        await Task.WhenAll(calls).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Contains(calls, call => call.IsFaulted);
        foreach (ExecuteTradeRequest order in orders)
        {
            Answer<TradeReceipt> again = await portfolio.Execute(order, Stop);
            Assert.Equal(OrderStatus.Filled, again.Value!.Order!.Status);
        }
        JournalEntry[] entries = cluster.Journal.Of("behind");
        Assert.Equal(51, BookHead.Of("portfolio/behind", entries).Seq);
        Assert.Equal(orders.Select(order => order.IdempotencyKey!).Order(StringComparer.Ordinal), entries.Skip(1).Select(entry => entry.OperationId!).Order(StringComparer.Ordinal));
        Assert.Equal(95_000m, await Cash(portfolio, "behind"));
    }

    [Fact]
    public async Task A_damaged_book_is_closed_and_says_where_it_is_damaged()
    {
        IPortfolioGrain portfolio = await cluster.Open("damaged");
        cluster.Journal.Damage("damaged");
        await cluster.Stop(portfolio);
        for (int round = 0; round < 2; round++)
        {
            DamagedBookException damage = await Assert.ThrowsAsync<DamagedBookException>(() => portfolio.Status(new GetPortfolioStatusRequest("damaged"), Stop));
            Assert.Contains("'portfolio/damaged' is damaged: entry 1", damage.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<DamagedBookException>(() => portfolio.MoveCash(new MoveCashRequest("damaged", 1, "k"), Stop));
        }
    }

    [Fact]
    public async Task A_rebalance_with_one_refused_trade_does_nothing()
    {
        cluster.Bars.Flat("RBA", 100);
        cluster.Bars.Put("RBB", [new Domain.Markets.Bar(MemoryBars.Day(1), 100, 100, 100, 100, 10)]); // slippage on a thin bar makes it dearer than planned
        IPortfolioGrain portfolio = await cluster.Open("rebalance", 10_000, new TradingCosts(Slippage: new Slippage(CostModel.VolumeBased, VolumeImpact: 0.5m)));
        PortfolioRebalanceRequest request = new(
            "rebalance", new Dictionary<string, decimal> { ["RBA"] = 0.5m, ["RBB"] = 0.5m }, Execute: true, IdempotencyKey: "r");
        Answer<RebalanceAnswer> refused = await portfolio.Rebalance(request, Stop);
        Assert.Equal(RefusalKind.InsufficientCash, refused.Refusal?.Kind);
        Assert.Single(cluster.Journal.Of("rebalance"));
        Assert.Equal(10_000m, await Cash(portfolio, "rebalance"));
        Assert.Empty((await portfolio.Orders(new GetOrdersRequest("rebalance"), Stop)).Value!.Orders);

        Answer<RebalanceAnswer> done = await portfolio.Rebalance(request with { Target = new Dictionary<string, decimal> { ["rba"] = 0.5m, ["cash"] = 0.5m } }, Stop);
        Assert.Equal((50m, 2), (done.Value!.Orders[0].FilledQuantity, cluster.Journal.Of("rebalance").Length));
        Answer<RebalanceAnswer> again = await portfolio.Rebalance(request with { Target = new Dictionary<string, decimal> { ["rba"] = 0.5m, ["cash"] = 0.5m } }, Stop);
        Assert.Equal(done.Value.Orders, again.Value!.Orders);
    }

    [Fact]
    public async Task New_bars_fill_a_resting_order_and_then_it_can_no_longer_be_canceled()
    {
        cluster.Bars.Flat("RST", 100);
        IPortfolioGrain portfolio = await cluster.Open("resting");
        Order first = (await portfolio.Execute(TradingCluster.Buy("resting", "RST", 10, "a", limit: 95), Stop)).Value!.Order!;
        Order second = (await portfolio.Execute(TradingCluster.Buy("resting", "RST", 10, "b", limit: 85), Stop)).Value!.Order!;
        Assert.Equal((OrderStatus.New, OrderStatus.New), (first.Status, second.Status));
        cluster.Bars.Flat("RST", 100, 90);
        await cluster.Refresh("RST");
        Answer<TradeReceipt>[] canceled = await Task.WhenAll(
            portfolio.Cancel(new CancelOrderRequest("resting", first.OrderId, "c1"), Stop), portfolio.Cancel(new CancelOrderRequest("resting", second.OrderId, "c2"), Stop));
        Assert.Equal(RefusalKind.OrderClosed, canceled[0].Refusal?.Kind); // it was filled before the cancellation came
        Assert.Equal(OrderStatus.Canceled, canceled[1].Value!.Order!.Status);
        Assert.Equal(99_100m, await Cash(portfolio, "resting"));
    }

    [Fact]
    public async Task The_watch_fills_an_order_that_nobody_asks_about()
    {
        cluster.Bars.Flat("WCH", 100);
        IPortfolioGrain portfolio = await cluster.Open("watch");
        await portfolio.Execute(TradingCluster.Buy("watch", "WCH", 10, "a", limit: 95), Stop);
        cluster.Bars.Flat("WCH", 100, 90);
        await cluster.Refresh("WCH");
        for (int i = 0; i < 50 && cluster.Journal.Of("watch").Length < 3; i++) await Task.Delay(100, Stop);
        Assert.Contains("order-filled", cluster.Journal.Of("watch")[2].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fill_that_could_not_be_written_is_booked_later_once()
    {
        cluster.Bars.Flat("LTR", 100);
        IPortfolioGrain portfolio = await cluster.Open("later");
        await portfolio.Execute(TradingCluster.Buy("later", "LTR", 10, "a", limit: 95), Stop);
        cluster.Journal.FailNext("later", WriteFault.BeforeWrite);
        cluster.Bars.Flat("LTR", 100, 90);
        await cluster.Refresh("LTR");
        for (int i = 0; i < 50 && cluster.Journal.Of("later").Length < 3; i++) await Task.Delay(100, Stop);
        Assert.Equal(99_100m, await Cash(portfolio, "later"));
        Assert.Equal(3, cluster.Journal.Of("later").Length);
    }
}
