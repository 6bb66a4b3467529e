using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Domain.Tests.Backtesting;

/// <summary>The engine against a back-test written another way: columns instead of events, and no shared code.</summary>
public sealed class EngineReferenceTests
{
    private static readonly TradingCosts Costs = new(
        new Commission(CostModel.Percentage, Fraction: 0.001m), new Slippage(CostModel.Percentage, Fraction: 0.0005m), BorrowRateAnnual: 0.03m);

    [Theory]
    [InlineData(5, 20, 0.9), InlineData(20, 50, 0.5), InlineData(50, 200, 1.0)]
    public void Agrees_with_a_vectorised_reference_on_the_index(int fast, int slow, double fraction)
    {
        BarSeries bars = TestBars.Sp500;
        var spec = new BacktestSpec(
            "sma_cross", new Dictionary<string, double> { ["fast"] = fast, ["slow"] = slow }, Costs: Costs, PositionFraction: fraction, MaxLeverage: 2);
        BacktestResult result = TestBars.Run(spec, [bars]);
        double[] expected = Reference(bars, fast, slow, fraction);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(1, result.Curve.Equity[i] / expected[i], 1e-9);
    }

    // Signals first, as a column; then money, segment by segment between changes of the signal.
    private static double[] Reference(BarSeries bars, int fast, int slow, double fraction)
    {
        const double Fee = 0.001, Slip = 0.0005, BorrowPerDay = 0.03 / 365;
        double[] open = bars.Open.ToArray(), close = bars.Close.ToArray(), equity = new double[bars.Count];
        decimal[] prefix = new decimal[close.Length + 1];
        for (int i = 0; i < close.Length; i++) prefix[i + 1] = prefix[i] + (decimal)close[i];
        int[] signal = [.. close.Select((_, i) => i < slow - 1 ? 0 : Math.Sign(
            ((prefix[i + 1] - prefix[i + 1 - fast]) / fast) - ((prefix[i + 1] - prefix[i + 1 - slow]) / slow)))];
        int[] changes = [.. Enumerable.Range(1, close.Length - 1).Where(i => signal[i] != signal[i - 1]), close.Length - 1];
        (double cash, double units) = (100_000, 0);
        Array.Fill(equity, cash, 0, changes[0] + 1);
        for (int c = 0; c + 1 < changes.Length; c++)
        {
            (int from, int to) = (changes[c] + 1, changes[c + 1]);
            double wanted = signal[changes[c]] * fraction * equity[changes[c]] / close[changes[c]];
            if (units < 0) cash += units * close[from - 1] * BorrowPerDay * Days(bars, from);
            double traded = wanted - units, price = open[from] * (1 + (Math.Sign(traded) * Slip));
            cash -= (traded * price) + (Math.Abs(traded) * price * Fee);
            units = wanted;
            for (int i = from; i <= to; i++)
            {
                if (i > from && units < 0) cash += units * close[i - 1] * BorrowPerDay * Days(bars, i);
                equity[i] = cash + (units * close[i]);
            }
        }
        double last = close[^1] * (1 - (Math.Sign(units) * Slip));
        equity[^1] = cash + (units * last) - (Math.Abs(units) * last * Fee);
        return equity;
    }

    private static double Days(BarSeries bars, int i) => (bars.TimeAt(i) - bars.TimeAt(i - 1)).TotalDays;

    [Fact]
    public void Holding_the_index_earns_its_closes_less_costs()
    {
        BarSeries bars = TestBars.Sp500;
        BacktestResult result = TestBars.Run(new BacktestSpec("buy_and_hold", Costs: Costs, FillRule: FillRule.SameClose), [bars]);
        // All of the capital buys at close 0 · 1.0005 with a fee of 0.1 %, and is sold at the last close · 0.9995 less 0.1 %.
        double expected = bars.Close[^1] / bars.Close[0] * 0.9995 * 0.999 / (1.0005 * 1.001);
        Assert.Equal(expected - 1, result.Statistics.TotalReturn, 1e-9);
        Assert.Equal(result.Statistics.TotalReturn, result.Benchmark!.TotalReturn);
        Assert.Equal(1, result.Benchmark.Beta, 1e-12);
        Assert.Equal(0, result.Benchmark.AlphaAnnual, 1e-12);
    }

    [Theory]
    [InlineData("momentum"), InlineData("mean_reversion"), InlineData("trend_following"), InlineData("breakout"), InlineData("options_delta_neutral")]
    [InlineData("adaptive"), InlineData("rsi_reversal")]
    public void Every_cent_of_the_account_is_in_a_trade(string strategy)
    {
        BacktestResult result = TestBars.Run(new BacktestSpec(strategy, Costs: Costs, StopLoss: 0.1), [TestBars.Sp500]);
        BacktestStatistics all = result.Statistics;
        Assert.Equal(all.FinalEquity - all.InitialCapital, result.Trades.Sum(trade => trade.NetProfit), 1e-6);
        Assert.Equal(all.Commission, result.Trades.Sum(trade => trade.Commission), 1e-6);
        Assert.Equal(all.Slippage, result.Trades.Sum(trade => trade.Slippage), 1e-6);
        Assert.Equal(all.BorrowFees, result.Trades.Sum(trade => trade.BorrowFee), 1e-6);
        Assert.Equal(all.Trades, result.Trades.Length);
        Assert.All(result.Trades, trade => Assert.True(trade is { MaxAdverse: >= 0, MaxFavourable: >= 0, Commission: > 0, Slippage: >= 0 }));
    }

    [Fact]
    public void Cash_is_never_borrowed_without_leverage()
    {
        // A gap up between signal and open would need more money than there is: the order is cut, and the account stays within its means.
        BarSeries bars = TestBars.Of((10, 10, 10, 10), (20, 20, 20, 20), (20, 20, 10, 10));
        BacktestResult result = TestBars.Run(
            new BacktestSpec("buy_and_hold", InitialCapital: 1000, Costs: new TradingCosts(new Commission(CostModel.Fixed, PerOrder: 10))), [bars]);
        Assert.Equal(49.5, Assert.Single(result.Trades).Quantity, 1e-9); // (1000 − 10) / 20
        Assert.Equal(485, result.Statistics.FinalEquity, 1e-9); // 49.5 · 10 − 10
    }

    [Fact]
    public void Two_runs_are_one_answer_and_json_carries_it()
    {
        BacktestSpec spec = new("adaptive", Costs: Costs);
        var options = new System.Text.Json.JsonSerializerOptions(System.Text.Json.JsonSerializerDefaults.Web)
        {
            NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        };
        string first = System.Text.Json.JsonSerializer.Serialize(TestBars.Run(spec, [TestBars.Sp500]), options);
        Assert.Equal(first, System.Text.Json.JsonSerializer.Serialize(TestBars.Run(spec, [TestBars.Sp500]), options));
        BacktestResult back = System.Text.Json.JsonSerializer.Deserialize<BacktestResult>(first, options)!;
        Assert.Equal(first, System.Text.Json.JsonSerializer.Serialize(back, options));
    }

    [Fact]
    public void Progress_ends_at_one_and_a_run_can_be_cancelled()
    {
        var heard = new Recorder();
        BacktestEngine.Run(new BacktestSpec("sma_cross"), [TestBars.Sp500], progress: heard, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, heard.Values[^1]);
        Assert.Equal(heard.Values.Order(), heard.Values);
        Assert.Throws<OperationCanceledException>(
            () => BacktestEngine.Run(new BacktestSpec("sma_cross"), [TestBars.Sp500], cancellationToken: new CancellationToken(canceled: true)));
    }

    private sealed class Recorder : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }
}
