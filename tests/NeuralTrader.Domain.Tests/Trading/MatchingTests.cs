using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Domain.Tests.Trading;

/// <summary>The rules of the one fill engine, each by a bar written by hand, and its laws by many bars.</summary>
public sealed class MatchingTests
{
    private static readonly CostRates<double> Free = TradingCosts.Free.In<double>();
    private static readonly PriceBar<double> Bar = new(100, 110, 90, 105, 1000);

    [Theory]
    [InlineData(OrderSide.Buy, 95, 95.0)] // touched by the low
    [InlineData(OrderSide.Buy, 102, 100.0)] // the open is better
    [InlineData(OrderSide.Buy, 89, 0.0)] // never there
    [InlineData(OrderSide.Sell, 108, 108.0)]
    [InlineData(OrderSide.Sell, 99, 100.0)]
    [InlineData(OrderSide.Sell, 111, 0.0)]
    public void A_limit_fills_at_the_limit_or_at_a_better_open(OrderSide side, double limit, double expected) =>
        Assert.Equal(expected, Fill(side, OrderType.Limit, limit, 0).Price);

    [Theory]
    [InlineData(OrderSide.Buy, 107, 107.0)]
    [InlineData(OrderSide.Buy, 98, 100.0)] // gaps through: the open
    [InlineData(OrderSide.Buy, 111, 0.0)]
    [InlineData(OrderSide.Sell, 93, 93.0)]
    [InlineData(OrderSide.Sell, 104, 100.0)]
    [InlineData(OrderSide.Sell, 89, 0.0)]
    public void A_stop_fills_at_the_stop_or_at_the_open_beyond_it(OrderSide side, double stop, double expected)
    {
        Match<double> match = Fill(side, OrderType.Stop, 0, stop);
        Assert.Equal(expected, match.Price);
        Assert.Equal(expected > 0, match.IsTriggered);
    }

    [Theory]
    [InlineData(OrderSide.Buy, 107, 108, 107.0, true)] // triggers inside its limit
    [InlineData(OrderSide.Buy, 107, 106, 106.0, true)] // trades beyond, and closes at 105: it came back
    [InlineData(OrderSide.Buy, 107, 104, 0.0, true)] // triggered, but the close of 105 does not prove a way back
    [InlineData(OrderSide.Buy, 99, 95, 95.0, true)] // gaps through the stop; the low comes later and reaches the limit
    [InlineData(OrderSide.Buy, 111, 120, 0.0, false)]
    [InlineData(OrderSide.Sell, 93, 92, 93.0, true)]
    [InlineData(OrderSide.Sell, 93, 104, 104.0, true)]
    [InlineData(OrderSide.Sell, 93, 106, 0.0, true)]
    public void A_stop_limit_fills_only_where_it_certainly_could(OrderSide side, double stop, double limit, double expected, bool triggered)
    {
        Match<double> match = Fill(side, OrderType.StopLimit, limit, stop);
        Assert.Equal((expected, triggered), (match.Price, match.IsTriggered));
    }

    [Fact]
    public void A_triggered_stop_goes_on_as_a_market_order() =>
        Assert.Equal(100, Matching.OnBar(new WorkingOrder<double>(OrderSide.Sell, OrderType.Stop, 1, 0, 50, true), Bar, Free, 1).Price);

    [Fact]
    public void Participation_limits_what_a_bar_gives()
    {
        CostRates<double> rates = new TradingCosts(MaxParticipation: 0.05m).In<double>();
        double capacity = Matching.Capacity(rates, Bar.Volume, double.PositiveInfinity);
        Assert.Equal(50, capacity);
        Assert.Equal(50, Matching.OnBar(new WorkingOrder<double>(OrderSide.Buy, OrderType.Market, 80, 0, 0), Bar, rates, capacity).Quantity);
        Assert.Equal(double.PositiveInfinity, Matching.Capacity(rates, 0, double.PositiveInfinity));
        Assert.Equal(0, Matching.OnBar(new WorkingOrder<double>(OrderSide.Buy, OrderType.Market, 80, 0, 0), Bar, rates, 0).Quantity);
    }

    [Theory]
    [InlineData(100, 101, 0.0)] // the ask of 101 is above the limit
    [InlineData(100, 102, 101.0)]
    public void On_arrival_a_limit_must_reach_the_other_side_of_the_spread(double price, double limit, double expected)
    {
        CostRates<double> rates = new TradingCosts(HalfSpread: limit == 101 ? 0.011m : 0.01m).In<double>();
        Assert.Equal(expected, Matching.OnArrival(new WorkingOrder<double>(OrderSide.Buy, OrderType.Limit, 1, limit, 0), price, 0, rates, 1).Price, 1e-12);
    }

    [Fact]
    public void Slippage_never_helps_never_passes_a_limit_and_leaves_the_bar_no_cheaper()
    {
        Gen<double> price = Gen.Choose(8000, 12000).Select(cents => cents / 100.0);
        var cases =
            from prices in Gen.ArrayOf(price, 4)
            from limit in price
            from stop in price
            from side in Gen.Elements(OrderSide.Buy, OrderSide.Sell)
            from type in Gen.Elements(OrderType.Market, OrderType.Limit, OrderType.Stop, OrderType.StopLimit)
            from impact in Gen.Choose(0, 100)
            select (prices, limit, stop, side, type, impact);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var bar = new PriceBar<double>(c.prices[0], c.prices.Max(), c.prices.Min(), c.prices[1], 500);
            var order = new WorkingOrder<double>(c.side, c.type, 100, c.limit, c.stop);
            CostRates<double> rates = new TradingCosts(
                Slippage: new Slippage(CostModel.Combined, 0.05m, 0.0001m * c.impact, 0.01m * c.impact), HalfSpread: 0.0005m).In<double>();
            Match<double> costly = Matching.OnBar(order, bar, rates, double.PositiveInfinity), free = Matching.OnBar(order, bar, Free, double.PositiveInfinity);
            int sign = c.side == OrderSide.Buy ? 1 : -1;
            bool same = costly.Quantity == free.Quantity && costly.IsTriggered == free.IsTriggered;
            if (costly.Quantity == 0) return same;
            double move = sign * (costly.Price - free.Price);
            bool against = move >= 0 && Math.Abs(costly.Slippage - move) < 1e-9;
            bool withinLimit = c.type is not (OrderType.Limit or OrderType.StopLimit) || sign * (costly.Price - c.limit) <= 0;
            return same && against && withinLimit && free.Price >= bar.Low && free.Price <= bar.High;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Commissions_and_price_moves_by_hand()
    {
        CostRates<double> rates = new TradingCosts(
            new Commission(CostModel.Combined, PerOrder: 1, Fraction: 0.001m, PerUnit: 0.01m, Minimum: 5),
            new Slippage(CostModel.Combined, PerUnit: 0.02m, Fraction: 0.001m, VolumeImpact: 0.1m), HalfSpread: 0.0005m).In<double>();
        Assert.Equal(5, rates.Commission(10, 100, isFirstFill: true), 1e-12); // 1 + 0.1 + 1 is below the least
        Assert.Equal(12, rates.Commission(100, 100, isFirstFill: true), 1e-12); // 1 + 1 + 10
        Assert.Equal(11, rates.Commission(100, 100, isFirstFill: false), 1e-12);
        Assert.Equal(1.17, rates.PriceMove(100, 100, 1000), 1e-12); // 0.02 + 100 · (0.001 + 0.0005 + 0.1 · 0.1)
        Assert.Equal(0.17, rates.PriceMove(100, 100, 0), 1e-12);
        CostRates<double> chosen = new TradingCosts(new Commission(CostModel.Fixed, 1, 0.5m, 9), new Slippage(CostModel.None, 1, 0.1m, 1)).In<double>();
        Assert.Equal((1.0, 0.0), (chosen.Commission(10, 100, true), chosen.PriceMove(100, 10, 10)));
    }

    private static Match<double> Fill(OrderSide side, OrderType type, double limit, double stop) =>
        Matching.OnBar(new WorkingOrder<double>(side, type, 10, limit, stop), Bar, Free, double.PositiveInfinity);
}
