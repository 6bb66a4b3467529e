using System.Globalization;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Shows how instruments go together.</summary>
internal static class CorrelationView
{
    private const int MostColumns = 12;

    public static void Write(Page page, CorrelationAnalysisAnswer answer)
    {
        CorrelationReport report = answer.Report;
        page.Heading($"{Wire.Word(report.Method)} correlation of {report.Names.Count} series, {Figures.Whole(report.Observations)} returns, "
            + $"{Figures.Time(report.From)} … {Figures.Time(report.To)}");
        if (report is { Correlations: { } matrix, Order: { } order } && order.Count <= MostColumns) Matrix(page, report.Names, matrix, order);
        page.Grid(
            ("Average", Figures.Ratio(report.Average)), ("First factor", Figures.Percent(report.FirstFactorShare)),
            ("Smallest eigenvalue", Figures.Short(report.SmallestEigenvalue)), ("Has an inverse", Figures.YesNo(!report.IsSingular)));
        if (report.Shrinkage is { } shrunk) page.Line($"Drawn to {Wire.Word(shrunk.Target)} by {Figures.Percent(shrunk.Intensity)}.");
        int defined = report.Names.Count - report.Undefined.Count;
        if (defined * (defined - 1L) / 2 <= report.Highest.Count) Pairs(page, "Pair", report.Highest); // the lowest would be the same again
        else
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
        Column<int>[] columns =
        [
            .. places.Select(column => new Column<int>(names[column], row => row == column ? "1" : Signed(matrix[row][column]), Look.Signed)),
        ];
        page.Table(places, [new("", row => names[row]), .. columns]);
    }

    private static void Pairs(Page page, string title, IReadOnlyList<PairCorrelation> pairs) => page.Table(
        pairs,
        new(title, pair => $"{pair.First} {pair.Second}"), new("Correlation", pair => Signed(pair.Correlation), Look.Signed),
        new("p", pair => Figures.Probability(pair.PValue), Look.Right));

    private static string Signed(double value) =>
        double.IsFinite(value) ? value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : Figures.None;
}
