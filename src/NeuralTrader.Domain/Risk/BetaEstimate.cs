using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Risk;

/// <summary>How a portfolio moves with a benchmark.</summary>
/// <param name="Benchmark">Its symbol.</param>
/// <param name="Beta">Estimated slope of the portfolio's returns on the benchmark's.</param>
/// <param name="StandardError">Of the slope.</param>
/// <param name="Correlation">From −1 to 1; null where the portfolio does not vary.</param>
/// <param name="Observations">Days that both have.</param>
[GenerateSerializer, Immutable, Alias("beta-estimate")]
public sealed record BetaEstimate(string Benchmark, double Beta, double StandardError, double? Correlation, int Observations)
{
    private const double Rounding = 1e-9;

    /// <summary>True where nothing is estimated: the portfolio is the benchmark itself, or a part of it beside cash.</summary>
    public bool IsExact() => StandardError <= Rounding && Correlation is { } together && Math.Abs(together) >= 1 - Rounding;

    /// <summary>Against returns that were given with those of the positions.</summary>
    /// <param name="name">The benchmark.</param>
    /// <param name="book">The positions.</param>
    /// <param name="moments">Of the book's values over its returns.</param>
    /// <param name="benchmark">Shape [observations].</param>
    /// <returns>The estimate; a refusal that says why there is none.</returns>
    /// <exception cref="InvalidInputException">The returns are not as many as the positions', or hold a value that is not finite.</exception>
    public static Answer<BetaEstimate> Of(string name, RiskBook book, PortfolioMoments moments, double[] benchmark)
    {
        Require.SameLength(Require.BoundedSample(benchmark, 0, "benchmarkReturns").Length, moments.Returns.Length, "benchmarkReturns");
        return Of(name, book, moments.Returns, benchmark);
    }

    /// <summary>Against daily bars, over the days of the positions that the benchmark has too.</summary>
    /// <param name="name">The benchmark.</param>
    /// <param name="book">The positions, with their days.</param>
    /// <param name="moments">Of the book's values over its returns.</param>
    /// <param name="benchmark">Daily bars.</param>
    /// <returns>The estimate; a refusal that says why there is none.</returns>
    public static Answer<BetaEstimate> Of(string name, RiskBook book, PortfolioMoments moments, BarSeries benchmark)
    {
        if (book.Panel.Times is not { } days) return Refused("The positions' returns came without dates; give the benchmark's returns with them.");
        List<double> own = [], other = [];
        double before = book.Panel.Start is { } start ? Close(start) : double.NaN; // the benchmark's close on the day before, where it has one
        for (int t = 0; t < days.Count; t++)
        {
            double close = Close(days[t]);
            if (!double.IsNaN(close / before))
            {
                own.Add(moments.Returns[t]);
                other.Add((close / before) - 1);
            }
            before = close;
        }
        return Of(name, book, [.. own], [.. other]);

        double Close(DateTime day)
        {
            int at = benchmark.FirstAtOrAfter(day);
            return at < benchmark.Count && benchmark.TimeAt(at) == day ? benchmark.Close[at] : double.NaN;
        }
    }

    private static Answer<BetaEstimate> Of(string name, RiskBook book, double[] gains, double[] benchmark)
    {
        if (!(book.Equity > 0)) return Refused("The portfolio's equity is not above 0, so that its returns are not defined.");
        if (gains.Length < PortfolioRiskAnalysis.LeastObservations)
            return Refused(FormattableString.Invariant(
                $"{name} has {gains.Length} days in common with the positions; {PortfolioRiskAnalysis.LeastObservations} are needed."));
        RegressionLine line = RegressionLine.Of([.. gains.Select(gain => gain / book.Equity)], benchmark);
        return double.IsNaN(line.Beta)
            ? Refused($"{name} does not vary over the common days.")
            : new BetaEstimate(name, line.Beta, line.BetaError, double.IsNaN(line.Correlation) ? null : line.Correlation, line.Observations);
    }

    private static Refusal Refused(string why) => new(RefusalKind.InsufficientData, why, "benchmark");
}
