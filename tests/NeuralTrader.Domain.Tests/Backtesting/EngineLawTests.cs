using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Domain.Tests.Backtesting;

/// <summary>What must hold whatever is tested.</summary>
public sealed class EngineLawTests
{
    public static TheoryData<string> Available => [.. StrategyCatalog.All.Where(info => info.IsAvailable).Select(info => info.Name)];

    [Theory, MemberData(nameof(Available))]
    public void Money_is_neither_made_nor_lost_and_rules_are_kept(string name)
    {
        int needed = StrategyCatalog.Find(name).InstrumentsNeeded;
        BarSeries[] bars = [.. Enumerable.Range(0, Math.Max(needed, needed == 2 ? 2 : 3)).Select(k => TestBars.Walk(30 + k, 700, $"W{k}"))];
        var random = new Random(9);
        for (int round = 0; round < 12; round++)
        {
            var spec = new BacktestSpec(
                name, InitialCapital: 20_000, FillRule: (FillRule)random.Next(1, 4), WholeUnits: round % 2 == 0, AllowShort: round % 3 != 0,
                PositionFraction: 0.3 + random.NextDouble(), MaxLeverage: 1.3 + random.NextDouble(), RebalanceBand: 0.2 * random.NextDouble(),
                StopLoss: round % 4 == 1 ? 0.03 : null, TakeProfit: round % 4 == 1 ? 0.04 : null,
                Costs: new TradingCosts(
                    new Commission(CostModel.Combined, 0.5m, 0.0005m, 0.001m, 1), new Slippage(CostModel.Combined, 0.001m, 0.0002m, 0.05m), 0.0001m, 0.02m,
                    round % 3 == 0 ? 0.002m : null));
            BacktestResult result = TestBars.Run(spec, bars);
            BacktestStatistics all = result.Statistics;
            Assert.Equal(all.FinalEquity - all.InitialCapital, result.Trades.Sum(trade => trade.NetProfit), 1e-6);
            Assert.Equal(all.Commission + all.Slippage + all.BorrowFees, result.Trades.Sum(trade => trade.Commission + trade.Slippage + trade.BorrowFee), 1e-6);
            Assert.All(result.Trades, trade =>
            {
                Assert.True(trade.EntryTime <= trade.ExitTime && trade is { Quantity: > 0, MaxAdverse: >= 0, MaxFavourable: >= 0 });
                Assert.True(spec.AllowShort || trade.Side == OrderSide.Buy);
                if (spec.WholeUnits) Assert.Equal(Math.Round(trade.Quantity), trade.Quantity);
            });
            Assert.All(result.Curve.Drawdown, fall => Assert.InRange(fall, 0, 1));
            Assert.Equal((result.Bars, result.Bars), (result.Curve.Times.Length, result.Curve.BenchmarkEquity.Length));
        }
    }

    [Fact]
    public void Without_costs_a_price_scale_changes_nothing()
    {
        BarSeries one = TestBars.Walk(8, 500);
        BarSeries thousandth = BarSeries.FromBars(one.Key, "USD", one.Provenance, [.. one.Select(bar => bar with
        {
            Open = bar.Open / 1024, High = bar.High / 1024, Low = bar.Low / 1024, Close = bar.Close / 1024,
        })]);
        foreach (string name in (string[])["trend_following", "mean_reversion", "breakout"])
        {
            BacktestSpec spec = new(name, StopLoss: 0.05);
            Assert.Equal(TestBars.Run(spec, [one]).Curve.Equity, TestBars.Run(spec, [thousandth]).Curve.Equity);
        }
    }

    [Fact]
    public void A_split_in_raw_prices_leaves_signals_and_money_as_they_were()
    {
        BarSeries smooth = TestBars.Walk(21, 500);
        SeriesKey key = smooth.Key with { Basis = PriceBasis.Raw };
        BarSeries raw = BarSeries.FromBars(key, "USD", smooth.Provenance, [.. smooth.Select((bar, i) => i < 250 ? bar : bar with
        {
            Open = bar.Open / 4, High = bar.High / 4, Low = bar.Low / 4, Close = bar.Close / 4, Volume = bar.Volume * 4,
        })]);
        foreach (string name in (string[])["trend_following", "mean_reversion", "breakout", "sma_cross"])
        {
            BacktestSpec spec = new(name, StopLoss: 0.05);
            double[] expected = TestBars.Run(spec, [smooth]).Curve.Equity;
            double[] actual = TestBars.Run(spec, [raw], [[new CorporateAction(TestBars.Day(250), 4, 0)]]).Curve.Equity;
            for (int i = 0; i < expected.Length; i++) Assert.Equal(1, actual[i] / expected[i], 1e-12);
        }
    }
}
