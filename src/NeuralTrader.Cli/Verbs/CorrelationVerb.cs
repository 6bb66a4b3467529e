using System.CommandLine;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Cli.Verbs;

/// <summary>How instruments go together: `nt correlation`.</summary>
internal static class CorrelationVerb
{
    private const int MostColumns = 12;

    public static Verb Create()
    {
        Argument<string[]> symbols = new("symbols") { Description = "Two or more instruments.", Arity = new ArgumentArity(2, 10_000) };
        Option<CorrelationMethod?> method = Ask.Word<CorrelationMethod>("--method", "How correlations are estimated; pearson by default.");
        Option<ShrinkageTarget?> target = Ask.Word<ShrinkageTarget>("--target", "What shrinkage draws towards; constant_correlation by default.");
        Option<double> decay = new("--decay") { Description = "λ of method ewma.", DefaultValueFactory = _ => 0.94 };
        Option<int?> window = new("--window") { Description = "Newest returns used; all by default." };
        Option<int?> rolling = new("--rolling") { Description = "Returns of a moving window in which each pair is followed over time." };
        Option<int> pairs = new("--pairs") { Description = "How many of the highest and lowest pairs to list.", DefaultValueFactory = _ => 10 };
        Option<BarInterval?> interval = Ask.Interval();
        Option<DateTime?> from = Ask.From(), to = Ask.To();
        Verb verb = new("correlation", "How instruments go together: the matrix in the order of its clusters, the nearest and farthest pairs, the common factor.")
        {
            Examples = ["nt correlation SPY AAPL IBM", "nt correlation SPY AAPL --rolling 60 --from 2015-01-01", "nt correlation SPY AAPL IBM --method shrinkage"],
            Work = session => session.Show(
                new CorrelationAnalysisRequest(
                    session.Get(symbols), null, session.Get(method) ?? CorrelationMethod.Pearson, session.Get(window), session.Get(interval) ?? BarInterval.Day,
                    session.Get(from), session.Get(to), session.Get(decay), session.Get(target) ?? ShrinkageTarget.ConstantCorrelation, session.Get(rolling), session.Get(pairs)),
                (CorrelationAnalysisAnswer answer) => Write(session.Page, answer)),
        };
        verb.Add(symbols);
        foreach (Option option in (Option[])[method, target, decay, window, rolling, pairs, interval, from, to]) verb.Add(option);
        return verb;
    }

    private static void Write(Page page, CorrelationAnalysisAnswer answer)
    {
        CorrelationReport report = answer.Report;
        page.Heading($"{Wire.Word(report.Method)} correlation of {report.Names.Count} series, {Figures.Whole(report.Observations)} returns, {Figures.Time(report.From)} … {Figures.Time(report.To)}");
        if (report is { Correlations: { } matrix, Order: { } order } && order.Count <= MostColumns) Matrix(page, report.Names, matrix, order);
        page.Grid(
            ("Average", Figures.Ratio(report.Average)), ("First factor", Figures.Percent(report.FirstFactorShare)),
            ("Smallest eigenvalue", Figures.Number(report.SmallestEigenvalue)), ("Has an inverse", Figures.YesNo(!report.IsSingular)));
        if (report.Shrinkage is { } shrunk) page.Line($"Drawn to {Wire.Word(shrunk.Target)} by {Figures.Percent(shrunk.Intensity)}.");
        if (report.Names.Count > 2)
        {
            Pairs(page, "Highest", report.Highest);
            Pairs(page, "Lowest", report.Lowest);
        }
        foreach (RollingPair pair in report.Rolling ?? [])
            page.Line($"{Sparkline.Of(pair.Correlations)}  {pair.First} {pair.Second}, now {Signed(pair.Correlations[^1])}");
        foreach (UndefinedSeries series in report.Undefined) page.Warn($"{series.Name}: {series.Reason}");
        foreach (string note in report.Notes) page.Note(note);
        foreach (Provenance source in answer.Provenance.Where(source => source.IsSynthetic).Distinct()) page.Warn(MarketVerbs.Source(source));
        if (answer.Device.FallbackReason is { } reason) page.Note($"Done on {answer.Device.Name}: {reason}");
    }

    private static void Matrix(Page page, IReadOnlyList<string> names, double[][] matrix, IReadOnlyList<string> order)
    {
        int[] places = [.. order.Select(name => Enumerable.Range(0, names.Count).First(i => names[i] == name))];
        Column<int>[] columns = [.. places.Select(column => new Column<int>(names[column], row => row == column ? "1" : Signed(matrix[row][column]), Look.Signed))];
        page.Table(places, [new("", row => names[row]), .. columns]);
    }

    private static void Pairs(Page page, string title, IReadOnlyList<PairCorrelation> pairs) => page.Table(
        pairs,
        new(title, pair => $"{pair.First} {pair.Second}"), new("Correlation", pair => Signed(pair.Correlation), Look.Signed),
        new("p", pair => Figures.Number(double.Round(pair.PValue, 6)), Look.Right));

    private static string Signed(double value) => double.IsFinite(value) ? value.ToString("+0.00;-0.00;0.00", System.Globalization.CultureInfo.InvariantCulture) : Figures.None;
}
