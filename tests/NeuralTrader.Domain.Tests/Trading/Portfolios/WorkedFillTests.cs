using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;
using static NeuralTrader.Domain.Trading.TradeAction;

namespace NeuralTrader.Domain.Tests.Trading.Portfolios;

/// <summary>Fills booked by hand: every figure in a comment is the arithmetic that leads to it.</summary>
public sealed class WorkedFillTests
{
    [Fact]
    public void A_purchase_costs_its_value_and_what_is_held_is_worth_the_price()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 27.35));
        Order order = desk.Place(Buy, 100);
        Assert.Equal((OrderStatus.Filled, 27.35m), (order.Status, order.AverageFillPrice));
        Assert.Equal(97_265m, desk.Book.Cash); // 100,000 − 100 · 27.35
        Assert.Equal((100m, 2_735m), (desk.Position().Quantity, desk.Position().CostBasis));
        Assert.Equal(100_000m, desk.Status.Value);
    }

    [Fact]
    public void Sales_take_the_oldest_lots_and_share_cents_without_losing_one()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 10.01).Flat("X", 2, 12).Flat("X", 3, 13.33));
        desk.To(1).Place(Buy, 3); // 30.03
        desk.To(2).Place(Buy, 3); // 36.00
        desk.To(3).Place(Sell, 4); // 4 · 13.33 = 53.32: three from the first lot (39.99 − 30.03 = 9.96), one from the second (13.33 − 12 = 1.33)
        Assert.Equal(11.29m, desk.Position().RealisedPnl);
        Assert.Equal((2m, 24m), (desk.Position().Quantity, desk.Position().CostBasis));
        Assert.Equal(99_987.29m, desk.Book.Cash); // 100,000 − 30.03 − 36 + 53.32
    }

    [Fact]
    public void A_lot_sold_in_thirds_gives_its_whole_cost_back()
    {
        Desk odd = new(new TestMarket().Flat("X", 1, 0.035));
        odd.Place(Buy, 3); // 0.105 → 0.11, up because it is paid
        odd.Place(Sell, 1); // brings 0.035 → 0.03, down because it is got, and takes a third of 0.11 → 0.04
        Assert.Equal(0.07m, odd.Position().CostBasis);
        odd.Place(Sell, 1); // 0.03, and half of the 0.07 left: 0.035 → 0.04
        odd.Place(Sell, 1); // 0.03, and the 0.03 left
        Assert.Equal((0m, 0m, -0.02m), (odd.Position().Quantity, odd.Position().CostBasis, odd.Position().RealisedPnl));
    }

    [Fact] // a hundred times 0.0000126 · 396.33 = 0.00499…: each costs the cent that it is short of
    public void Many_orders_below_a_cent_are_not_free()
    {
        Desk small = new(new TestMarket().Flat("X", 1, 396.33), costs: new TradingCosts(new Commission(CostModel.Percentage, Fraction: 0.001m)));
        for (int i = 0; i < 100; i++) small.Place(Buy, 0.0000126m);
        Assert.Equal(99_998m, small.Book.Cash); // 100,000 − 100 · (0.01 + 0.01 commission)
        small.Place(Close, null);
        Assert.True(small.Book.Cash < 99_999m);
    }

    [Fact]
    public void One_fill_closes_a_long_and_opens_a_short()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 50).Flat("X", 2, 60).Flat("X", 3, 55), limits: new RiskLimits(AllowShort: true));
        desk.To(1).Place(Buy, 10);
        desk.To(2).Place(Sell, 25); // closes 10 at a profit of 100, opens −15 at 60
        Assert.Equal((-15m, -900m, 100m), (desk.Position().Quantity, desk.Position().CostBasis, desk.Position().RealisedPnl));
        Assert.Equal(101_000m, desk.Book.Cash); // 100,000 − 500 + 1,500
        Assert.Equal(100_100m, desk.Status.Value); // a short is a liability: 101,000 − 900
        desk.To(3).Place(Close, null); // buys 15 at 55: 15 · 5 = 75 more
        Assert.Equal((0m, 0m, 175m), (desk.Position().Quantity, desk.Position().CostBasis, desk.Position().RealisedPnl));
        Assert.Equal(100_175m, desk.Book.Cash);
    }

    [Fact]
    public void Commission_is_paid_on_both_sides_and_slippage_is_against_the_trader()
    {
        TradingCosts costs = new(
            new Commission(CostModel.Combined, PerOrder: 1, Fraction: 0.001m, PerUnit: 0.01m), new Slippage(CostModel.Percentage, Fraction: 0.01m), HalfSpread: 0.005m);
        Desk desk = new(new TestMarket().Flat("X", 1, 100), costs: costs);
        Order bought = desk.Place(Buy, 10); // 100 · 1.015 = 101.5; 1 + 1.015 + 0.10 = 2.115 → 2.12
        Assert.Equal((101.5m, 2.12m, 15m), (bought.AverageFillPrice, bought.Commission, bought.Slippage));
        Order sold = desk.Place(Close, null); // 98.5; 1 + 0.985 + 0.10 = 2.085 → 2.09
        Assert.Equal((98.5m, 2.09m, 15m), (sold.AverageFillPrice, sold.Commission, sold.Slippage));
        Assert.Equal(99_965.79m, desk.Book.Cash); // −1,015 + 985 − 4.21
        Assert.Equal((4.21m, -30m), (desk.Status.Commissions, desk.Status.RealisedPnl));
    }

    [Theory]
    [InlineData(105, 100)] // marketable on arrival: fills at the quote, not at the limit
    [InlineData(100, 100)]
    public void A_marketable_limit_fills_on_arrival_at_the_market(double limit, double price)
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 100));
        Assert.Equal((decimal)price, desk.Place(Buy, 1, OrderType.Limit, (decimal)limit).AverageFillPrice);
    }

    [Fact]
    public void A_limit_between_price_and_ask_rests_and_then_fills_at_no_worse_than_the_limit()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 100).Flat("X", 2, 100), costs: new TradingCosts(HalfSpread: 0.01m));
        Order order = desk.To(1).Place(Buy, 1, OrderType.Limit, 100.5m); // the ask is 101
        Assert.Equal(OrderStatus.New, order.Status);
        Assert.Equal(100.5m, desk.To(2).Last.AverageFillPrice); // the open trades inside; the spread is paid up to the limit
    }

    [Theory]
    [InlineData(Buy, OrderType.Limit, 95.0, null, 98, 99, 94, 97, 95.0)] // touched: at the limit
    [InlineData(Buy, OrderType.Limit, 95.0, null, 90, 92, 88, 91, 90.0)] // gaps through: at the open
    [InlineData(Buy, OrderType.Limit, 95.0, null, 98, 99, 95.5, 97, null)] // not touched
    [InlineData(Sell, OrderType.Stop, null, 95.0, 98, 99, 94, 97, 95.0)] // stop touched
    [InlineData(Sell, OrderType.Stop, null, 95.0, 90, 92, 88, 91, 90.0)] // gap: worse than the stop
    [InlineData(Sell, OrderType.StopLimit, 93.0, 95.0, 90, 92, 88, 91, null)] // gap below the limit: triggered, not filled
    [InlineData(Sell, OrderType.StopLimit, 93.0, 95.0, 98, 99, 94, 97, 95.0)]
    [InlineData(Sell, OrderType.Limit, 105.0, null, 110, 111, 109, 110, 110.0)] // gap in the trader's favour
    public void A_resting_order_fills_where_the_bar_says(
        TradeAction action, OrderType type, double? limit, double? stop, double open, double high, double low, double close, double? expected)
    {
        TestMarket market = new TestMarket().Flat("X", 1, 100).Add("X", TestMarket.Day(2), open, high, low, close);
        Desk desk = new Desk(market).To(1);
        desk.Place(Buy, 10);
        desk.Place(action, 10, type, (decimal?)limit, (decimal?)stop, TimeInForce.GoodTilCanceled);
        Assert.Equal((decimal?)expected, desk.To(2).Last.AverageFillPrice);
    }

    [Fact]
    public void A_stop_limit_that_triggers_late_in_a_bar_does_not_fill_at_its_open()
    {
        TestMarket market = new TestMarket().Flat("X", 1, 100).Add("X", TestMarket.Day(2), 100, 110, 99, 108).Add("X", TestMarket.Day(3), 107, 108, 102, 106);
        Desk desk = new Desk(market).To(1);
        desk.Place(Buy, 1, OrderType.StopLimit, limit: 103, stop: 105, time: TimeInForce.GoodTilCanceled);
        desk.To(2);
        Assert.Equal((true, OrderStatus.New), (desk.Last.IsTriggered, desk.Last.Status));
        Assert.Equal(103m, desk.To(3).Last.AverageFillPrice); // touched on the way down, one bar later
    }

    [Fact]
    public void A_stop_that_filled_in_part_stays_triggered()
    {
        TestMarket market = new TestMarket().Flat("X", 1, 100, 1_000).Add("X", TestMarket.Day(2), 95, 96, 94, 95, 40).Add("X", TestMarket.Day(3), 99, 99, 98, 98, 1_000);
        Desk desk = new Desk(market, costs: new TradingCosts(MaxParticipation: 0.5m)).To(1);
        desk.Place(Buy, 50);
        desk.Place(Sell, 50, OrderType.Stop, stop: 96, time: TimeInForce.GoodTilCanceled);
        Assert.Equal((20m, true), (desk.To(2).Last.FilledQuantity, desk.Last.IsTriggered)); // half of 40
        Assert.Equal(OrderStatus.Filled, desk.To(3).Last.Status); // 99 is above the stop, and yet it is a market order now
        Assert.Equal((20 * 95m + 30 * 99m) / 50, desk.Last.AverageFillPrice);
    }

    [Fact]
    public void A_stop_triggered_on_arrival_trades_at_once()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 100));
        Assert.Equal(100m, desk.Place(Buy, 1, OrderType.Stop, stop: 90).AverageFillPrice);
        Order waiting = desk.Place(Buy, 1, OrderType.StopLimit, limit: 95, stop: 90, time: TimeInForce.GoodTilCanceled); // triggered, but the market is above 95
        Assert.Equal((OrderStatus.New, true), (waiting.Status, desk.Last.IsTriggered));
    }

    [Fact]
    public void Immediate_or_cancel_keeps_what_traded_and_fill_or_kill_wants_all_or_nothing()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 100, 100), costs: new TradingCosts(MaxParticipation: 0.1m));
        Order killed = desk.Place(Buy, 11, time: TimeInForce.FillOrKill);
        Assert.Equal((OrderStatus.Canceled, 0m), (killed.Status, killed.FilledQuantity));
        Order partial = desk.Place(Buy, 7, time: TimeInForce.ImmediateOrCancel);
        Assert.Equal(OrderStatus.Filled, partial.Status);
        Order rest = desk.Place(Buy, 7, time: TimeInForce.ImmediateOrCancel); // 3 of the bar's 10 are left
        Assert.Equal((OrderStatus.Canceled, 3m), (rest.Status, rest.FilledQuantity));
        Assert.Equal(99_000m, desk.Book.Cash);
    }

    [Fact]
    public void Orders_on_one_bar_share_what_may_be_taken_from_it_oldest_first()
    {
        TestMarket market = new TestMarket().Flat("X", 1, 100, 1).Flat("X", 2, 90, 100).Flat("X", 3, 90, 75);
        Desk desk = new Desk(market, costs: new TradingCosts(MaxParticipation: 0.1m)).To(1);
        string first = desk.Place(Buy, 8, OrderType.Limit, 95, time: TimeInForce.GoodTilCanceled).OrderId;
        string second = desk.Place(Buy, 8, OrderType.Limit, 95, time: TimeInForce.GoodTilCanceled).OrderId;
        desk.To(2); // ten to share: 8 and 2
        Assert.Equal((8m, 2m), (desk.Book.Orders[first].FilledQuantity, desk.Book.Orders[second].FilledQuantity));
        desk.To(3); // seven and a half: seven whole units, six are wanted
        Assert.Equal(OrderStatus.Filled, desk.Book.Orders[second].Status);
    }

    [Fact]
    public void A_day_order_works_for_one_session()
    {
        Desk desk = new Desk(new TestMarket().Flat("X", 1, 100).Flat("X", 2, 100).Flat("X", 3, 80)).To(1);
        desk.Place(Buy, 1, OrderType.Limit, 90);
        Assert.Equal(OrderStatus.Expired, desk.To(2).Last.Status);
        Assert.Equal(0m, desk.To(3).Last.FilledQuantity);
    }

    [Fact]
    public void A_day_order_on_intraday_bars_works_until_the_date_changes()
    {
        DateTime noon = TestMarket.Day(1).AddHours(12);
        TestMarket market = new TestMarket().Make("X", Domain.Markets.BarInterval.Minute);
        for (int i = 0; i < 5; i++) market.Add("X", noon.AddMinutes(i), 100, 100, 100, 100);
        market.Add("X", noon.AddDays(1), 80, 80, 80, 80);
        Desk desk = new Desk(market).To(noon);
        desk.Place(Buy, 1, OrderType.Limit, 90);
        Assert.Equal(OrderStatus.New, desk.To(noon.AddMinutes(4)).Last.Status);
        Assert.Equal(OrderStatus.Expired, desk.To(noon.AddDays(1)).Last.Status);
    }
}
