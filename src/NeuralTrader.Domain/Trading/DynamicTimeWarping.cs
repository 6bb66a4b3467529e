namespace NeuralTrader.Domain.Trading;

/// <summary>What two points that are matched cost.</summary>
public enum LocalCost
{
    /// <summary>(x − y)²; the distance is the square root of the sum, as the Euclidean one is.</summary>
    Squared = 0,

    /// <summary>|x − y|; the distance is the sum itself, as in Sakoe and Chiba.</summary>
    Absolute = 1,
}

/// <summary>What is done to series before they are compared.</summary>
public enum SeriesScaling
{
    /// <summary>Each is moved to mean 0 and stretched to deviation 1 (divisor n), so that shapes are compared.</summary>
    ZScore = 0,

    /// <summary>Nothing: levels count.</summary>
    None = 1,
}

/// <summary>Two points that a warping path matches.</summary>
/// <param name="First">Index in the first series.</param>
/// <param name="Second">Index in the second series.</param>
[GenerateSerializer, Immutable, Alias("trading.warp-step")]
public readonly record struct WarpStep(int First, int Second);

/// <summary>
/// Dynamic time warping: the least sum of costs over all ways to match two series point to point from first to last, where each step moves on by one
/// in the first, in the second, or in both.
/// </summary>
/// <remarks>Sakoe and Chiba (1978), Dynamic programming algorithm optimization for spoken word recognition, IEEE Trans. ASSP 26(1), symmetric form
/// with weights 1.</remarks>
public static class DynamicTimeWarping
{
    /// <summary>Cells that a path may be looked for in; each takes a byte.</summary>
    public const long MostPathCells = 25_000_000;

    /// <summary>Cells that a distance may be looked for in: points of one series times points of the other within the band.</summary>
    public const long MostCells = 400_000_000;

    /// <summary>Cells that a comparison of one series with many may take: some ten seconds.</summary>
    public const long MostBatchCells = 20_000_000_000;

    /// <summary>The distance of two series.</summary>
    /// <param name="x">Shape [n], n ≥ 1, finite.</param>
    /// <param name="y">Shape [m], m ≥ 1, finite.</param>
    /// <param name="cost">Of two matched points.</param>
    /// <param name="band">Points i and j are matched only if |i − j| ≤ band; null for no limit. At least |n − m|.</param>
    /// <exception cref="InvalidInputException">A series is empty or not finite, the cells are too many, or no path fits into the band.</exception>
    public static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y, LocalCost cost, int? band = null)
    {
        int reach = Check(x, y, cost, band);
        Require.Between(Cells(x.Length, y.Length, band), 1, MostCells, "cells");
        double[] rows = new double[2 * (y.Length + 1)];
        return OfSum(Sum(x, y, cost, reach, double.PositiveInfinity, rows.AsSpan(0, y.Length + 1), rows.AsSpan(y.Length + 1)), cost);
    }

    /// <summary>Cells of a comparison: points of one series times points of the other within the band.</summary>
    public static long Cells(int first, int second, int? band) => first * Math.Min(second, band is { } reach ? (2L * reach) + 1 : second);

    /// <summary>The distance of a sum of costs: its square root where the costs are squares.</summary>
    public static double OfSum(double sum, LocalCost cost) => cost == LocalCost.Squared ? Math.Sqrt(sum) : sum;

    /// <summary>A path of least cost, from (0, 0) to (n − 1, m − 1); among equal ones that which goes back diagonally first, then along the first
    /// series.</summary>
    /// <param name="x">Shape [n], n ≥ 1, finite; n·m at most <see cref="MostPathCells"/>.</param>
    /// <param name="y">Shape [m], m ≥ 1, finite.</param>
    /// <param name="cost">Of two matched points.</param>
    /// <param name="band">Points i and j are matched only if |i − j| ≤ band; null for no limit. At least |n − m|.</param>
    /// <exception cref="InvalidInputException">A series is empty or not finite, the cells are too many, or no path fits into the band.</exception>
    public static WarpStep[] Path(ReadOnlySpan<double> x, ReadOnlySpan<double> y, LocalCost cost, int? band = null)
    {
        int reach = Check(x, y, cost, band), n = x.Length, m = y.Length;
        Require.Between((long)n * m, 1, MostPathCells, "path cells");
        byte[] from = new byte[n * m]; // 0 diagonally, 1 from the point before in x, 2 from that in y
        double[] above = new double[m + 1], row = new double[m + 1];
        Array.Fill(above, double.PositiveInfinity);
        above[0] = 0;
        for (int i = 1; i <= n; i++, (above, row) = (row, above))
        {
            Array.Fill(row, double.PositiveInfinity);
            for (int j = Math.Max(1, i - reach); j <= Math.Min(m, i + reach); j++)
            {
                (double best, byte step) = (above[j - 1], 0);
                if (above[j] < best) (best, step) = (above[j], 1);
                if (row[j - 1] < best) (best, step) = (row[j - 1], 2);
                row[j] = Cost(x[i - 1] - y[j - 1], cost) + best;
                from[((i - 1) * m) + j - 1] = step;
            }
        }
        List<WarpStep> path = [new(n - 1, m - 1)];
        for ((int i, int j) = (n - 1, m - 1); i > 0 || j > 0; path.Add(new WarpStep(i, j)))
        {
            byte step = from[(i * m) + j];
            if (step != 2) i--;
            if (step != 1) j--;
        }
        path.Reverse();
        return [.. path];
    }

    /// <summary>Moves a series to mean 0 and deviation 1, divisor n.</summary>
    /// <param name="x">Shape [n], finite.</param>
    /// <param name="field">What to call the series in a refusal.</param>
    /// <exception cref="InvalidInputException">The series does not vary.</exception>
    public static double[] ZScores(ReadOnlySpan<double> x, string field)
    {
        if (!Varies(x)) throw new InvalidInputException(field, "the same value throughout", "a series that varies, or scaling none");
        double[] scores = new double[x.Length];
        ZScores(x, scores, 1);
        return scores;
    }

    /// <summary>The scores of a series that varies, written where a kernel wants them.</summary>
    /// <param name="x">Shape [n], finite.</param>
    /// <param name="scores">Out; every stride-th place from the first on.</param>
    /// <param name="stride">Places from one score to the next.</param>
    internal static void ZScores(ReadOnlySpan<double> x, Span<double> scores, int stride)
    {
        (double mean, double squares) = Spread(x);
        double scale = 1 / Math.Sqrt(squares / x.Length);
        for (int t = 0; t < x.Length; t++) scores[t * stride] = (x[t] - mean) * scale;
    }

    /// <summary>Whether scores are defined: the values differ by more than rounding their squares away would leave.</summary>
    internal static bool Varies(ReadOnlySpan<double> x) => x.IndexOfAnyExcept(x[0]) >= 0 && Spread(x).Squares >= 1e-290;

    private static (double Mean, double Squares) Spread(ReadOnlySpan<double> x)
    {
        (double mean, double squares) = (0, 0);
        foreach (double value in x) mean += value;
        mean /= x.Length;
        foreach (double value in x) squares += (value - mean) * (value - mean);
        return (mean, squares);
    }

    /// <summary>The least sum of costs; infinity as soon as it is known not to be below a limit.</summary>
    /// <param name="x">Shape [n].</param>
    /// <param name="y">Shape [m].</param>
    /// <param name="cost">Of two matched points.</param>
    /// <param name="band">At least |n − m|.</param>
    /// <param name="giveUpAt">The limit; infinity for none.</param>
    /// <param name="above">Room, shape [m + 1].</param>
    /// <param name="row">Room, shape [m + 1].</param>
    internal static double Sum(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y, LocalCost cost, int band, double giveUpAt, Span<double> above, Span<double> row)
    {
        above.Fill(double.PositiveInfinity);
        above[0] = 0;
        for (int i = 1; i <= x.Length; i++)
        {
            (int from, int to) = (Math.Max(1, i - band), Math.Min(y.Length, i + band));
            double least = double.PositiveInfinity, left = double.PositiveInfinity, point = x[i - 1];
            row[from - 1] = left;
            if (to < y.Length) row[to + 1] = double.PositiveInfinity;
            for (int j = from; j <= to; j++)
            {
                double best = above[j - 1] < above[j] ? above[j - 1] : above[j];
                left = Cost(point - y[j - 1], cost) + (left < best ? left : best);
                row[j] = left;
                if (left < least) least = left;
            }
            if (least >= giveUpAt) return double.PositiveInfinity;
            Span<double> done = row;
            row = above;
            above = done;
        }
        return above[y.Length];
    }

    /// <summary>Refuses what cannot be compared, and gives the band to use.</summary>
    /// <exception cref="InvalidInputException">A series is empty or not finite, or no path fits into the band.</exception>
    public static int Check(ReadOnlySpan<double> x, ReadOnlySpan<double> y, LocalCost cost, int? band)
    {
        Require.FiniteSample(x);
        Require.FiniteSample(y);
        if (!Enum.IsDefined(cost)) throw Require.Invalid(nameof(cost), cost, string.Join(", ", Enum.GetNames<LocalCost>()));
        return Reach(x.Length, y.Length, band);
    }

    /// <summary>The band to use between series of two lengths.</summary>
    /// <exception cref="InvalidInputException">No path fits into the band.</exception>
    public static int Reach(int first, int second, int? band)
    {
        int difference = Math.Abs(first - second), longest = Math.Max(first, second);
        if (band is not { } reach) return longest;
        return reach >= difference
            ? Math.Min(reach, longest)
            : throw Require.Invalid(nameof(band), reach, $"at least {difference}, the difference of the lengths: no path fits into a narrower one");
    }

    private static double Cost(double difference, LocalCost cost) => cost == LocalCost.Squared ? difference * difference : Math.Abs(difference);
}
