using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;
using static NeuralTrader.Domain.Trading.TradeAction;

namespace NeuralTrader.Domain.Tests.Trading.Portfolios;

/// <summary>Splits, dividends, borrow fees and the day's profit by hand.</summary>
public sealed class WorkedHoldingTests
{
    private static readonly RiskLimits Shorts = new(AllowShort: true);

    [Fact]
    public void A_short_pays_for_every_night_at_the_last_close()
    {
        TestMarket market = new TestMarket().Flat("X", 5, 100).Add("X", TestMarket.Day(8), 110, 120, 105, 120).Flat("X", 9, 120); // Friday, Monday, Tuesday
        Desk desk = new Desk(market, costs: new TradingCosts(BorrowRateAnnual: 0.365m), limits: Shorts).To(5);
        desk.Place(Sell, 100);
        desk.To(8); // three nights at 100: 10,000 · 0.001 · 3 = 30
        Assert.Equal(30m, desk.Status.BorrowFees);
        desk.To(9); // one night at 120: 12
        Assert.Equal(42m, desk.Status.BorrowFees);
        Assert.Equal(109_958m, desk.Book.Cash);
    }

    [Fact]
    public void A_dividend_is_received_on_a_long_and_paid_on_a_short()
    {
        TestMarket market = new TestMarket().Flat("X", 1, 100).Flat("X", 2, 99).Action("X", 2, dividend: 1.005);
        Desk held = new Desk(market).To(1);
        held.Place(Buy, 10);
        Assert.Equal(99_010.05m, held.To(2).Book.Cash); // 100,000 − 1,000 + 10.05
        Assert.Equal(0.05m, held.Status.DayPnl); // −10 + 10.05
        Desk owed = new Desk(market, limits: Shorts).To(1);
        owed.Place(Sell, 10);
        Assert.Equal(100_989.95m, owed.To(2).Book.Cash);
        Assert.Equal(-10.05m, owed.Status.Dividends);
    }

    [Fact]
    public void Who_buys_on_the_ex_date_gets_no_dividend()
    {
        Desk desk = new Desk(new TestMarket().Flat("X", 1, 100).Flat("X", 2, 99).Flat("X", 3, 99).Action("X", 2, dividend: 1)).To(2);
        desk.Place(Buy, 10);
        Assert.Equal(0m, desk.To(3).Status.Dividends);
    }

    [Fact]
    public void A_split_multiplies_lots_and_leaves_costs_and_the_days_profit_alone()
    {
        TestMarket market = new TestMarket().Flat("X", 1, 400).Flat("X", 2, 404).Flat("X", 3, 102).Action("X", 3, split: 4);
        Desk desk = new Desk(market).To(1);
        desk.Place(Buy, 1.5m); // 600
        desk.To(2).Place(Buy, 0.25m); // 101
        desk.To(3);
        Assert.Equal([6m, 1m], desk.Position().Lots.Select(lot => lot.Quantity));
        Assert.Equal((7m, 701m), (desk.Position().Quantity, desk.Position().CostBasis));
        Assert.Equal(7m, desk.Status.DayPnl); // 7 · (102 − 404 / 4)
        desk.Place(Sell, 6.5m); // the first lot whole: 612 − 600, half of the second: 51 − 50.50
        Assert.Equal(12.5m, desk.Position().RealisedPnl);
        Assert.Equal((0.5m, 50.5m), (desk.Position().Quantity, desk.Position().CostBasis));
    }

    [Fact]
    public void A_dividend_on_the_day_of_a_split_is_for_the_old_units_however_the_actions_are_listed()
    {
        foreach (bool apart in new[] { false, true })
        {
            TestMarket market = new TestMarket().Flat("X", 1, 400).Flat("X", 2, 99);
            if (apart) market.Action("X", 2, split: 4).Action("X", 2, dividend: 2);
            else market.Action("X", 2, split: 4, dividend: 2);
            Desk desk = new Desk(market).To(1);
            desk.Place(Buy, 10);
            desk.To(2);
            Assert.Equal((40m, 20m), (desk.Position().Quantity, desk.Status.Dividends));
        }
    }

    [Fact]
    public void An_action_without_effect_does_not_hide_the_next_one()
    {
        TestMarket market = new TestMarket().Flat("X", 1, 100).Flat("X", 2, 100).Flat("X", 3, 50).Action("X", 2).Action("X", 3, split: 2);
        Desk desk = new Desk(market).To(1);
        desk.Place(Buy, 10);
        Assert.Equal(20m, desk.To(3).Position().Quantity);
    }

    [Fact]
    public void A_split_restates_open_orders_also_where_nothing_is_held()
    {
        TestMarket market = new TestMarket().Flat("X", 1, 400).Flat("X", 2, 100).Add("X", TestMarket.Day(3), 100, 100, 85, 86).Action("X", 2, split: 4)
            .Flat("Y", 1, 400).Flat("Y", 2, 100).Add("Y", TestMarket.Day(3), 100, 100, 85, 86).Action("Y", 2, split: 4);
        Desk desk = new Desk(market).To(1);
        desk.Place(Buy, 10);
        string stop = desk.Place(Sell, 10, OrderType.Stop, stop: 360, time: TimeInForce.GoodTilCanceled).OrderId;
        string limit = desk.Place(Buy, 5, OrderType.Limit, 350, time: TimeInForce.GoodTilCanceled, symbol: "Y").OrderId;
        desk.To(2); // 100 is the same market: neither the stop at 360 nor the limit at 350 may trade
        Assert.Equal((40m, 90m, OrderStatus.New), (desk.Book.Orders[stop].Quantity, desk.Book.Orders[stop].StopPrice, desk.Book.Orders[stop].Status));
        desk.To(3);
        Assert.Equal((40m, 90m), (desk.Book.Orders[stop].FilledQuantity, desk.Book.Orders[stop].AverageFillPrice));
        Assert.Equal((20m, 87.5m), (desk.Book.Orders[limit].FilledQuantity, desk.Book.Orders[limit].AverageFillPrice));
        Assert.Equal(0m, desk.Position().Quantity);
    }

    [Fact]
    public void A_split_does_not_bring_an_order_back_to_the_prices_of_the_days_before()
    {
        TestMarket market = new TestMarket().Flat("X", 1, 400).Flat("X", 2, 420).Flat("X", 3, 105).Action("X", 3, split: 4).Flat("X", 4, 108);
        Desk desk = new Desk(market).To(1);
        desk.Place(Buy, 10);
        string limit = desk.Place(Sell, 10, OrderType.Limit, 440, time: TimeInForce.GoodTilCanceled).OrderId;
        desk.To(4); // 440 is 110 now; the 420 of the second day was not enough then and is none now
        Assert.Equal((40m, 110m, OrderStatus.New), (desk.Book.Orders[limit].Quantity, desk.Book.Orders[limit].LimitPrice, desk.Book.Orders[limit].Status));
    }

    [Fact]
    public void A_reverse_split_in_thirds_leaves_no_crumb_that_cannot_be_sold()
    {
        TestMarket market = new TestMarket().Flat("X", 1, 10).Flat("X", 2, 30).Action("X", 2, split: 1 / 3.0);
        Desk desk = new Desk(market).To(1);
        for (int i = 0; i < 3; i++) desk.Place(Buy, 100);
        desk.To(2);
        Assert.InRange(desk.Position().Quantity, 99.99999999m, 100m);
        desk.Place(Close, null);
        Assert.Equal((0m, 0m), (desk.Position().Quantity, desk.Position().CostBasis));
    }

    [Fact]
    public void The_days_profit_counts_the_session_from_the_evening_before_and_trades_from_their_fill()
    {
        TestMarket market = new TestMarket().Flat("X", 1, 100).Flat("X", 2, 110);
        Desk desk = new Desk(market, costs: new TradingCosts(new Commission(CostModel.Fixed, PerOrder: 1))).To(1);
        desk.Place(Buy, 10);
        Assert.Equal(-1m, desk.Status.DayPnl);
        desk.To(2).Place(Buy, 5); // 10 · 10 − 1
        Assert.Equal(99m, desk.Status.DayPnl);
        desk.Place(Close, null); // closed at the same price: one commission more
        Assert.Equal(98m, desk.Status.DayPnl);
    }

    [Fact]
    public void Cash_of_one_instrument_pays_for_another_in_the_order_of_the_market()
    {
        TestMarket market = new TestMarket().Flat("X", 1, 100).Flat("B", 1, 100).Flat("X", 2, 110).Flat("B", 2, 100).Flat("X", 3, 110).Flat("B", 3, 90);
        Desk desk = new Desk(market, cash: 1_000).To(1);
        desk.Place(Buy, 10);
        desk.Apply([new CashMoved(100, default)]);
        desk.Place(Buy, 1, OrderType.Limit, 90, time: TimeInForce.GoodTilCanceled, symbol: "B");
        string sale = desk.Place(Sell, 10, OrderType.Limit, 110, time: TimeInForce.GoodTilCanceled).OrderId;
        desk.To(3); // asleep over both days: the sale on day 2 comes before the purchase on day 3
        Assert.Equal([sale, "o2"], desk.Book.Executions.Skip(1).Select(fill => fill.OrderId));
    }

    [Fact]
    public void What_has_no_price_is_valued_at_cost_and_said()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 100));
        desk.Place(Buy, 10);
        PortfolioStatus status = PortfolioStatus.Of(desk.Book, new TestMarket(), 1);
        Assert.Equal((100_000m, "X"), (status.Value, Assert.Single(status.Unpriced)));
        Assert.Null(PortfolioRisk.Of(status, new Dictionary<string, BarSeries>(), null).Beta);
    }
}
