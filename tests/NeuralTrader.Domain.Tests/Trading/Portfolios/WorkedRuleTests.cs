using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;
using static NeuralTrader.Domain.Trading.TradeAction;

namespace NeuralTrader.Domain.Tests.Trading.Portfolios;

/// <summary>Pre-trade rules and reservations by hand.</summary>
public sealed class WorkedRuleTests
{
    private static readonly RiskLimits Shorts = new(AllowShort: true);

    private static RefusalKind? Kind(Answer<IReadOnlyList<PortfolioEvent>> answer) => answer.Refusal?.Kind;

    [Fact]
    public void An_unknown_instrument_and_a_foreign_currency_are_refused()
    {
        Desk desk = new(new TestMarket().Make("E", Domain.Markets.BarInterval.Day, "EUR").Flat("E", 1, 10));
        Assert.Equal(RefusalKind.NoMarketData, Kind(desk.Try(Buy, 1, symbol: "NONE")));
        Assert.Equal(RefusalKind.CurrencyMismatch, Kind(desk.Try(Buy, 1, symbol: "E")));
        Assert.Empty(desk.Book.Orders);
    }

    [Fact]
    public void A_resting_purchase_reserves_its_price_and_its_commission()
    {
        TradingCosts costs = new(new Commission(CostModel.Fixed, PerOrder: 5));
        Desk desk = new Desk(new TestMarket().Flat("X", 1, 60), cash: 1_000, costs: costs).To(1);
        desk.Place(Buy, 10, OrderType.Limit, 50, time: TimeInForce.GoodTilCanceled);
        Assert.Equal(495m, desk.Status.AvailableCash); // 1,000 − 500 − 5
        Assert.Equal(RefusalKind.InsufficientCash, Kind(desk.Try(Buy, 10, OrderType.Limit, 49.5m))); // 495 + 5 = 500
        Assert.Null(Kind(desk.Try(Buy, 10, OrderType.Limit, 49m))); // 490 + 5 = 495
    }

    [Fact]
    public void A_resting_market_order_reserves_the_price_it_was_accepted_at()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 100, 10), cash: 1_000, costs: new TradingCosts(MaxParticipation: 0.01m)); // nothing can trade yet
        desk.Place(Buy, 8);
        Assert.Equal(200m, desk.Status.AvailableCash);
    }

    [Fact]
    public void A_fill_that_the_cash_does_not_cover_is_rejected()
    {
        Desk desk = new Desk(new TestMarket().Flat("X", 1, 100).Flat("X", 2, 130), cash: 1_100).To(1);
        desk.Place(Buy, 10, OrderType.Stop, stop: 110);
        Assert.Equal(OrderStatus.Rejected, desk.To(2).Last.Status); // opens at 130: 1,300 of 1,100
        Assert.Equal(1_100m, desk.Book.Cash);
    }

    [Fact]
    public void Selling_more_than_is_free_needs_short_selling()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 100));
        desk.Place(Buy, 10);
        desk.Place(Sell, 6, OrderType.Limit, 120, time: TimeInForce.GoodTilCanceled);
        Assert.Equal(RefusalKind.ShortSellingOff, Kind(desk.Try(Sell, 5)));
        Assert.Null(Kind(desk.Try(Sell, 4)));
    }

    [Fact]
    public void Closing_never_turns_a_position_round()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 100), limits: Shorts);
        Assert.Equal(RefusalKind.NothingToClose, Kind(desk.Try(Close, null)));
        desk.Place(Buy, 10);
        Assert.Equal(RefusalKind.NothingToClose, Kind(desk.Try(Close, 11)));
        desk.Place(Sell, 6, OrderType.Limit, 120, time: TimeInForce.GoodTilCanceled);
        Assert.Equal(RefusalKind.NothingToClose, Kind(desk.Try(Close, null))); // six are being closed already
        Assert.Null(Kind(desk.Try(Close, 4)));
    }

    [Theory]
    [InlineData(Buy, 120, null)]
    [InlineData(Buy, 120.01, RefusalKind.PriceCollar)]
    [InlineData(Sell, 80, null)]
    [InlineData(Sell, 79.99, RefusalKind.PriceCollar)]
    [InlineData(Sell, 500, null)] // far on the cheap side does no harm
    public void A_limit_may_not_lie_far_on_the_costly_side(TradeAction action, double limit, RefusalKind? expected)
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 100));
        desk.Place(Buy, 1);
        Assert.Equal(expected, Kind(desk.Try(action, 1, OrderType.Limit, (decimal)limit)));
    }

    [Fact]
    public void A_position_limit_counts_what_is_held_at_the_market_and_what_is_ordered_at_its_price()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 100), limits: new RiskLimits(MaxPositionFraction: 0.5m));
        desk.Place(Buy, 495); // 49,500 of 50,000
        Assert.Equal(RefusalKind.PositionLimit, Kind(desk.Try(Buy, 51, OrderType.Limit, 10))); // + 510
        Assert.Null(Kind(desk.Try(Buy, 50, OrderType.Limit, 10)));
    }

    [Fact]
    public void Short_sales_stop_at_the_leverage_open_orders_elsewhere_included()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 100).Flat("Y", 1, 100), cash: 10_000, limits: Shorts);
        desk.Place(Sell, 60, OrderType.Limit, 110, time: TimeInForce.GoodTilCanceled); // 6,600 of 10,000
        Assert.Equal(RefusalKind.PositionLimit, Kind(desk.Try(Sell, 35, symbol: "Y")));
        Assert.Null(Kind(desk.Try(Sell, 34, symbol: "Y")));
    }

    [Fact]
    public void What_a_short_position_stands_on_cannot_be_taken_out()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 100), cash: 10_000, limits: Shorts);
        desk.Place(Sell, 60); // cash 16,000, equity 10,000, exposure 6,000
        Assert.True(CashMovement.Move(desk.Book, desk.Market, -4_000.01m, default).IsRefused);
        Assert.False(CashMovement.Move(desk.Book, desk.Market, -4_000m, default).IsRefused);
    }

    [Fact]
    public void After_the_days_loss_limit_only_reducing_orders_are_taken()
    {
        Desk desk = new Desk(new TestMarket().Flat("X", 1, 100).Flat("X", 2, 89), cash: 10_000, limits: new RiskLimits(MaxDailyLoss: 0.05m)).To(1);
        desk.Place(Buy, 50);
        desk.To(2); // −550 on 10,000
        Assert.Equal(RefusalKind.DailyLossLimit, Kind(desk.Try(Buy, 1)));
        Assert.Null(Kind(desk.Try(Sell, 10)));
    }

    [Theory] // sums of 10⁹ · 10⁹ are refused by a rule, not by an overflow
    [InlineData(1e9, 1_000_000_000)]
    [InlineData(1e12, 1)]
    [InlineData(1e300, 1)]
    public void Huge_figures_are_refused(double price, double quantity)
    {
        Desk desk = new(new TestMarket().Add("X", TestMarket.Day(1), 1, 1, 1, 1));
        TestMarket market = new();
        market.Add("X", TestMarket.Day(1), price, price, price, price > 1e20 ? 1e13 : price, 1e-9);
        Desk huge = new(market, costs: new TradingCosts(Slippage: new Slippage(CostModel.VolumeBased, VolumeImpact: 10)), limits: Shorts);
        Assert.NotNull(Kind(huge.Try(Buy, (decimal)quantity)));
        Assert.NotNull(Kind(huge.Try(Sell, (decimal)quantity)));
        Assert.NotNull(Kind(desk.Try(Sell, (decimal)quantity)));
        Assert.Throws<InvalidInputException>(() => desk.Try(Buy, 1_000_000_001m));
        Assert.Throws<InvalidInputException>(() => desk.Try(Buy, -1m));
        Assert.Throws<InvalidInputException>(() => desk.Try(Buy, 0.000000001m));
    }

    [Fact]
    public void A_sale_whose_commission_is_more_than_it_brings_needs_cash()
    {
        Desk desk = new(new TestMarket().Flat("X", 1, 1), cash: 101, costs: new TradingCosts(new Commission(CostModel.Combined, Minimum: 100)));
        desk.Place(Buy, 1); // no cash is left
        Assert.Equal(RefusalKind.InsufficientCash, Kind(desk.Try(Sell, 1)));
    }
}
