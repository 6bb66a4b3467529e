using System.Globalization;
using MathNet.Numerics;

namespace NeuralTrader.Domain.Backtesting;

/// <summary>Puts back-tests side by side and asks of each pair whether chance alone would do as much.</summary>
public static class BacktestComparison
{
    private const int LeastObservations = 3, ManyPairs = 10;
    private const long MostSteps = 2_000_000_000; // bars drawn in all; some twenty seconds of one core

    /// <summary>Compares two or more results; a pair is compared over its common dates.</summary>
    /// <param name="results">2 to 100 results.</param>
    /// <param name="seed">Of the bootstrap; the same seed gives the same answer.</param>
    /// <param name="draws">Bootstrap samples, 100 to 100,000; p cannot be below 1 / (draws + 1).</param>
    /// <param name="meanBlock">Mean block length of the bootstrap in periods, 1 to 1,000: as long as returns hang together.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidInputException">An argument is out of range, or pairs × bars × draws is more work than one call may ask for.</exception>
    public static ComparisonResult Compare(
        IReadOnlyList<BacktestResult> results, int seed = 1, int draws = 2000, double meanBlock = 10, CancellationToken cancellationToken = default)
    {
        if (results.Count is < 2 or > 100) throw Require.Invalid("results", Require.Counted(results.Count), "2 to 100 results");
        Require.Between(draws, 100, 100_000);
        Require.Between(meanBlock, 1, 1000);
        CheckWork(results, draws);
        var differences = new List<BacktestDifference>();
        var warnings = new List<string>();
        for (int i = 0; i < results.Count; i++)
        {
            for (int j = i + 1; j < results.Count; j++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                BacktestDifference difference = Difference(results[i], results[j], i, j, seed, draws, meanBlock, cancellationToken);
                differences.Add(difference);
                if (!difference.Overlaps) warnings.Add($"Results {i} and {j} have fewer than {LeastObservations} common periods; they are not compared.");
                if (results[i].Interval != results[j].Interval)
                    warnings.Add($"Results {i} and {j} have bars of different length; they are compared where both have one.");
            }
        }
        if (differences.Count >= ManyPairs)
            warnings.Add($"{differences.Count} pairs were tested; by chance alone one in twenty has p below 0.05. Divide that level by {differences.Count}.");
        for (int i = 0; i < results.Count; i++)
            if (results[i].RuinedAt is { } end)
                warnings.Add($"Result {i} used up its account on {end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: it has no ratio to compare.");
        return new ComparisonResult(
            [.. results.Select(result => new ComparedBacktest(Label(result), result.From, result.To, result.Statistics))],
            [.. differences], Best(results), seed, draws, meanBlock, [.. warnings]);
    }

    private static void CheckWork(IReadOnlyList<BacktestResult> results, int draws)
    {
        long bars = 0;
        for (int i = 0; i < results.Count; i++)
            for (int j = i + 1; j < results.Count; j++) bars += Math.Min(results[i].Bars, results[j].Bars);
        if (bars * draws > MostSteps) throw Require.Invalid(nameof(draws), draws, $"at most {Math.Max(100, MostSteps / bars)} for this many bars and pairs");
    }

    private static BacktestDifference Difference(BacktestResult first, BacktestResult second, int i, int j, int seed, int draws, double meanBlock, CancellationToken cancellationToken)
    {
        (double[] a, double[] b, DateTime? from, DateTime? to) = CommonReturns(first.Curve, second.Curve);
        int n = a.Length;
        if (n < LeastObservations)
        {
            return new BacktestDifference(
                i, j, false, null, null, n, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        }
        if (first.RuinedAt is not null || second.RuinedAt is not null)
        {
            return new BacktestDifference(
                i, j, true, from, to, n, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        }
        double periods = Math.Min(first.Statistics.PeriodsPerYear, second.Statistics.PeriodsPerYear), root = Math.Sqrt(periods);
        Shift(a, first.Spec.RiskFreeRateAnnual / periods);
        Shift(b, second.Spec.RiskFreeRateAnnual / periods);
        SharpePair pair = SharpePair.Of(a, b);
        (double z, double p) = SharpeDifference.JobsonKorkieMemmel(pair);
        double bootstrap = SharpeDifference.StationaryBootstrap(a, b, pair.Difference, (ulong)seed, draws, meanBlock, cancellationToken);
        return new BacktestDifference(
            i, j, true, from, to, n, pair.First * root, pair.Second * root, pair.Difference * root, z, p, bootstrap, pair.Correlation,
            (pair.FirstMean - pair.SecondMean) * periods, pair.PairedT);
    }

    // Equity at common dates, and the returns between one such date and the next.
    private static (double[] First, double[] Second, DateTime? From, DateTime? To) CommonReturns(BacktestCurve a, BacktestCurve b)
    {
        List<double> first = [], second = [];
        List<DateTime> times = [];
        for (int i = 0, j = 0; i < a.Times.Length && j < b.Times.Length;)
        {
            int order = a.Times[i].CompareTo(b.Times[j]);
            if (order == 0)
            {
                first.Add(a.Equity[i]);
                second.Add(b.Equity[j]);
                times.Add(a.Times[i]);
            }
            if (order <= 0) i++;
            if (order >= 0) j++;
        }
        return (PerformanceFigures.PeriodReturns([.. first]), PerformanceFigures.PeriodReturns([.. second]),
            times.Count > 0 ? times[0] : null, times.Count > 0 ? times[^1] : null);
    }

    private static void Shift(double[] returns, double riskFree)
    {
        for (int i = 0; i < returns.Length; i++) returns[i] -= riskFree;
    }

    private static int Best(IReadOnlyList<BacktestResult> results)
    {
        int best = -1;
        for (int i = 0; i < results.Count; i++)
            if (results[i].Statistics.Sharpe is var sharpe && !double.IsNaN(sharpe) && (best < 0 || sharpe > results[best].Statistics.Sharpe)) best = i;
        return best;
    }

    private static string Label(BacktestResult result)
    {
        string symbols = result.Symbols.Length <= 3 ? string.Join(", ", result.Symbols) : $"{result.Symbols.Length} instruments";
        return $"{result.Spec.Strategy} on {symbols}";
    }
}

/// <summary>Per-period moments of two samples of excess returns.</summary>
internal readonly record struct SharpePair(int Count, double First, double Second, double Correlation, double FirstMean, double SecondMean, double PairedT)
{
    public double Difference => First == Second ? 0 : First - Second;

    public static SharpePair Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        int n = a.Length;
        (double sumA, double sumB) = (0, 0);
        for (int i = 0; i < n; i++) (sumA, sumB) = (sumA + a[i], sumB + b[i]);
        (double meanA, double meanB) = (sumA / n, sumB / n);
        (double aa, double bb, double ab, double dd) = (0, 0, 0, 0);
        for (int i = 0; i < n; i++)
        {
            (double da, double db) = (a[i] - meanA, b[i] - meanB);
            (aa, bb, ab, dd) = (aa + (da * da), bb + (db * db), ab + (da * db), dd + ((da - db) * (da - db)));
        }
        double differenceError = Math.Sqrt(dd / (n - 1) / n);
        return new SharpePair(
            n, meanA / Math.Sqrt(aa / (n - 1)), meanB / Math.Sqrt(bb / (n - 1)), Math.Clamp(ab / Math.Sqrt(aa * bb), -1, 1), meanA, meanB,
            differenceError > 0 ? (meanA - meanB) / differenceError : double.NaN);
    }
}

/// <summary>Tests of whether two Sharpe ratios differ.</summary>
internal static class SharpeDifference
{
    /// <remarks>
    /// Memmel (2003), Performance hypothesis testing with the Sharpe ratio, Finance Letters 1, equation for the variance:
    /// (2 − 2ρ + ½(S₁² + S₂² − 2·S₁·S₂·ρ²)) / T.
    /// </remarks>
    public static (double Z, double P) JobsonKorkieMemmel(SharpePair pair)
    {
        (double s1, double s2, double rho) = (pair.First, pair.Second, pair.Correlation);
        if (pair.Difference == 0) return (double.NaN, double.IsNaN(s1) ? double.NaN : 1);
        double variance = (2 - (2 * rho) + (0.5 * ((s1 * s1) + (s2 * s2) - (2 * s1 * s2 * rho * rho)))) / pair.Count;
        double z = variance > 0 ? pair.Difference / Math.Sqrt(variance) : double.NaN;
        return (z, SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2)));
    }

    /// <summary>Both series are drawn by the same indices: a block goes on with probability 1 − 1 / mean block, else a new one starts anywhere.</summary>
    public static double StationaryBootstrap(
        ReadOnlySpan<double> a, ReadOnlySpan<double> b, double observed, ulong seed, int draws, double meanBlock, CancellationToken cancellationToken = default)
    {
        if (double.IsNaN(observed)) return double.NaN;
        int n = a.Length, exceed = 0;
        double restart = 1 / meanBlock;
        for (int draw = 0; draw < draws; draw++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var random = new SeededRandom((seed << 32) ^ (ulong)draw);
            (double sumA, double sumB, double aa, double bb) = (0, 0, 0, 0);
            int index = random.NextIndex(n);
            for (int i = 0; i < n; i++)
            {
                (double x, double y) = (a[index], b[index]);
                (sumA, sumB, aa, bb) = (sumA + x, sumB + y, aa + (x * x), bb + (y * y));
                index = random.NextUnit() < restart ? random.NextIndex(n) : index + 1 == n ? 0 : index + 1;
            }
            double drawn = Ratio(sumA, aa, n) - Ratio(sumB, bb, n);
            if (!(Math.Abs(drawn - observed) < Math.Abs(observed))) exceed++;
        }
        return (1.0 + exceed) / (1.0 + draws);
    }

    private static double Ratio(double sum, double squares, int n)
    {
        double mean = sum / n;
        return mean / Math.Sqrt((squares - (sum * mean)) / (n - 1));
    }
}
