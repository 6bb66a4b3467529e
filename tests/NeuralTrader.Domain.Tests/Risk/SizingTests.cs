using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Tests.Backtesting;

namespace NeuralTrader.Domain.Tests.Risk;

public sealed class SizingTests
{
    private static readonly double[] Index = PerformanceFigures.PeriodReturns(TestBars.Sp500.Close);

    [Theory] // Kelly (1956): at even odds f = 2p − 1, growth ln 2 + p ln p + q ln q; Thorp (2006), blackjack: p = 0.51
    [InlineData(0.6, 2, 0.2), InlineData(0.51, 2, 0.02), InlineData(0.4, 4, 0.2), InlineData(0.3, 2, 0), InlineData(1, 1.5, 1), InlineData(0, 9, 0)]
    public void Stake_of_a_bet(double probability, double odds, double expected)
    {
        KellyBet bet = Kelly.Bet(probability, odds);
        Assert.Equal(expected, bet.Full, 1e-12);
        Assert.True(bet.Growth >= 0);
        Assert.Equal((probability * odds) - 1, bet.Edge, 1e-12);
        Assert.Equal(expected / 2, Kelly.Bet(probability, odds, 0.5).Stake, 1e-12);
    }

    [Fact]
    public void Growth_at_even_odds_is_the_capacity_of_kellys_channel() =>
        Assert.Equal(Math.Log(2) + (0.6 * Math.Log(0.6)) + (0.4 * Math.Log(0.4)), Kelly.Bet(0.6, 2).Growth, 1e-12);

    [Fact] // no other stake grows faster
    public void The_stake_is_the_fastest()
    {
        double best = Kelly.Bet(0.55, 2.1).Growth, full = Kelly.Bet(0.55, 2.1).Full;
        foreach (double other in (double[])[full - 0.01, full + 0.01])
            Assert.True(best > (0.55 * Math.Log(1 + (1.1 * other))) + (0.45 * Math.Log(1 - other)));
    }

    [Fact] // NumPy and SciPy: mean over variance, and the root of Σ r / (1 + f·r)
    public void Exposure_to_the_index()
    {
        KellyExposure exposure = Kelly.Invest(Index, fraction: 0.5);
        Assert.Equal(1.3503535654094032, exposure.Continuous, 1e-9);
        Assert.Equal(1.3432062246622691, exposure.LogOptimal!.Value, 1e-9);
        Assert.Equal(exposure.Continuous / 2, exposure.Exposure, 1e-12);
        Assert.Null(Kelly.Invest([0.01, 0.02, 0.03]).LogOptimal);
        Assert.True(Kelly.Invest([-0.02, 0.01, -0.03]).Continuous < 0);
    }

    [Fact] // 1 % of 100,000 is 1,000; the stop is 2.50 away: 400 units worth 20,000
    public void A_stop_costs_its_fraction()
    {
        PositionSize size = PositionSizing.Of(new SizingInput(SizingMethod.FixedFractional, 100_000, 50, RiskFraction: 0.01, StopPrice: 47.5m));
        Assert.Equal((400m, 20_000m, 0.2, 1_000m, "method"), (size.Units, size.Notional, size.Weight, size.LossAtStop!.Value, size.BoundBy));
        PositionSize small = PositionSizing.Of(new SizingInput(SizingMethod.FixedFractional, 100_000, 50, RiskFraction: 0.01, StopPrice: 53m));
        Assert.Equal((-333m, 999m), (small.Units, small.LossAtStop!.Value)); // short, rounded towards nothing
        Assert.Equal("max_weight", PositionSizing.Of(new SizingInput(SizingMethod.FixedFractional, 100_000, 50, RiskFraction: 0.02, StopPrice: 49.5m)).BoundBy);
    }

    [Fact] // 10 % wanted of 25 % is a weight of 0.4; half of a Kelly exposure of 1.2 is 0.6, cut to 0.5
    public void Volatility_and_kelly_sizes()
    {
        PositionSize volatility = PositionSizing.Of(new SizingInput(
            SizingMethod.VolatilityTarget, 10_000, 33, VolatilityAnnual: 0.25, TargetVolatilityAnnual: 0.1, Lot: 0.001m));
        Assert.Equal((121.212m, 4_000m / 33), (volatility.Units, Math.Round(volatility.UncappedUnits, 20)), Close);
        PositionSize kelly = PositionSizing.Of(new SizingInput(SizingMethod.Kelly, 10_000, 33, KellyExposure: -1.2, MaxWeight: 0.5));
        Assert.Equal((-151m, "max_weight"), (kelly.Units, kelly.BoundBy));
        Assert.Equal((10m, "max_units"), (PositionSizing.Of(new SizingInput(SizingMethod.Kelly, 10_000, 33, KellyExposure: 1, MaxUnits: 10)).Units,
            "max_units"));

        static bool Close((decimal, decimal) a, (decimal, decimal) b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-9m;
    }

    [Fact]
    public void No_size_passes_a_cap() => Prop.ForAll(Inputs().ToArbitrary(), input =>
    {
        PositionSize size = PositionSizing.Of(input);
        Assert.True(Math.Abs(size.Units) * input.Price <= input.Equity * (decimal)input.MaxWeight!.Value * 1.000000001m);
        Assert.True(Math.Abs(size.Units) <= input.MaxUnits);
        Assert.Equal(0, size.Units % input.Lot);
        if (input.Method == SizingMethod.FixedFractional) Assert.True(size.LossAtStop <= (input.Equity * (decimal)input.RiskFraction!.Value) + 0.01m);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_size_without_its_figures_is_refused_by_name()
    {
        SizingInput input = new(SizingMethod.FixedFractional, 1_000, 10);
        Assert.Equal("riskFraction", Refused(input));
        Assert.Equal("stopPrice", Refused(input with { RiskFraction = 0.01 }));
        Assert.Equal("stopPrice", Refused(input with { RiskFraction = 0.01, StopPrice = 10 }));
        Assert.Equal("equity", Refused(input with { Equity = 0 }));
        Assert.Equal("equity", Refused(input with { Equity = decimal.MaxValue }));
        Assert.Equal("price", Refused(input with { Price = -1 }));
        Assert.Equal("volatilityAnnual", Refused(input with { Method = SizingMethod.VolatilityTarget, TargetVolatilityAnnual = 0.1, VolatilityAnnual = 0 }));
        Assert.Equal("kellyExposure", Refused(input with { Method = SizingMethod.Kelly, KellyExposure = double.NaN }));
        Assert.Equal("lot", Refused(input with { Method = SizingMethod.Kelly, KellyExposure = 1, Lot = 1e-20m }));
        Assert.Equal("method", Refused(input with { Method = 0 }));
        Assert.Equal("odds", Assert.Throws<InvalidInputException>(() => Kelly.Bet(0.5, 1)).Field);
        Assert.Equal("probability", Assert.Throws<InvalidInputException>(() => Kelly.Bet(1.1, 2)).Field);
    }

    [Fact] // volatility 0.02·√252; margins by hand: 1 / 0.5, 1 / (0.2 + 0.25·0.8)
    public void Every_rule_bounds_leverage()
    {
        double[] swing = [.. Enumerable.Range(0, 1_000).Select(i => i % 2 == 0 ? 0.02 : -0.02)];
        LeverageLimit limit = LeverageLimit.Of(swing, new LeverageRules(0.16, 0.4, 0.5, 0.25, 0.2));
        double volatility = ReturnMoments.Of(swing, 0).Deviation * Math.Sqrt(252);
        Assert.Equal(["volatility_target", "drawdown", "initial_margin", "maintenance_margin"], limit.Bounds.Select(bound => bound.Rule));
        Assert.Equal(0.16 / volatility, limit.Bounds[0].Leverage, 1e-12);
        Assert.Equal((2.0, 2.5), (limit.Bounds[2].Leverage, limit.Bounds[3].Leverage));
        Assert.Equal((limit.Bounds[0].Leverage, "volatility_target"), (limit.Leverage, limit.BoundBy));
        double[] levered = [.. swing.Select(r => r * limit.Bounds[1].Leverage)];
        Assert.Equal(0.4, Drawdowns.OfReturns(levered).Max, 1e-9);
        Assert.Equal("rules", Assert.Throws<InvalidInputException>(() => LeverageLimit.Of(swing, new LeverageRules())).Field);
        Assert.Equal("maxDrawdown", Assert.Throws<InvalidInputException>(() => LeverageLimit.Of(swing, new LeverageRules(MaxDrawdown: 1))).Field);
        Assert.Equal("returns", Assert.Throws<InvalidInputException>(() => LeverageLimit.Of(new double[9], new LeverageRules(0.1))).Field);
    }

    [Fact] // 300 units at 100 in 100,000: weight 0.3; with 80,000 of others 1.1 times equity; the stop at 95 costs 1,500
    public void Every_limit_is_checked_by_name()
    {
        PositionPlan plan = new(200, 100, 100_000, HeldQuantity: 100, OtherExposure: 80_000, Cash: 15_000, StopPrice: 95, VolatilityAnnual: 0.3,
            AverageDailyVolume: 10_000);
        PositionVerdict verdict = PositionCheck.Of(plan, new PositionLimits(0.25, 1, 0.02, 0.01, 0.05));
        Assert.False(verdict.IsValid);
        Assert.Equal(30_000m, verdict.Notional);
        Dictionary<string, RuleCheck> rules = verdict.Checks.ToDictionary(check => check.Rule);
        Assert.Equal((0.3, false), (rules["max_weight"].Value!.Value, rules["max_weight"].IsOk));
        Assert.Equal((1.1, false), (rules["max_leverage"].Value!.Value, rules["max_leverage"].IsOk));
        Assert.Equal((0.015, true), (rules["max_loss_at_stop"].Value!.Value, rules["max_loss_at_stop"].IsOk));
        Assert.Equal(0.3 * 1.6448536269514722 / Math.Sqrt(252) * 0.3, rules["max_value_at_risk_95"].Value!.Value, 1e-12);
        Assert.Equal((0.02, true), (rules["max_participation"].Value!.Value, rules["max_participation"].IsOk));
        Assert.False(rules["cash"].IsOk); // 20,000 of 15,000
        Assert.True(rules["short_selling"].IsOk);
        Assert.True(PositionCheck.Of(plan with { Quantity = 10, HeldQuantity = 0, OtherExposure = 0 }, new PositionLimits()).IsValid);
    }

    [Fact]
    public void A_limit_that_cannot_be_checked_is_not_kept()
    {
        PositionVerdict verdict = PositionCheck.Of(new PositionPlan(-10, 100, 100_000), new PositionLimits(MaxParticipation: 0.1, MaxLossAtStop: 0.01));
        Assert.Equal(["max_loss_at_stop", "max_participation", "short_selling"],
            verdict.Checks.Where(check => !check.IsOk).Select(check => check.Rule).Order());
        Assert.Equal("quantity", Assert.Throws<InvalidInputException>(() => PositionCheck.Of(new PositionPlan(0, 1, 1), new PositionLimits())).Field);
        Assert.Equal("volatilityAnnual", Assert.Throws<InvalidInputException>(
            () => PositionCheck.Of(new PositionPlan(1, 1, 1, VolatilityAnnual: double.NaN), new PositionLimits(MaxValueAtRisk95: 0.1))).Field);
    }

    private static string Refused(SizingInput input) => Assert.Throws<InvalidInputException>(() => PositionSizing.Of(input)).Field;

    private static Gen<SizingInput> Inputs() =>
        from method in Gen.Elements(SizingMethod.FixedFractional, SizingMethod.VolatilityTarget, SizingMethod.Kelly)
        from equity in Gen.Choose(1, 10_000_000)
        from price in Gen.Choose(1, 5_000_000)
        from stop in Gen.Choose(1, 5_000_000)
        from risk in Gen.Choose(1, 100)
        from weight in Gen.Choose(1, 300)
        from units in Gen.Choose(1, 100_000)
        from lot in Gen.Elements(1m, 100m, 0.01m, 0.00000001m)
        where stop != price
        select new SizingInput(
            method, equity, price / 100m, "USD", risk / 100.0, stop / 100m, risk / 50.0, weight / 100.0, (risk - 50) / 10.0, 0.5, weight / 100.0, units, lot);
}
