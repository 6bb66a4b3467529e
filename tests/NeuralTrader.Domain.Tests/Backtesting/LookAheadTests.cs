using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Domain.Tests.Backtesting;

/// <summary>Whatever the future is, the past stays what it was.</summary>
public sealed class LookAheadTests
{
    private const int Bars = 620;

    private static readonly TradingCosts Costs = new(
        new Commission(CostModel.Combined, 1, 0.001m, 0.01m), new Slippage(CostModel.Combined, 0.01m, 0.0005m, 0.1m), 0.0001m, 0.02m, 0.2m);

    public static TheoryData<string, FillRule> Cases
    {
        get
        {
            var cases = new TheoryData<string, FillRule>();
            foreach (StrategyInfo info in StrategyCatalog.All)
                foreach (FillRule rule in (FillRule[])[FillRule.NextOpen, FillRule.NextClose, FillRule.SameClose])
                    if (info.IsAvailable) cases.Add(info.Name, rule);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Bars_after_t_change_nothing_up_to_t(string name, FillRule rule)
    {
        StrategyInfo info = StrategyCatalog.Find(name);
        BarSeries[] past = [.. Enumerable.Range(0, info.InstrumentsNeeded).Select(k => TestBars.Walk(11 + k, Bars, $"W{k}"))];
        double? stop = info.InstrumentsNeeded == 1 && name != "buy_and_hold" ? 0.08 : null;
        BacktestSpec spec = new(name, FillRule: rule, Costs: Costs, StopLoss: stop, InitialCapital: 10_000);
        BacktestResult whole = TestBars.Run(spec, past);
        Assert.NotEmpty(whole.Trades);
        foreach (int t in (int[])[100, 300, 515, 560, 600])
        {
            BacktestResult other = TestBars.Run(spec, [.. past.Select((series, k) => OtherFuture(series, t, 100 + k))]);
            Assert.Equal(whole.Curve.Equity[..(t + 1)], other.Curve.Equity[..(t + 1)]);
            Assert.Equal(whole.Curve.Exposure[..(t + 1)], other.Curve.Exposure[..(t + 1)]);
            Assert.Equal(whole.Curve.BenchmarkEquity[..(t + 1)], other.Curve.BenchmarkEquity[..(t + 1)]);
            Assert.Equal(Until(whole, t), Until(other, t));
            Assert.NotEqual(whole.Curve.Equity[^1], other.Curve.Equity[^1]);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_signal_never_fills_before_its_rule_allows(string name, FillRule rule)
    {
        // Up to t the bars are the same; the run that ends at t shows the orders that bar t's close gave. None of them has traded by t.
        StrategyInfo info = StrategyCatalog.Find(name);
        BarSeries[] all = [.. Enumerable.Range(0, info.InstrumentsNeeded).Select(k => TestBars.Walk(11 + k, Bars, $"W{k}"))];
        BacktestSpec spec = new(name, FillRule: rule, InitialCapital: 10_000);
        int found = 0;
        BacktestResult whole = TestBars.Run(spec, all);
        foreach (BacktestTrade trade in whole.Trades.Take(10))
        {
            int entry = (int)(trade.EntryTime - TestBars.Day(0)).TotalDays, signal = rule == FillRule.SameClose ? entry : entry - 1;
            if (signal < 1) continue;
            BacktestResult cut = TestBars.Run(spec, [.. all.Select(series => series.Slice(0, signal + 1))]);
            BacktestOpenOrder order = Assert.Single(cut.OpenOrders, order => order.Symbol == trade.Symbol);
            Assert.Equal((TestBars.Day(signal), trade.Side), (order.SignalTime, order.Side));
            double price = rule == FillRule.NextOpen ? PriceOf(trade, all).Open[entry] : PriceOf(trade, all).Close[entry];
            if (trade.BarsHeld == 1) Assert.Equal(price, trade.EntryPrice, 1e-9);
            found++;
        }
        Assert.True(found > 0 || name == "buy_and_hold", "the strategy must trade for this to prove anything");
    }

    private static BarSeries PriceOf(BacktestTrade trade, BarSeries[] all) => all.Single(series => series.Key.Symbol == trade.Symbol);

    private static BacktestTrade[] Until(BacktestResult result, int t) =>
        [.. result.Trades.Where(trade => trade.ExitTime <= TestBars.Day(t) && trade.Exit != ExitReason.EndOfTest)];

    private static BarSeries OtherFuture(BarSeries series, int t, int seed)
    {
        var random = new Random(seed);
        return BarSeries.FromBars(series.Key, series.Currency, series.Provenance, [.. series.Select((bar, i) => i <= t ? bar : Shaken(bar, random))]);
    }

    private static Bar Shaken(Bar bar, Random random)
    {
        double by = 0.5 + random.NextDouble();
        return new Bar(bar.Time, bar.Open * by, bar.High * by, bar.Low * by, bar.Close * by, bar.Volume * (0.5 + random.NextDouble()));
    }
}
