using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Analysis;
using NeuralTrader.Domain.Trading.Indicators;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Benchmarks;

/// <summary>The computing core alone, one thread.</summary>
internal sealed class DomainCases(TimeSpan spend)
{
    private const int Fast = 20, Slow = 50, TradingDaysInTenYears = 2520, Positions = 10_000;

    private readonly string file = Path.Combine(AppContext.BaseDirectory, "data", "SPX_daily_2000_2020.csv");

    public IEnumerable<Figure> Run()
    {
        BarSeries bars = BarCsv.Read(File.ReadAllBytes(file), file, new ImportOptions("SPX", "PTS")).Series[0];
        yield return TenYears(bars);
        yield return Engine(bars);
        foreach (string indicator in (string[])["sma", "ema", "rsi", "macd", "bollinger", "atr", "adx"]) yield return Indicator(indicator, bars);
        yield return Analysis(bars);
        foreach (Figure figure in Portfolios(Positions)) yield return figure;
        yield return Csv();
    }

    private Figure TenYears(BarSeries bars)
    {
        BarSeries years = bars.Last(TradingDaysInTenYears);
        BacktestSpec spec = Spec();
        Measurement time = Measurement.Of(() => BacktestEngine.Run(spec, [years]), spend);
        return new Figure("back-test with all statistics, 10 years daily × 1 symbol", time.Median * 1e3, "ms", "≤ 5", time.Median <= 0.005,
            Note: $"p95 {time.P95 * 1e3:0.000} ms, {time.AllocatedBytes / 1024} KiB allocated");
    }

    private Figure Engine(BarSeries bars)
    {
        BacktestSpec spec = Spec();
        double final = BacktestEngine.Run(spec, [bars]).Curve.Equity[^1];
        Measurement time = Measurement.Of(() => BacktestEngine.Run(spec, [bars]), spend);
        double rate = bars.Count / time.Median / 1e6;
        References.Answer? numpy = References.NumPySmaCross(file, Fast, Slow);
        bool agrees = numpy is not null && Math.Abs((final / spec.InitialCapital) - numpy.Checksum) < 1e-9 * numpy.Checksum;
        return new Figure("event-driven engine, SMA 20/50 long only, with statistics and benchmark", rate, "M bars/s", "≥ 10", rate >= 10,
            numpy is { } reference ? bars.Count / reference.Seconds / 1e6 : null, numpy is null ? null : $"{numpy.Version}, vectorised, equity curve only",
            numpy is { } r ? r.Seconds / time.Median : null,
            numpy is null ? $"final equity {final:R}; NumPy is not installed" : $"final equity {final / spec.InitialCapital:0.0000000000}, NumPy {numpy.Checksum:0.0000000000}: {(agrees ? "they agree" : "THEY DISAGREE")}");
    }

    private Figure Indicator(string name, BarSeries bars)
    {
        Measurement time = Measurement.Of(() => IndicatorCatalog.Calculate(name, bars), spend / 4);
        return new Figure($"indicator {name}, whole series", time.Median / bars.Count * 1e9, "ns/bar");
    }

    private Figure Analysis(BarSeries bars)
    {
        Measurement time = Measurement.Of(() => MarketAnalysis.Of(bars), spend / 2);
        return new Figure($"quickAnalysis computed anew, {bars.Count} bars", time.Median * 1e3, "ms");
    }

    private IEnumerable<Figure> Portfolios(int count)
    {
        PortfolioBook book = new("bench");
        DateTime day = new(2021, 3, 31, 0, 0, 0, DateTimeKind.Utc);
        book.Apply(new PortfolioOpened("bench", "USD", BrokerKind.Paper, new RiskLimits(), TradingCosts.Free, day));
        book.Apply(new CashMoved(10_000_000_000m, day));
        FixedBoard board = new(day);
        for (int i = 0; i < count; i++)
        {
            string order = $"bench-{i}";
            book.Apply(new OrderAccepted(order, "bench", $"S{i}", OrderSide.Buy, OrderType.Market, TimeInForce.Day, 10 + i, null, null, 100.25m, day, day));
            book.Apply(new OrderFilled(order, 10 + i, 100.25m, (10 + i) * 100.25m, 1m, 0m, day, "bench", day));
        }
        PortfolioStatus status = PortfolioStatus.Of(book, board, 1);
        Measurement time = Measurement.Of(() => PortfolioStatus.Of(book, board, 1), spend);
        yield return new Figure($"portfolio status, {count:N0} positions", time.Median * 1e3, "ms", "≤ 3", time.Median <= 0.003,
            Note: $"p95 {time.P95 * 1e3:0.00} ms, equity {status.Value}, ledger sum {status.Accounts.Values.Sum()}");
        OrderTicket ticket = new("bench", "S1", TradeAction.Buy, 1);
        Measurement decided = Measurement.Of(() => OrderPlacement.Place(book, ticket, board, "next", day), spend / 2);
        yield return new Figure($"an order decided among {count:N0} positions", decided.Median * 1e3, "ms", Note: OrderPlacement.Place(book, ticket, board, "next", day).IsRefused ? "REFUSED" : "accepted and filled");
        Measurement look = Measurement.Of(() => OrderWork.NextStep(book, board, day), spend / 2);
        yield return new Figure($"nothing to catch up in {count:N0} positions", look.Median * 1e3, "ms");
    }

    private Figure Csv()
    {
        byte[] bytes = File.ReadAllBytes(file);
        ImportOptions options = new("SPX", "PTS");
        long rows = BarCsv.Read(bytes, file, options).Report.Accepted;
        Measurement time = Measurement.Of(() => BarCsv.Read(bytes, file, options), spend / 2);
        return new Figure("CSV import with all checks", rows / time.Median / 1e6, "M rows/s");
    }

    private static BacktestSpec Spec() => new(
        "sma_cross", new Dictionary<string, double> { ["fast"] = Fast, ["slow"] = Slow }, AllowShort: false);

    private sealed class FixedBoard(DateTime day) : IQuoteBoard
    {
        private readonly Provenance provenance = new("bench", IsSynthetic: true);

        public long Version => 1;

        public Quote? Find(string symbol) => new(symbol, "USD", 101.5m, 100m, 1_000_000m, day, BarInterval.Day, provenance);

        public IEnumerable<Bar> BarsAfter(string symbol, DateTime time) => [];

        public IEnumerable<CorporateAction> ActionsBetween(string symbol, DateTime after, DateTime through) => [];
    }
}
