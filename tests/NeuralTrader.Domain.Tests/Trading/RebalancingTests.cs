using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Domain.Tests.Trading;

public sealed class RebalancingTests
{
    private static readonly RebalanceHolding[] Book = [new("AAA", 60, 10), new("BBB", 0, 20), new("CCC", 10, 30)];

    [Fact]
    public void Sells_come_first_and_what_the_target_does_not_name_is_sold()
    {
        // Worth 600 + 300 + 100 = 1000: 500 each in AAA and BBB; CCC goes.
        RebalanceResult plan = Rebalancing.Plan(new RebalanceSpec(Weights(("AAA", 0.5m), ("BBB", 0.5m)), Book, 100));
        Assert.Equal(
            [("CCC", OrderSide.Sell, 10m, 400m), ("AAA", OrderSide.Sell, 10m, 500m), ("BBB", OrderSide.Buy, 25m, 0m)],
            plan.Trades.Select(trade => (trade.Symbol, trade.Side, trade.Quantity, trade.CashAfter)));
        Assert.True(plan.TargetReached);
        Assert.Equal((0m, 0m, 1000m), (plan.ResidualDrift, plan.CashAfter, plan.ValueAfter));
    }

    [Fact]
    public void Whole_units_leftover_goes_to_the_largest_remainders()
    {
        // 100 in three: 33.33 / 10 = 3.33, 33.33 / 7 = 4.76, 33.33 / 3 = 11.11. Truncated 30 + 28 + 33 = 91; 9 left: BBB (0.76) takes 7.
        RebalanceHolding[] prices = [new("AAA", 0, 10), new("BBB", 0, 7), new("CCC", 0, 3)];
        RebalanceResult plan = Rebalancing.Plan(new RebalanceSpec(Weights(("AAA", 0.33333m), ("BBB", 0.33333m), ("CCC", 0.33334m)), prices, 100));
        Assert.Equal([("AAA", 3m), ("BBB", 5m), ("CCC", 11m)], plan.Trades.Select(trade => (trade.Symbol, trade.Quantity)));
        Assert.Equal(2, plan.CashAfter);
        Assert.True(plan.TargetReached);
    }

    [Fact]
    public void Costs_come_out_of_the_portfolio_and_cash_stays_above_zero()
    {
        TradingCosts costs = new(new Commission(CostModel.Fixed, PerOrder: 5), new Slippage(CostModel.Percentage, Fraction: 0.01m));
        RebalanceResult plan = Rebalancing.Plan(
            new RebalanceSpec(Weights(("AAA", 0.5m), ("BBB", 0.5m)), Book, 100, costs, WholeUnits: false));
        Assert.True(plan.TargetReached);
        Assert.All(plan.Trades, trade => Assert.True(trade.CashAfter >= 0));
        Assert.InRange(plan.CashAfter, 0, 0.0001m);
        Assert.Equal(plan.ValueBefore - plan.EstimatedCost, plan.ValueAfter);
        Assert.Equal(plan.Trades.Sum(trade => trade.EstimatedCost), plan.EstimatedCost);
        Assert.Equal(15m + (0.01m * plan.Trades.Sum(trade => trade.Value)), plan.EstimatedCost, 10);
        Assert.InRange(plan.ResidualDrift, 0, 0.000001m);
    }

    [Fact]
    public void What_is_within_the_threshold_is_left_alone()
    {
        RebalanceHolding[] near = [new("AAA", 52, 10), new("BBB", 48, 10)];
        RebalanceSpec spec = new(Weights(("AAA", 0.5m), ("BBB", 0.5m)), near, 0, DriftThreshold: 0.02m);
        RebalanceResult plan = Rebalancing.Plan(spec);
        Assert.Empty(plan.Trades);
        Assert.True(plan.TargetReached);
        Assert.Equal(0.02m, plan.ResidualDrift);
        Assert.Equal(2, Rebalancing.Plan(spec with { DriftThreshold = 0.0199m }).Trades.Length);
    }

    [Fact]
    public void A_unit_too_dear_for_its_weight_is_said_by_name()
    {
        RebalanceHolding[] dear = [new("AAA", 0, 10), new("BRK", 0, 700_000)];
        RebalanceResult plan = Rebalancing.Plan(new RebalanceSpec(Weights(("AAA", 0.1m), ("BRK", 0.9m)), dear, 1000));
        Assert.Equal("AAA", Assert.Single(plan.Trades).Symbol);
        Assert.True(plan.ResidualDrift > 0.8m);
        Assert.Equal(900, plan.CashAfter);
        Assert.False(plan.TargetReached);
        Assert.StartsWith("BRK: 0.9 from", Assert.Single(plan.Reasons), StringComparison.Ordinal);
        Assert.True(Rebalancing.Plan(new RebalanceSpec(Weights(("AAA", 0.1m), ("BRK", 0.9m)), dear, 1000, WholeUnits: false)).TargetReached);
    }

    [Fact]
    public void Cash_may_be_a_target_and_shorts_only_where_allowed()
    {
        RebalanceResult plan = Rebalancing.Plan(new RebalanceSpec(Weights(("AAA", 0.3m), ("cash", 0.7m)), Book, 100));
        Assert.Equal(700, plan.CashAfter);
        RebalanceSpec hedged = new(Weights(("AAA", 1.2m), ("CCC", -0.2m)), [new("AAA", 0, 10), new("CCC", 0, 50)], 1000);
        Assert.Equal("target[CCC]", Assert.Throws<InvalidInputException>(() => Rebalancing.Plan(hedged)).Field);
        RebalanceResult shorted = Rebalancing.Plan(hedged with { AllowShort = true });
        Assert.Equal([("CCC", OrderSide.Sell, 4m), ("AAA", OrderSide.Buy, 120m)], shorted.Trades.Select(trade => (trade.Symbol, trade.Side, trade.Quantity)));
    }

    [Theory]
    [InlineData(0.49989, "target"), InlineData(0.5002, "target"), InlineData(-0.5, "target[BBB]"), InlineData(0.50009, null), InlineData(0.49991, null)]
    public void Weights_sum_to_one_within_a_tolerance(double second, string? field)
    {
        var spec = new RebalanceSpec(Weights(("AAA", 0.5m), ("BBB", (decimal)second)), Book, 0);
        if (field is null) Assert.NotEmpty(Rebalancing.Plan(spec).Trades);
        else Assert.Equal(field, Assert.Throws<InvalidInputException>(() => Rebalancing.Plan(spec)).Field);
    }

    [Fact]
    public void What_cannot_be_planned_is_refused_by_name()
    {
        RebalanceSpec good = new(Weights(("AAA", 1m)), Book, 0);
        Assert.Equal("target[DDD]", Refused(good with { Targets = Weights(("DDD", 1m)) }));
        Assert.Equal("holdings", Refused(good with { Holdings = [.. Book, Book[0]] }));
        Assert.Equal("holdings[AAA].price", Refused(good with { Holdings = [new("AAA", 1, 0)] }));
        Assert.Equal("cash", Refused(good with { Cash = -1 }));
        Assert.Equal("holdings", Refused(good with { Holdings = [new("AAA", 0, 10)] }));
        Assert.Equal("driftThreshold", Refused(good with { DriftThreshold = 2 }));

        static string Refused(RebalanceSpec spec) => Assert.Throws<InvalidInputException>(() => Rebalancing.Plan(spec)).Field;
    }

    [Fact]
    public void Whatever_the_portfolio_cash_is_never_negative_and_money_is_never_made()
    {
        var random = new Random(5);
        for (int round = 0; round < 2000; round++)
        {
            int n = random.Next(1, 8);
            int[] shares = [.. Enumerable.Range(0, n).Select(_ => random.Next(1, 100))];
            var holdings = Enumerable.Range(0, n + 2).Select(i => new RebalanceHolding(
                $"S{i}", random.Next(0, 50), Math.Round((decimal)(1 + (random.NextDouble() * 200)), 2))).ToArray();
            decimal cash = random.Next(1, 5000);
            var targets = Enumerable.Range(0, n).ToDictionary(i => $"S{i}", i => Math.Round((decimal)shares[i] / shares.Sum(), 6));
            TradingCosts costs = new(
                new Commission(CostModel.Combined, 1, 0.001m, 0.01m, random.Next(0, 8)), new Slippage(CostModel.Percentage, Fraction: 0.001m));
            RebalanceResult plan = Rebalancing.Plan(new RebalanceSpec(
                targets, holdings, cash, costs, WholeUnits: random.Next(2) == 0, DriftThreshold: random.Next(2) * 0.03m));
            Assert.All(plan.Trades, trade => Assert.True(trade.CashAfter >= 0 && trade.Quantity > 0));
            decimal value = plan.CashAfter + holdings.Sum(h => h.Price * (h.Quantity
                + plan.Trades.Where(t => t.Symbol == h.Symbol).Sum(t => t.Side == OrderSide.Buy ? t.Quantity : -t.Quantity)));
            Assert.Equal(plan.ValueBefore - plan.EstimatedCost, value, 8);
            Assert.Equal(1, plan.Weights.Sum(weight => weight.After), 8);
            Assert.True(plan.Trades.SkipWhile(t => t.Side == OrderSide.Sell).All(t => t.Side == OrderSide.Buy));
        }
    }

    [Theory] // by hand, at 396.33 a unit: the nearest number of units, cash being a target like any other
    [InlineData(1_000, 0.5, 1), InlineData(1_000, 0.01, 0), InlineData(100_000, 0.5, 126), InlineData(100_000, 0.6, 151)]
    public void Whole_units_come_as_near_to_the_targets_as_they_can_with_cash_among_them(decimal cash, decimal weight, decimal units)
    {
        RebalanceResult plan = Rebalancing.Plan(new RebalanceSpec(Weights(("SPY", weight), ("CASH", 1 - weight)), [new RebalanceHolding("SPY", 0, 396.33m)], cash));
        Assert.Equal(units, plan.Trades.Sum(trade => trade.Quantity));
    }

    private static Dictionary<string, decimal> Weights(params (string Symbol, decimal Weight)[] weights) =>
        weights.ToDictionary(weight => weight.Symbol, weight => weight.Weight);
}
