using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Tests.Backtesting;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Domain.Tests.Trading;

public sealed class StrategyTests
{
    [Fact]
    public void Every_name_of_the_functions_list_is_in_the_catalog()
    {
        string[] promised =
        [
            "momentum", "mean_reversion", "trend_following", "breakout", "pairs_trading", "statistical_arbitrage", "mirror_trading",
            "options_delta_neutral", "neural_trend", "ensemble", "adaptive", "buy_and_hold",
        ];
        Assert.Empty(promised.Except(StrategyCatalog.All.Select(info => info.Name)));
        Assert.False(StrategyCatalog.Find("neural_trend").IsAvailable);
        Assert.NotNull(StrategyCatalog.Find("neural_trend").Reason);
        Assert.All(StrategyCatalog.All.SelectMany(info => info.Parameters), parameter =>
            Assert.True(parameter.Min <= parameter.Default && parameter.Default <= parameter.Max && parameter.Step > 0));
    }

    [Theory]
    [InlineData("momentun", "momentum"), InlineData("pair_trading", "pairs_trading"), InlineData("MEANREVERSION", "mean_reversion")]
    public void An_unknown_name_hears_the_nearest(string given, string nearest) => Assert.Contains(
        $"nearest: {nearest}", Assert.Throws<InvalidInputException>(() => StrategyCatalog.Find(given)).Allowed, StringComparison.Ordinal);

    public static TheoryData<string> Singles =>
        [.. StrategyCatalog.All.Where(info => info is { IsAvailable: true, InstrumentsNeeded: 1 }).Select(info => info.Name)];

    [Theory, MemberData(nameof(Singles))]
    public void Targets_are_bounded_and_nothing_is_held_while_warming_up(string name)
    {
        StrategyInfo info = StrategyCatalog.Find(name);
        double[] targets = Targets(name, null, TestBars.Sp500.Close.ToArray());
        Assert.All(targets, target => Assert.True(double.IsNaN(target) || Math.Abs(target) <= 1));
        Assert.Contains(targets, target => target != 0 && !double.IsNaN(target));
        Assert.All(targets.Take(info.WarmUpBars), target => Assert.True(target == 0 || double.IsNaN(target)));
    }

    [Theory]
    [InlineData("momentum"), InlineData("trend_following"), InlineData("breakout"), InlineData("sma_cross")]
    public void A_rule_that_follows_is_long_in_a_rise_and_short_in_a_fall(string name)
    {
        double[] rise = [.. Enumerable.Range(0, 400).Select(i => 100 * Math.Exp((0.001 * i * (1 + (i / 400.0))) + (0.002 * Math.Sin(i))))];
        Assert.True(Targets(name, null, rise)[^1] > 0);
        Assert.True(Targets(name, null, [.. rise.Select(price => 1e4 / price)])[^1] < 0);
    }

    [Theory, InlineData(1.01, 1), InlineData(0.99, -1)]
    public void Macd_takes_the_side_of_a_new_trend(double step, double side)
    {
        double[] closes = [.. Enumerable.Range(0, 70).Select(i => 100 * Math.Pow(step, Math.Max(0, i - 60)))];
        Assert.Equal(side, Targets("macd_trend", null, closes)[^1]);
    }

    [Theory]
    [InlineData("mean_reversion", 94, 1), InlineData("mean_reversion", 106, -1), InlineData("rsi_reversal", 80, 1), InlineData("rsi_reversal", 120, -1)]
    public void A_rule_that_reverts_trades_against_the_shock_until_it_is_gone(string name, double shock, double expected)
    {
        double[] quiet = [.. Enumerable.Range(0, 60).Select(i => 100 + (i % 2))];
        double[] targets = Targets(name, null, [.. quiet, shock, .. quiet.Take(30)]);
        Assert.Equal(0, targets[59]);
        Assert.Equal(expected, targets[60]);
        Assert.Equal(0, targets[^1]);
    }

    [Fact]
    public void A_straddle_is_flat_at_the_strike_and_follows_the_price_away_from_it()
    {
        double[] quiet = [.. Enumerable.Range(0, 43).Select(i => 100 + (i % 2))];
        double[] up = Targets("options_delta_neutral", null, [.. quiet, 110]), down = Targets("options_delta_neutral", null, [.. quiet, 91]);
        Assert.True(up[^1] > 0.5 && down[^1] < -0.5);
        Assert.InRange(up[21], 0, 0.1); // just struck: 2·N(σ√T/2) − 1
    }

    [Fact]
    public void A_pair_sells_what_is_dear_and_buys_what_is_cheap_in_the_hedge_ratio()
    {
        Strategy pairs = StrategyCatalog.Create("pairs_trading", null, new StrategySetting(2));
        double[] targets = new double[2];
        for (int i = 0; i < 80; i++)
        {
            double x = 100 + (5 * Math.Sin(i / 3.0)), y = Math.Exp(0.5 * Math.Log(x)) * (1 + (0.001 * Math.Cos(i * 1.7)));
            pairs.OnBars([At(y * (i == 79 ? 1.0025 : 1)), At(x)], targets);
            if (i < 79) Assert.Equal([0, 0], targets);
        }
        Assert.True(targets[0] < 0 && targets[1] > 0);
        Assert.Equal(1, Math.Abs(targets[0]) + Math.Abs(targets[1]), 1e-12);
        Assert.Equal(0.5, -targets[1] / targets[0], 0.02);
    }

    [Fact]
    public void Statistical_arbitrage_is_dollar_neutral_and_sells_the_leader()
    {
        Strategy basket = StrategyCatalog.Create("statistical_arbitrage", null, new StrategySetting(4));
        double[] targets = new double[4], prices = [100, 50, 20, 80];
        var random = new Random(4);
        for (int i = 0; i < 61; i++)
        {
            double market = 0.01 * (random.NextDouble() - 0.5);
            for (int k = 0; k < 4; k++) prices[k] *= 1 + market + (0.002 * (random.NextDouble() - 0.5)) + (k == 2 && i > 50 ? 0.01 : 0);
            basket.OnBars([.. prices.Select(At)], targets);
        }
        Assert.Equal(0, targets.Sum(), 1e-12);
        Assert.Equal(1, targets.Sum(Math.Abs), 1e-12);
        Assert.Equal(targets.Min(), targets[2]);
    }

    [Fact]
    public void Mirror_trading_recognises_what_has_repeated()
    {
        double[] cycle = [.. Enumerable.Range(0, 600).Select(i => 100 * Math.Exp(0.05 * Math.Sin(i * 2 * Math.PI / 40)))];
        double[] targets = Targets("mirror_trading", null, cycle);
        int[] decided = [.. Enumerable.Range(520, 70).Where(i => Math.Abs(cycle[i + 5] / cycle[i] - 1) > 0.02 && (i + 1 - 504) % 5 == 0)];
        Assert.NotEmpty(decided);
        Assert.All(decided, i => Assert.Equal(Math.Sign(cycle[i + 5] - cycle[i]), targets[i]));
    }

    [Fact]
    public void An_ensemble_needs_agreement()
    {
        double[] rise = [.. Enumerable.Range(0, 300).Select(i => 100 * Math.Exp(0.002 * i))];
        string[] members = ["sma_cross", "breakout", "macd_trend"];
        Assert.True(Targets("ensemble", members, rise)[^1] > 0.5);
        Assert.Equal(0, Targets("ensemble", ["breakout", "rsi_reversal"], rise)[^1]); // one long, one short of what is overbought
    }

    [Fact]
    public void The_adaptive_rule_follows_whoever_earned()
    {
        double[] rise = [.. Enumerable.Range(0, 400).Select(i => 100 * Math.Exp((0.002 * i) + (0.01 * Math.Sin(i * 0.9))))];
        Assert.Equal(1, Targets("adaptive", ["breakout", "rsi_reversal"], rise)[^1]);
        Assert.Equal(0, Targets("adaptive", ["breakout", "sma_cross"], [.. rise.Select(_ => 100.0)])[^1]);
    }

    private static PriceBar<double> At(double price) => new(price, price, price, price, 0);

    private static double[] Targets(string name, string[]? members, double[] closes)
    {
        var strategy = (SingleStrategy)StrategyCatalog.Create(name, null, new StrategySetting(1, 252, members));
        return [.. closes.Select(close => strategy.OnBar(At(close)))];
    }
}
