using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Halts;
using NeuralTrader.Domain.Trading.Portfolios;
using static NeuralTrader.Domain.Trading.TradeAction;

namespace NeuralTrader.Domain.Tests.Trading.Portfolios;

/// <summary>A portfolio in a halt: orders stand still, holdings live on.</summary>
public sealed class WorkedHaltTests
{
    private static readonly DateTime Noon = new(2025, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void An_order_that_rests_through_a_halt_fills_only_by_bars_after_it()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 10).Flat("X", 2, 8).Flat("X", 3, 8.5).Flat("X", 4, 9));
        desk.To(1).Place(Buy, 100, OrderType.Limit, limit: 9, time: TimeInForce.GoodTilCanceled);
        TradingHalts halts = Heed(desk, TradingHalts.None.Apply(1, Halted(cancel: false)));
        desk.To(2);
        Assert.Equal(OrderStatus.New, desk.Last.Status);
        Heed(desk, halts.Apply(2, new TradingResumed(null, "Mended.", "ann", Noon)));
        desk.CatchUp();
        Assert.Equal((OrderStatus.New, TestMarket.Day(2)), (desk.Last.Status, desk.Last.WorkingFrom));
        desk.To(3);
        Assert.Equal((OrderStatus.Filled, 8.5m), (desk.Last.Status, desk.Last.AverageFillPrice));
    }

    [Fact]
    public void A_portfolio_that_slept_through_a_halt_and_its_end_passes_over_the_same_bars()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 10).Flat("X", 2, 8).Flat("X", 3, 10));
        desk.To(1).Place(Buy, 100, OrderType.Limit, limit: 9, time: TimeInForce.GoodTilCanceled);
        desk.Market.Until(TestMarket.Day(2));
        Heed(desk, TradingHalts.None.Apply(1, Halted(cancel: false)).Apply(2, new TradingResumed(null, "Mended.", "ann", Noon)));
        desk.To(3);
        Assert.Equal(OrderStatus.New, desk.Last.Status);
    }

    [Fact]
    public void Working_orders_are_canceled_in_the_words_of_who_halted_and_what_they_reserved_is_free()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 10));
        desk.To(1).Place(Buy, 100, OrderType.Limit, limit: 9, time: TimeInForce.GoodTilCanceled);
        Assert.Equal(99_100m, OrderPlacement.AvailableCash(desk.Book)); // 100,000 − 100 · 9
        Heed(desk, TradingHalts.None.Apply(1, Halted(cancel: true)));
        Assert.Equal((OrderStatus.Canceled, "Trading was halted by ann: Fat finger."), (desk.Last.Status, desk.Last.Reason));
        Assert.Equal(100_000m, OrderPlacement.AvailableCash(desk.Book));
        Assert.Equal((1L, "ann"), (desk.Book.Suspension!.HaltId, desk.Book.Suspension.By));
    }

    [Fact]
    public void Splits_and_dividends_are_booked_in_a_halt()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 10).Flat("X", 2, 5).Action("X", 2, split: 2, dividend: 0.1));
        desk.To(1).Place(Buy, 100);
        Heed(desk, TradingHalts.None.Apply(1, Halted(cancel: true)));
        desk.To(2);
        Assert.Equal(200m, desk.Position().Quantity);
        Assert.True(desk.Book.Cash > 99_000m);
    }

    [Fact]
    public void What_was_taken_note_of_is_not_booked_again_and_another_portfolios_halt_not_at_all()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 10));
        TradingHalts halts = TradingHalts.None.Apply(1, Halted(cancel: true) with { PortfolioId = "other" });
        Assert.Empty(HaltWork.NextStep(desk.Book, halts, desk.Market, Noon));
        halts = Heed(desk, halts.Apply(2, Halted(cancel: true)));
        Assert.Empty(HaltWork.NextStep(desk.Book, halts, desk.Market, Noon));
        Assert.False(HaltWork.IsBehind(desk.Book, halts));
    }

    private static TradingHalts Heed(Desk desk, TradingHalts halts)
    {
        desk.Apply(HaltWork.NextStep(desk.Book, halts, desk.Market, Noon));
        return halts;
    }

    private static TradingHalted Halted(bool cancel) => new(null, "Fat finger.", "ann", Noon, ByAdmin: true, CancelOpenOrders: cancel);
}
