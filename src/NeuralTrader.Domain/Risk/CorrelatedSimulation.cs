namespace NeuralTrader.Domain.Risk;

/// <summary>One joint move of several assets.</summary>
/// <param name="Values">Of the positions, negative for shorts, shape [n].</param>
/// <param name="Means">Mean return of each, fractions, shape [n].</param>
/// <param name="Covariance">Of the returns, shape [n][n], positive definite.</param>
/// <param name="Degrees">ν of a multivariate Student's t of this covariance; +∞ for normal returns.</param>
public sealed record JointLaw(double[] Values, double[] Means, double[][] Covariance, double Degrees);

/// <summary>Draws a joint move many times.</summary>
/// <param name="law">What is drawn.</param>
/// <param name="settings">Paths, seed and confidence.</param>
/// <param name="cancellationToken">Gives up.</param>
/// <returns>The tail of the sum of all positions' gains, and its standard errors, in money.</returns>
public delegate (Tail Tail, TailErrors Errors) JointDraw(JointLaw law, RiskSettings settings, CancellationToken cancellationToken);

/// <summary>
/// Draws correlated returns of a few assets by Cholesky's factor, day by day, and sums what the positions gain. Student's t shares one divisor over the
/// assets of a day, so that they crash together.
/// </summary>
/// <remarks>McNeil, Frey and Embrechts (2005), algorithm 3.10; the gamma variate of the divisor: Marsaglia and Tsang (2000), ACM TOMS 26(3).</remarks>
internal static class CorrelatedSimulation
{
    /// <summary>More assets, or as many as there are days, are drawn as the one sum that they make.</summary>
    public const int MostAssets = 64;

    /// <summary>What a portfolio may lose.</summary>
    /// <param name="book">Positions and returns.</param>
    /// <param name="moments">Of the book's values over its returns.</param>
    /// <param name="settings">Checked ones.</param>
    /// <param name="oneDay">Draws horizons of one day; null draws them here, as all longer ones.</param>
    /// <param name="cancellationToken">Gives up between paths.</param>
    public static LossEstimate Of(RiskBook book, PortfolioMoments moments, RiskSettings settings, JointDraw? oneDay, CancellationToken cancellationToken)
    {
        int n = book.Values.Length, h = settings.HorizonDays;
        double degrees = settings.Distribution == RiskDistribution.Normal ? double.PositiveInfinity
            : settings.DegreesOfFreedom ?? Math.Max(2.1, StudentTFit.Of(moments.Returns).DegreesOfFreedom);
        double[][]? covariance = n <= MostAssets && n < moments.Returns.Length ? Covariance(book.Panel) : null;
        double[]? factor = covariance is null ? null : Cholesky(covariance);
        double[] values = book.Values, means = new double[n];
        for (int i = 0; i < n && !settings.ZeroMean; i++) means[i] = SampleMoments.Mean(book.Panel.Row(i));
        List<string> notes = ["Standard errors are those of the drawing, not of the model.", "Components are the shares of the variance."];
        string origin = settings.DegreesOfFreedom is null ? ", fitted to the portfolio's days" : "";
        if (degrees < double.PositiveInfinity) notes.Add(FormattableString.Invariant($"Student's t with {degrees:0.##} degrees of freedom{origin}."));
        if (StudentTFit.Warning(degrees) is { } heavy) notes.Add(heavy);
        if (factor is null)
        {
            double gross = book.Gross;
            (values, means, factor) = ([gross], [settings.ZeroMean ? 0 : moments.Mean / gross], [moments.Volatility / gross]);
            covariance = [[factor[0] * factor[0]]];
            notes.Add(FormattableString.Invariant($"The {n} positions are drawn as their sum, which is the same for one day; their covariance matrix is singular or large."));
        }
        (Tail tail, TailErrors errors) = h == 1 && oneDay is not null
            ? oneDay(new JointLaw(values, means, covariance!, degrees), settings, cancellationToken)
            : Tail(Gains(values, means, factor, degrees, h, settings, cancellationToken));
        string law = double.IsPositiveInfinity(degrees) ? "normal" : "Student's t";
        return LossEstimate.ByVariance(book, moments, settings, tail, errors) with
        {
            Horizon = FormattableString.Invariant($"{settings.Paths} paths of {h} {(h == 1 ? "day" : "days, compounded")}, {law}."), Notes = notes,
        };

        (Tail, TailErrors) Tail(double[] gains) => (TailRisk.Historical(gains, settings.Confidence), TailErrors.Of(gains, settings.Confidence));
    }

    /// <summary>The lower triangular factor of a covariance matrix, row by row; null where the matrix is singular.</summary>
    internal static double[]? Cholesky(double[][] covariance)
    {
        int n = covariance.Length;
        double[] l = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double own = covariance[i][j], rest = own;
                for (int k = 0; k < j; k++) rest -= l[(i * n) + k] * l[(j * n) + k];
                if (i == j && !(rest > 1e-12 * own)) return null;
                l[(i * n) + j] = i == j ? Math.Sqrt(rest) : rest / l[(j * n) + j];
            }
        }
        return l;
    }

    private static double[][] Covariance(ReturnPanel panel)
    {
        double[][] covariance = [.. Enumerable.Range(0, panel.Assets).Select(_ => new double[panel.Assets])];
        for (int i = 0; i < panel.Assets; i++)
            for (int j = 0; j <= i; j++)
                covariance[i][j] = covariance[j][i] = SampleMoments.Covariance(panel.Row(i), panel.Row(j));
        return covariance;
    }

    private static double[] Gains(double[] values, double[] means, double[] factor, double degrees, int days, RiskSettings settings,
        CancellationToken cancellationToken)
    {
        int n = values.Length;
        double[] gains = new double[settings.Paths], normals = new double[n], growth = new double[n];
        SeededRandom random = new((ulong)settings.Seed);
        for (int path = 0; path < gains.Length; path++)
        {
            if (path % 256 == 0) cancellationToken.ThrowIfCancellationRequested();
            Array.Fill(growth, 1);
            for (int day = 0; day < days; day++)
            {
                for (int i = 0; i < n; i++) normals[i] = random.NextNormal();
                double scale = double.IsPositiveInfinity(degrees) ? 1 : Math.Sqrt((degrees - 2) / (2 * Gamma(ref random, degrees / 2)));
                for (int i = 0; i < n; i++)
                {
                    double shock = 0;
                    for (int k = 0; k <= i; k++) shock += factor[(i * n) + k] * normals[k];
                    growth[i] *= 1 + means[i] + (scale * shock);
                }
            }
            double gain = 0;
            for (int i = 0; i < n; i++) gain += values[i] * (growth[i] - 1);
            gains[path] = gain;
        }
        return gains;
    }

    // Gamma with a shape above 1 and scale 1: half a chi-square with twice the shape as degrees of freedom.
    private static double Gamma(ref SeededRandom random, double shape)
    {
        double d = shape - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = random.NextNormal(), v = 1 + (c * x);
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(1 - random.NextUnit()) < (0.5 * x * x) + (d * (1 - v + Math.Log(v)))) return d * v;
        }
    }
}
