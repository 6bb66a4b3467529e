using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Analysis;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Shows analyses, indicators and simulated trades.</summary>
internal static class AnalysisView
{
    private const int NewestRows = 15;

    public static void Write(Page page, QuickAnalysisAnswer answer)
    {
        QuickAnalysis now = answer.Analysis;
        Action<string> say = now.Recommendation switch { Recommendation.Buy => page.Good, Recommendation.Hold => page.Warn, Recommendation.Sell => page.Bad };
        page.Heading($"{now.Symbol} at {Figures.Time(now.AsOf)}, {Figures.Whole(now.Bars)} bars, {MarketVerbs.Source(now.Provenance)}");
        say($"{now.Recommendation} (score {now.Score}), {now.Trend.ToString().ToLowerInvariant()} trend");
        Func<double, string> price = Figures.Prices([now.Price]);
        page.Grid(
            ("Price", price(now.Price)), ("Change", Figures.Return(now.Change)), ("Volatility", $"{Figures.Percent(now.VolatilityAnnual)} per year"),
            ("Volume", now.VolumeTrend.ToString().ToLowerInvariant()), ("SMA 20 / 50", $"{price(now.Sma20)} / {price(now.Sma50)}"),
            ("RSI 14", Figures.Ratio(now.Rsi14)),
            ("MACD", $"{Figures.Ratio(now.Macd)}, signal {Figures.Ratio(now.MacdSignal)}, histogram {Figures.Ratio(now.MacdHistogram)}"),
            ("Bollinger", $"{price(now.BollingerLower)} … {price(now.BollingerMiddle)} … {price(now.BollingerUpper)}"),
            ("ATR / ADX 14", $"{price(now.Atr14)} / {Figures.Ratio(now.Adx14)}"),
            ("Support", Levels(now.Support, price)), ("Resistance", Levels(now.Resistance, price)));
        page.Table(now.Reasons,
            new("Reason", reason => reason.Indicator),
            new("Points", reason => reason.Points.ToString("+0;-0;0", System.Globalization.CultureInfo.InvariantCulture), Look.Signed),
            new("", reason => reason.Text));
        Device(page, answer.Device);
    }

    public static void Write(Page page, IndicatorAnswer answer)
    {
        int n = answer.Times.Count, first = Math.Max(0, n - NewestRows);
        string parameters = string.Join(", ", answer.Parameters.Select(one => $"{one.Key} {Figures.Number(one.Value)}"));
        page.Heading($"{answer.Name}({parameters}) of {answer.Series.Symbol}, {MarketVerbs.Source(answer.Provenance)}");
        foreach ((string name, double[] values) in answer.Outputs) page.Line($"{Sparkline.Of(values)}  {name}");
        Column<int>[] outputs = [.. answer.Outputs.Select(output => new Column<int>(output.Key, row => Figures.Number(output.Value[row]), Look.Right))];
        page.Table([.. Enumerable.Range(first, n - first)], [new("Time", row => Figures.Time(answer.Times[row])), .. outputs]);
        page.Note($"The newest {n - first} of {Figures.Whole(n)} bars; --json prints all. Not defined for the first {answer.WarmUpBars} bars of a series.");
        Device(page, answer.Device);
    }

    public static void Write(Page page, SimulateTradeAnswer answer)
    {
        TradeSimulationResult found = answer.Simulation;
        page.Heading($"{Wire.Word(found.Spec.Action)} {Figures.Number(found.Spec.Quantity)} {found.Symbol} at {Figures.Number(found.EntryPrice)}, held "
            + $"{found.Spec.HorizonBars} bars, {MarketVerbs.Source(found.Provenance)}");
        page.Grid(
            ("Expected profit", $"{Figures.Gain(found.ExpectedProfit)} (± {Figures.Money(found.StandardError)})"),
            ("Expected return", Figures.Return(found.ExpectedReturn)),
            ("Median", Figures.Gain(found.Median)), ("Deviation", Figures.Money(found.Deviation)),
            ("Probability of profit", Figures.Percent(found.ProbabilityOfProfit)),
            ("Value at risk 95 %", Figures.Money(found.ValueAtRisk95)), ("Expected shortfall 95 %", Figures.Money(found.ExpectedShortfall95)),
            ("Round trip cost", Figures.Money(found.RoundTripCost)), ("Risk score", Figures.Ratio(found.RiskScore)));
        page.Table([.. Enumerable.Range(0, found.Levels.Length)],
            new("Quantile", i => Figures.Percent(found.Levels[i]), Look.Right), new("Profit", i => Figures.Gain(found.Quantiles[i]), Look.Signed));
        if (found.Analogues is { } past)
            page.Line($"{past.Count} past signals like it: mean {Figures.Return(past.MeanReturn)}, {Figures.Percent(past.WinRate)} won, worst "
                + $"{Figures.Return(past.Worst)}, best {Figures.Return(past.Best)}.");
        foreach (string warning in found.Warnings) page.Warn(warning);
        Device(page, answer.Device);
    }

    private static void Device(Page page, DeviceUsed device)
    {
        if (device.FallbackReason is { } reason) page.Note($"Done on {device.Name}: {reason}");
    }

    private static string Levels(IReadOnlyList<double> levels, Func<double, string> price) =>
        levels.Count == 0 ? Figures.None : string.Join(", ", levels.Select(price));
}
