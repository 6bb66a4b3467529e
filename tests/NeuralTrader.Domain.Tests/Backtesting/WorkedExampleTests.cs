using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Domain.Tests.Backtesting;

/// <summary>Small accounts worked out by hand.</summary>
public sealed class WorkedExampleTests
{
    private const double Exact = 1e-9;

    private static readonly TradingCosts OnePercentAndOne = new(
        new Commission(CostModel.Percentage, Fraction: 0.01m), new Slippage(CostModel.Fixed, PerUnit: 0.5m));

    // sma_cross 1/2 is long after a rise and short after a fall.
    private static BacktestSpec Cross(TradingCosts? costs = null) =>
        new("sma_cross", new Dictionary<string, double> { ["fast"] = 1, ["slow"] = 2 }, Costs: costs, InitialCapital: 1000, AllowShort: false);

    [Fact]
    public void Six_bars_with_commission_and_slippage()
    {
        // Signals at closes: 10 (none), 12 up → long, 11 down → flat, 11 keeps flat, 14 up → long, 16.
        BarSeries bars = TestBars.Of((10, 10, 10, 10), (11, 12, 11, 12), (12.5, 13, 10, 11), (11.5, 12, 11, 11), (12, 14, 12, 14), (15, 17, 15, 16));
        BacktestResult result = TestBars.Run(Cross(OnePercentAndOne) with { PositionFraction = 0.6 }, [bars]);

        // Close 1: 0.6 · 1000 / 12 = 50 units; open 2 at 12.5 + 0.5 = 13: 650, commission 6.5, cash 343.5; equity at 11: 893.5.
        // Close 2: flat; open 3 at 11.5 − 0.5 = 11: 550, commission 5.5, cash 888.
        // Close 4: 0.6 · 888 / 14 = 38.057142857…; open 5 at 15.5: 589.885714…, commission 5.898857…; sold at the close 16 − 0.5 = 15.5:
        // the same value, commission the same: cash 888 − 2 · 5.898857142857… = 876.202285714…
        Assert.Equal([1000, 1000, 893.5, 888, 888, 876.2022857142857], result.Curve.Equity, (a, b) => Math.Abs(a - b) < Exact);
        BacktestTrade first = result.Trades[0], second = result.Trades[1];
        Assert.Equal((TestBars.Day(2), TestBars.Day(3), 13.0, 11.0), (first.EntryTime, first.ExitTime, first.EntryPrice, first.ExitPrice));
        Assert.Equal(-50, first.GrossProfit, Exact); // 50 · (11.5 − 12.5)
        Assert.Equal(50, first.Slippage, Exact);
        Assert.Equal(12, first.Commission, Exact);
        Assert.Equal(-112, first.NetProfit, Exact);
        Assert.Equal(3.0 / 13, first.MaxAdverse, Exact); // bar 2's low of 10 under an entry at 13; its high of 13 is no gain
        Assert.Equal(0, first.MaxFavourable, Exact);
        Assert.Equal(ExitReason.EndOfTest, second.Exit);
        Assert.Equal(0.5, result.Statistics.ExposureTime * 1.5, Exact); // bars 2 and 5 of 6
        Assert.Equal(-0.1237977142857143, result.Statistics.TotalReturn, Exact);
        Assert.Equal(0.1237977142857143, result.Statistics.MaxDrawdown, Exact);
        Assert.Equal(0, result.Statistics.WinRate);
    }

    [Fact]
    public void A_short_is_a_liability_and_pays_its_lender_by_the_day()
    {
        // Close 1 falls: short 1000 / 9 units at open 2 (9). Borrow 36.5 % a year is 0.1 % a day of the value at the close before.
        BarSeries bars = TestBars.Of((10, 10, 10, 10), (10, 10, 9, 9), (9, 9, 8, 8), (8, 8, 7.2, 7.2));
        var spec = new BacktestSpec(
            "sma_cross", new Dictionary<string, double> { ["fast"] = 1, ["slow"] = 2 }, InitialCapital: 900,
            Costs: new TradingCosts(BorrowRateAnnual: 0.365m));
        BacktestResult result = TestBars.Run(spec, [bars]);

        // 100 units short: cash 1800; equity at 8: 1800 − 800 = 1000; one day costs 0.8; at 7.2: 1799.2 − 720 = 1079.2, bought back.
        Assert.Equal([900, 900, 1000, 1079.2], result.Curve.Equity, (a, b) => Math.Abs(a - b) < Exact);
        Assert.Equal(0.8, result.Statistics.BorrowFees, Exact);
        BacktestTrade trade = Assert.Single(result.Trades);
        Assert.Equal((OrderSide.Sell, 100.0), (trade.Side, trade.Quantity));
        Assert.Equal(179.2, trade.NetProfit, Exact);
        Assert.Equal(-0.8, result.Curve.Exposure[2], Exact);
    }

    [Theory]
    [InlineData(true, 1010)] // 100 units of 10: a dividend of 0.1 each, then two for one; the price halves and nothing else happens
    [InlineData(false, 1000)]
    public void A_split_changes_no_value_and_a_dividend_is_paid_once(bool paysDividend, double expected)
    {
        BarSeries bars = TestBars.Of((10, 10, 10, 10), (10, 10, 10, 10), (5, 5, 5, 5), (5, 5, 5, 5));
        var action = new CorporateAction(TestBars.Day(2), 2, paysDividend ? 0.1 : 0);
        BacktestResult result = TestBars.Run(new BacktestSpec("buy_and_hold", InitialCapital: 1000), [bars], [[action]]);
        Assert.Equal(expected, result.Statistics.FinalEquity, Exact);
        Assert.Equal(200, Assert.Single(result.Trades).Quantity, Exact);
        Assert.Equal(0, result.Statistics.MaxDrawdown);
    }

    [Fact]
    public void A_short_pays_the_dividend()
    {
        BarSeries bars = TestBars.Of((10, 10, 10, 10), (10, 10, 9, 9), (9, 9, 9, 9), (9, 9, 9, 9));
        var spec = new BacktestSpec("sma_cross", new Dictionary<string, double> { ["fast"] = 1, ["slow"] = 2 }, InitialCapital: 900);
        BacktestResult result = TestBars.Run(spec, [bars], [[new CorporateAction(TestBars.Day(3), 1, 0.5)]]);
        Assert.Equal(-50, result.Statistics.Dividends, Exact);
        Assert.Equal(850, result.Statistics.FinalEquity, Exact);
    }

    [Fact]
    public void Dividends_of_split_adjusted_prices_are_in_adjusted_units()
    {
        // A dividend of 1 for each old unit of 20, whose price is shown as 10 because of a later two-for-one split: 0.5 for each shown unit.
        BarSeries bars = TestBars.Named("TEST", PriceBasis.SplitAdjusted, (10, 10, 10, 10), (10, 10, 10, 10), (9.5, 9.5, 9.5, 9.5), (9.5, 9.5, 9.5, 9.5));
        CorporateAction[] actions = [new(TestBars.Day(2), 1, 1), new(TestBars.Day(3), 2, 0)];
        Assert.Equal(1000, TestBars.Run(new BacktestSpec("buy_and_hold", InitialCapital: 1000), [bars], [actions]).Statistics.FinalEquity, Exact);
    }

    [Fact]
    public void A_gap_through_the_stop_fills_at_the_open_and_the_stop_bars_the_way_back()
    {
        BarSeries bars = TestBars.Of((10, 10, 10, 10), (10, 10.5, 9.6, 10), (8, 9, 7, 9), (9, 10, 9, 10));
        BacktestResult result = TestBars.Run(new BacktestSpec("buy_and_hold", InitialCapital: 1000, StopLoss: 0.05), [bars]);
        BacktestTrade trade = Assert.Single(result.Trades);
        Assert.Equal((8.0, ExitReason.StopLoss, TestBars.Day(2)), (trade.ExitPrice, trade.Exit, trade.ExitTime)); // stop 9.5, never traded
        Assert.Equal(800, result.Statistics.FinalEquity, Exact);
        Assert.Equal(0.2, trade.MaxAdverse, Exact); // the low of 7 came after the exit
    }

    [Fact]
    public void When_a_bar_reaches_stop_and_profit_the_stop_counts()
    {
        BarSeries bars = TestBars.Of((10, 10, 10, 10), (10, 12, 8, 10), (10, 10, 10, 10));
        BacktestResult result = TestBars.Run(new BacktestSpec("buy_and_hold", InitialCapital: 1000, StopLoss: 0.1, TakeProfit: 0.1), [bars]);
        Assert.Equal((9.0, ExitReason.StopLoss), (result.Trades[0].ExitPrice, result.Trades[0].Exit));
        result = TestBars.Run(new BacktestSpec("buy_and_hold", InitialCapital: 1000, StopLoss: 0.3, TakeProfit: 0.1), [bars]);
        Assert.Equal((11.0, ExitReason.TakeProfit), (result.Trades[0].ExitPrice, result.Trades[0].Exit));
    }

    [Fact]
    public void Participation_fills_in_parts_that_are_carried_over()
    {
        // 100 units wanted; 4 % of a volume of 1,000 is 40 a bar: 40, 40, 20.
        BarSeries bars = TestBars.Of((10, 10, 10, 10), (10, 10, 10, 10), (10, 10, 10, 10), (10, 10, 10, 10), (10, 10, 10, 10));
        BacktestResult result = TestBars.Run(
            new BacktestSpec("buy_and_hold", InitialCapital: 1000, Costs: new TradingCosts(MaxParticipation: 0.04m)), [bars]);
        Assert.Equal([0, 0.4, 0.8, 1, 1], result.Curve.Exposure, (a, b) => Math.Abs(a - b) < Exact);
        result = TestBars.Run(
            new BacktestSpec("buy_and_hold", InitialCapital: 1000, Costs: new TradingCosts(MaxParticipation: 0.02m)), [bars]);
        Assert.Equal(20, Assert.Single(result.OpenOrders).Quantity, Exact);
    }

    [Theory]
    [InlineData(FillRule.NextOpen, 1, 11)]
    [InlineData(FillRule.NextClose, 1, 12)]
    [InlineData(FillRule.SameClose, 0, 10)]
    public void A_fill_rule_says_which_price_trades(FillRule rule, int day, double price)
    {
        BarSeries bars = TestBars.Of((9, 10, 9, 10), (11, 12, 11, 12), (13, 14, 13, 14));
        BacktestTrade trade = Assert.Single(TestBars.Run(new BacktestSpec("buy_and_hold", FillRule: rule), [bars]).Trades);
        Assert.Equal((TestBars.Day(day), price, TestBars.Day(2), 14.0), (trade.EntryTime, trade.EntryPrice, trade.ExitTime, trade.ExitPrice));
    }

    [Fact]
    public void Ruin_ends_the_test_and_is_said()
    {
        BarSeries bars = TestBars.Of((10, 10, 10, 10), (10, 10, 9, 9), (9, 30, 9, 30), (30, 30, 5, 5), (5, 5, 5, 5));
        var spec = new BacktestSpec("sma_cross", new Dictionary<string, double> { ["fast"] = 1, ["slow"] = 2 }, InitialCapital: 900);
        BacktestResult result = TestBars.Run(spec, [bars]);
        Assert.Equal(TestBars.Day(2), result.RuinedAt);
        Assert.Equal((3, -1200.0), (result.Bars, result.Statistics.FinalEquity)); // 1800 in cash, 100 units to be bought back at 30
        Assert.Equal(ExitReason.Ruin, Assert.Single(result.Trades).Exit);
        BacktestStatistics all = result.Statistics;
        Assert.True(all is { AnnualReturn: double.NaN, AnnualVolatility: double.NaN, Sharpe: double.NaN, Sortino: double.NaN, Calmar: double.NaN });
        Assert.True(all is { Skewness: double.NaN, ExcessKurtosis: double.NaN });
        BenchmarkStatistics beside = result.Benchmark!;
        Assert.True(beside is { AlphaAnnual: double.NaN, AlphaTStatistic: double.NaN, Beta: double.NaN, Correlation: double.NaN });
        Assert.True(beside is { TrackingErrorAnnual: double.NaN, InformationRatio: double.NaN });
        Assert.Equal(2.0, beside.TotalReturn, Exact); // what holding earned until then: 10 to 30
        Assert.Equal(-7 / 3.0, all.TotalReturn, Exact);
        Assert.Equal(7 / 3.0, all.MaxDrawdown, Exact);
        Assert.Contains(result.Warnings, warning => warning.Contains("used up", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_last_sale_costs_may_be_the_ruin()
    {
        // Short 900 / 9.09 = 99.0099 units at 9: cash 900 + 891.0891 − 8.9109; at 17.9 that leaves 9.9010, and buying back costs 17.7228.
        BarSeries bars = TestBars.Of((10, 10, 10, 10), (10, 10, 9, 9), (9, 17.9, 9, 17.9));
        var spec = new BacktestSpec(
            "sma_cross", new Dictionary<string, double> { ["fast"] = 1, ["slow"] = 2 }, InitialCapital: 900,
            Costs: new TradingCosts(new Commission(CostModel.Percentage, Fraction: 0.01m)));
        BacktestResult result = TestBars.Run(spec, [bars]);
        Assert.Equal(9.9010 - 17.7228, result.Statistics.FinalEquity, tolerance: 1e-4);
        Assert.Equal(TestBars.Day(2), result.RuinedAt);
        Assert.True(double.IsNaN(result.Statistics.Sharpe));
    }

    [Fact]
    public void A_ruined_account_has_no_ratio_to_compare()
    {
        BarSeries bars = TestBars.Of((10, 10, 10, 10), (10, 10, 9, 9), (9, 10, 9, 10), (10, 12, 10, 12), (12, 30, 12, 30));
        BarSeries leaps = TestBars.Of((10, 10, 10, 10), (10, 10, 9, 9), (9, 9, 8, 8), (8, 8, 7, 7), (7, 30, 7, 30));
        BacktestResult ruined = TestBars.Run(new BacktestSpec("sma_cross", new Dictionary<string, double> { ["fast"] = 1, ["slow"] = 2 }), [leaps]);
        BacktestResult held = TestBars.Run(new BacktestSpec("buy_and_hold"), [bars]);
        Assert.NotNull(ruined.RuinedAt);
        ComparisonResult compared = BacktestComparison.Compare([ruined, held], draws: 100, cancellationToken: TestContext.Current.CancellationToken);
        BacktestDifference difference = Assert.Single(compared.Differences);
        Assert.True(double.IsNaN(difference.FirstSharpe) && double.IsNaN(difference.SharpeDifference));
        Assert.Equal(1, compared.BestSharpe);
        Assert.Contains(compared.Warnings, warning => warning.StartsWith("Result 0 used up its account on 2020-01-05", StringComparison.Ordinal));
    }

    [Fact]
    public void Instruments_share_one_account_and_sales_pay_for_purchases()
    {
        // Each has half. The second has no bar on day 2 and is held at its last close.
        BarSeries a = TestBars.Named("A", PriceBasis.Raw, (10, 10, 10, 10), (10, 10, 10, 10), (12, 12, 12, 12), (12, 12, 12, 12));
        BarSeries b = BarSeries.FromBars(a.Key with { Symbol = "B" }, "USD", a.Provenance, [.. a.Where((_, i) => i != 2)]);
        BacktestResult result = TestBars.Run(new BacktestSpec("buy_and_hold", InitialCapital: 1000), [a, b]);
        Assert.Equal([1000, 1000, 1100, 1200], result.Curve.Equity, (x, y) => Math.Abs(x - y) < Exact);
        Assert.Contains(result.Warnings, warning => warning.StartsWith("B has no bar at 1 of 4", StringComparison.Ordinal));
    }

    [Fact]
    public void Interest_is_earned_on_cash_but_not_on_a_shorts_proceeds()
    {
        BarSeries bars = TestBars.Of((10, 10, 10, 10), (10, 10, 9, 9), (9, 9, 9, 9), (9, 9, 9, 9));
        var spec = new BacktestSpec(
            "sma_cross", new Dictionary<string, double> { ["fast"] = 1, ["slow"] = 2 }, InitialCapital: 900, CashRateAnnual: 0.365);
        double[] equity = TestBars.Run(spec, [bars]).Curve.Equity;
        Assert.Equal(900.9, equity[1], Exact);
        Assert.Equal(901.8009, equity[2], Exact);
        Assert.Equal(901.8009 * 1.001, equity[3], Exact); // cash 1,801.8…, of which 900 is the short's
    }
}
