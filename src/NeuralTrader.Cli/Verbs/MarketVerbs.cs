using System.CommandLine;
using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Markets: `nt instruments`, `nt bars`, `nt analyse`, `nt indicator`.</summary>
internal static class MarketVerbs
{
    public static Verb Instruments()
    {
        Argument<string?> symbol = new("symbol") { Description = "Only this one.", Arity = ArgumentArity.ZeroOrOne };
        Verb verb = new("instruments", "List the instruments and series that are loaded.")
        {
            Examples = ["nt instruments", "nt instruments SPX"],
            Work = session => session.Show(new ListInstrumentsRequest(session.Get(symbol)), (InstrumentList list) => session.Page.Table(
                list.Series,
                new("Symbol", series => series.Key.Symbol),
                new("Name", series => list.Instruments.FirstOrDefault(one => one.Symbol == series.Key.Symbol)?.Name ?? "", Drop: 4),
                new("Bars of", series => Wire.Word(series.Key.Interval)),
                new("Prices", series => Wire.Word(series.Key.Basis), Short: series => Wire.Word(series.Key.Basis).Split('_')[0]),
                new("Currency", series => series.Currency, Drop: 3),
                new("Bars", series => Figures.Whole(series.Count), Look.Right),
                new("First", series => Figures.Time(series.First), Short: series => Figures.Day(series.First)),
                new("Last", series => Figures.Time(series.Last), Short: series => Figures.Day(series.Last)),
                new("Source", series => Source(series.Provenance), Short: series => ShortSource(series.Provenance), Drop: 1))),
        };
        verb.Add(symbol);
        return verb;
    }

    public static Verb Bars()
    {
        Argument<string> symbol = Ask.Text("symbol", "The instrument.");
        Option<BarInterval?> interval = Ask.Interval();
        Option<PriceBasis?> basis = Ask.Word<PriceBasis>("--basis", "Which corporate actions are in the prices; the best there is by default.");
        Option<DateTime?> from = Ask.From(), to = Ask.To();
        Option<int> limit = new("--limit") { Description = "Most bars; the newest are kept.", DefaultValueFactory = _ => 20 };
        Verb verb = new("bars", "Show stored bars, oldest first.")
        {
            Examples = ["nt bars SPX", "nt bars SPX --from 2008-09-01 --to 2008-12-31 --limit 100", "nt bars SPX --interval month"],
            Work = session => session.Show(
                new GetMarketDataRequest(session.Get(symbol), MarketDataKind.Bars, session.Get(interval) ?? BarInterval.Day, session.Get(basis),
                    session.Get(from), session.Get(to), session.Get(limit)),
                (MarketData data) => Show(session.Page, data)),
        };
        foreach (Option option in (Option[])[interval, basis, from, to, limit]) verb.Add(option);
        verb.Add(symbol);
        return verb;
    }

    public static Verb Analyse()
    {
        Argument<string> symbol = Ask.Text("symbol", "The instrument.");
        Option<BarInterval?> interval = Ask.Interval();
        Verb verb = new("analyse", "What a market looks like now: trend, indicators, levels, and a recommendation with its reasons.")
        {
            Examples = ["nt analyse SPX", "nt analyse SPX --interval week --json"],
            Work = session => session.Show(
                new QuickAnalysisRequest(session.Get(symbol), session.Get(interval) ?? BarInterval.Day),
                (QuickAnalysisAnswer answer) => AnalysisView.Write(session.Page, answer)),
        };
        verb.Aliases.Add("analyze");
        verb.Add(symbol);
        verb.Add(interval);
        return verb;
    }

    public static Verb Indicator()
    {
        Argument<string> name = Ask.Text("name", "The indicator, such as rsi."), symbol = Ask.Text("symbol", "The instrument.");
        Option<Dictionary<string, double>?> parameters = Ask.Parameters("A parameter of the indicator; the others take their defaults.");
        Option<BarInterval?> interval = Ask.Interval();
        Option<DateTime?> from = Ask.From(), to = Ask.To();
        Verb verb = new("indicator", "Compute an indicator over stored bars.")
        {
            Examples = ["nt indicator rsi SPX -p period=14", "nt indicator bollinger SPX --from 2020-01-01"],
            Work = session => session.Show(
                new CalculateIndicatorRequest(session.Get(name), session.Get(symbol), session.Get(parameters), session.Get(interval) ?? BarInterval.Day, null,
                    session.Get(from), session.Get(to)),
                (IndicatorAnswer answer) => AnalysisView.Write(session.Page, answer)),
        };
        verb.Add(name);
        verb.Add(symbol);
        foreach (Option option in (Option[])[parameters, interval, from, to]) verb.Add(option);
        return verb;
    }

    /// <summary>Where data come from, synthetic ones marked.</summary>
    public static string Source(Provenance? provenance) =>
        provenance is null ? Figures.None : provenance.IsSynthetic ? $"SYNTHETIC {provenance.Source}" : provenance.Source;

    private static string ShortSource(Provenance provenance)
    {
        const int longest = 13;
        if (provenance.IsSynthetic) return "SYNTHETIC";
        return provenance.Source.Length <= longest ? provenance.Source : string.Concat(provenance.Source.AsSpan(0, longest - 1), "…");
    }

    private static void Show(Page page, MarketData data)
    {
        IReadOnlyList<Bar> bars = data.Bars ?? [];
        Func<double, string> price = Figures.Prices(bars.SelectMany(bar => (double[])[bar.Open, bar.High, bar.Low, bar.Close]));
        page.Heading($"{data.Symbol}, {data.Currency}, {(data.Interval is { } interval ? Wire.Word(interval) : "")} "
            + $"{(data.Basis is { } basis ? Wire.Word(basis) : "")}, {Source(data.Provenance)}");
        page.Table(bars,
            new("Time", bar => Figures.Time(bar.Time)), new("Open", bar => price(bar.Open), Look.Right), new("High", bar => price(bar.High), Look.Right),
            new("Low", bar => price(bar.Low), Look.Right), new("Close", bar => price(bar.Close), Look.Right),
            new("Volume", bar => Figures.Number(bar.Volume), Look.Right));
        page.Line(Sparkline.Of([.. bars.Select(bar => bar.Close)]));
        if (data.Available > bars.Count) page.Note($"The newest {Figures.Whole(bars.Count)} of {Figures.Whole(data.Available)}; --limit shows more.");
    }
}
