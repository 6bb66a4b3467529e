using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Halts;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Cluster.Tests.Trading.Halts;

/// <summary>The kill switch on two silos.</summary>
public sealed class TradingHaltTests : IAsyncLifetime
{
    private static readonly Caller Admin = new("ann (ntk_1)", Role.Admin), Trader = new("bob (ntk_2)", Role.User), Reader = new("cyd (ntk_3)", Role.ReadOnly);

    private HaltCluster cluster = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => cluster = await HaltCluster.Start();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task A_halt_of_the_platform_refuses_orders_on_every_silo_cancels_working_ones_and_ends_by_a_resumption()
    {
        string[] ids = [.. Enumerable.Range(0, 8).Select(i => $"p{i}")];
        foreach (string id in ids)
        {
            await cluster.Open(id);
            await cluster.Buy(id, "held");
            await cluster.Buy(id, "resting", limit: 90);
        }
        TradingHaltReceipt receipt = await Halt(null);
        Assert.Equal((8, 8, 0, false), (receipt.Portfolios, receipt.OrdersCanceled, receipt.PortfoliosLeft, receipt.IsRepeat));
        Assert.Equal(
            cluster.Silos.Silos.Select(silo => silo.SiloAddress.ToParsableString()).Order(StringComparer.Ordinal),
            receipt.Confirmed.Concat(receipt.WaitedOut).Order(StringComparer.Ordinal)); // on a busy machine one may be too slow to confirm
        foreach (string id in ids)
        {
            Refusal refused = await Refused(() => cluster.Buy(id, "late"));
            Assert.Equal((RefusalKind.TradingHalted, "portfolioId"), (refused.Kind, refused.Field));
            Assert.Contains("by ann (ntk_1): “Fat finger.”", refused.Detail, StringComparison.Ordinal);
            Order resting = (await cluster.Client.GetOrdersAsync(new GetOrdersRequest(id), Stop)).Orders[0];
            Assert.Equal((OrderStatus.Canceled, "Trading was halted by ann (ntk_1): Fat finger."), (resting.Status, resting.Reason));
            Assert.True((await cluster.Buy(id, "held")).IsRepeat); // what was acknowledged before is told again
        }
        PortfolioRebalanceRequest rebalance = new("p0", new Dictionary<string, decimal> { ["SPY"] = 0.5m, ["cash"] = 0.5m }, Execute: true, IdempotencyKey: "r");
        Assert.Equal(RefusalKind.TradingHalted, (await Refused(() => cluster.Client.PortfolioRebalanceAsync(rebalance, Stop))).Kind);
        Assert.NotEmpty((await cluster.Client.PortfolioRebalanceAsync(rebalance with { Execute = false }, Stop)).Plan.Trades);
        Assert.Equal(99_400m, (await cluster.Client.MoveCashAsync(new MoveCashRequest("p0", -500, "out"), Stop)).Cash); // 100,000 − 100 − 500
        Assert.Equal(RefusalKind.TradingHalted, (await OrderOfNew("opened-in-the-halt")).Kind);

        TradingHaltReceipt resumed = await cluster.Client.As(Admin).ResumeTradingAsync(new ResumeTradingRequest("Looked into.", null, "resume"), Stop);
        Assert.Equal(("ann (ntk_1)", "Looked into."), (resumed.Halt.ResumedBy, resumed.Halt.ResumeReason));
        foreach (string id in ids) Assert.Equal(OrderStatus.Filled, (await cluster.Buy(id, "after")).Order!.Status);
    }

    [Fact]
    public async Task A_halt_of_one_portfolio_leaves_the_others_alone()
    {
        await cluster.Open("growth");
        await cluster.Open("income");
        await Halt("growth", Trader);
        Assert.Equal(RefusalKind.TradingHalted, (await Refused(() => cluster.Buy("growth", "k"))).Kind);
        Assert.Equal(OrderStatus.Filled, (await cluster.Buy("income", "k")).Order!.Status);
        await Halt(null, key: "platform");
        TradingHaltReceipt resumed = await cluster.Client.As(Trader).ResumeTradingAsync(new ResumeTradingRequest("Mended.", "growth", "resume"), Stop);
        Assert.Null(resumed.StillHalted?.PortfolioId); // the platform's
        Assert.Contains("the whole platform", (await Refused(() => cluster.Buy("growth", "k"))).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_left_to_rest_do_not_fill_by_bars_of_the_halt_not_even_after_it()
    {
        await cluster.Open("growth");
        await cluster.Buy("growth", "resting", limit: 90);
        await Halt("growth", cancel: false);
        await cluster.Day(100, 80); // would have filled it
        Assert.Equal(OrderStatus.New, (await Newest()).Status);
        await cluster.Client.As(Admin).ResumeTradingAsync(new ResumeTradingRequest("Looked into.", "growth", "resume"), Stop);
        await cluster.Day(100, 80); // the same bars once more
        Assert.Equal(OrderStatus.New, (await Newest()).Status);
        await cluster.Day(100, 80, 85);
        Assert.Equal((OrderStatus.Filled, 85m), ((await Newest()).Status, (await Newest()).AverageFillPrice));

        async Task<Order> Newest() => (await cluster.Client.GetOrdersAsync(new GetOrdersRequest("growth"), Stop)).Orders[0];
    }

    [Fact] // fifty clients on two silos: whoever asks after the answer is refused, and no book has an order after the halt
    public async Task No_order_is_taken_after_the_halt_was_acknowledged()
    {
        string[] ids = [.. Enumerable.Range(0, 10).Select(i => $"p{i}")];
        foreach (string id in ids) await cluster.Open(id);
        bool isAcknowledged = false;
        int taken = 0, tooLate = 0, refused = 0;
        Task storm = Task.WhenAll(Enumerable.Range(0, 50).Select(client => Task.Run(async () =>
        {
            for (int i = 0, refusals = 0; refusals < 3; i++)
            {
                bool isLate = Volatile.Read(ref isAcknowledged);
                try
                {
                    await cluster.Buy(ids[(client + i) % ids.Length], $"k{client}-{i}");
                    Interlocked.Increment(ref isLate ? ref tooLate : ref taken);
                }
                catch (RefusalException halted) when (halted.Refusal.Kind == RefusalKind.TradingHalted)
                {
                    Interlocked.Increment(ref refused);
                    refusals++;
                }
            }
        })));
        while (Volatile.Read(ref taken) < 200) await Task.Delay(1, Stop);
        await Halt(null);
        Volatile.Write(ref isAcknowledged, true);
        await storm;
        Assert.Equal((0, 150), (tooLate, refused));
        foreach (string id in ids)
        {
            string[] kinds = [.. cluster.Journal.Of(id).Select(entry => entry.Body)];
            int halt = Array.FindIndex(kinds, body => body.Contains("orders-suspended", StringComparison.Ordinal));
            Assert.Equal(kinds.Length - 1, halt);
        }
    }

    [Fact]
    public async Task A_halt_is_in_force_again_when_the_platform_starts_and_on_a_silo_that_joins_later()
    {
        for (int i = 0; i < 12; i++) await cluster.Open($"p{i}");
        await Halt(null);
        await cluster.DisposeAsync();
        cluster = await HaltCluster.Start(cluster.Journal);
        await cluster.Silos.StartAdditionalSiloAsync();
        for (int i = 0; i < 12; i++) Assert.Equal(RefusalKind.TradingHalted, (await Refused(() => cluster.Buy($"p{i}", "k"))).Kind);
        TradingHalt halt = Assert.Single((await cluster.Client.GetTradingHaltsAsync(new GetTradingHaltsRequest(), Stop)).InForce);
        Assert.Equal(("ann (ntk_1)", "Fat finger.", true), (halt.HaltedBy, halt.Reason, halt.ByAdmin));
    }

    [Fact]
    public async Task Who_may_halt_and_resume_what()
    {
        await cluster.Open("growth");
        Assert.Equal(RefusalKind.Forbidden, (await Refused(() => Halt(null, Trader))).Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Refused(() => Halt("growth", Reader))).Kind);
        Assert.Equal(RefusalKind.PortfolioNotFound, (await Refused(() => Halt("nobody", Trader))).Kind);
        Assert.Equal(RefusalKind.TradingNotHalted, (await Refused(() => Resume("growth", Trader, "r1"))).Kind);
        await Halt("growth");
        Refusal refused = await Refused(() => Resume("growth", Trader, "r2"));
        Assert.Equal((RefusalKind.Forbidden, true), (refused.Kind, refused.Detail.Contains("ann (ntk_1)", StringComparison.Ordinal)));
        Assert.Equal(RefusalKind.Forbidden, (await Refused(() => Resume(null, Trader, "r3"))).Kind);
        await Resume("growth", Admin, "r4");
        Assert.Equal(["r4", "halt"], (await cluster.Journal.Read(TradingHalts.Book, 0, Stop)).Select(entry => entry.OperationId).Reverse());
    }

    [Theory, InlineData(""), InlineData("no"), InlineData("two\nlines")]
    public async Task A_reason_that_says_nothing_is_refused_by_name(string reason)
    {
        InvalidInputException wrong = await Assert.ThrowsAsync<InvalidInputException>(
            () => cluster.Client.As(Admin).HaltTradingAsync(new HaltTradingRequest(reason, IdempotencyKey: "k"), Stop));
        Assert.Equal("reason", wrong.Field);
        Assert.Empty(await cluster.Journal.Read(TradingHalts.Book, 0, Stop));
    }

    [Fact]
    public async Task The_same_key_is_one_halt_and_a_second_press_writes_only_what_goes_further()
    {
        await cluster.Open("growth");
        TradingHaltReceipt[] pressed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Halt("growth", Trader, cancel: false)));
        Assert.Single(pressed, receipt => !receipt.IsRepeat);
        Assert.Single(pressed.Select(receipt => receipt.Halt.HaltId).Distinct());
        Assert.Equal(RefusalKind.IdempotencyConflict, (await Refused(() => Halt("growth", Trader))).Kind); // another body
        Assert.True((await Halt("growth", Trader, cancel: false, key: "again")).IsRepeat);
        TradingHaltReceipt further = await Halt("growth", Admin, key: "further");
        Assert.Equal((2L, true, false), (further.Halt.HaltId, further.Halt.ByAdmin, further.IsRepeat));
        TradingHaltList list = await cluster.Client.GetTradingHaltsAsync(new GetTradingHaltsRequest("growth"), Stop);
        Assert.Equal([2L], list.InForce.Select(halt => halt.HaltId));
        Assert.Equal("Replaced by halt 2.", Assert.Single(list.Ended).ResumeReason);
    }

    private Task<TradingHaltReceipt> Halt(string? portfolio, Caller? by = null, bool cancel = true, string key = "halt") =>
        cluster.Client.As(by ?? Admin).HaltTradingAsync(new HaltTradingRequest("Fat finger.", portfolio, cancel, key), Stop);

    private Task<TradingHaltReceipt> Resume(string? portfolio, Caller by, string key) =>
        cluster.Client.As(by).ResumeTradingAsync(new ResumeTradingRequest("Mended.", portfolio, key), Stop);

    private async Task<Refusal> OrderOfNew(string id)
    {
        await cluster.Open(id);
        return await Refused(() => cluster.Buy(id, "k"));
    }

    private static async Task<Refusal> Refused(Func<Task> action) => (await Assert.ThrowsAsync<RefusalException>(action)).Refusal;
}
