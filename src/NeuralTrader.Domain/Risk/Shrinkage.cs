namespace NeuralTrader.Domain.Risk;

/// <summary>How far a sample covariance is drawn towards a target: δ·F + (1 − δ)·S, S with divisor n.</summary>
/// <param name="Target">F.</param>
/// <param name="Intensity">δ, 0 (the sample) to 1 (the target).</param>
/// <param name="MeanCorrelation">r̄, the mean of the sample's correlations: the constant correlation of that target.</param>
/// <param name="MeanVariance">μ, the mean of the sample's variances: the scale of the identity in that target.</param>
public sealed record Shrinkage(ShrinkageTarget Target, double Intensity, double MeanCorrelation, double MeanVariance)
{
    /// <summary>δ that the data ask for, by definition in O(assets² · observations); the kernel in Compute does it for large panels.</summary>
    /// <param name="panel">At least 2 assets and 3 observations; no series constant.</param>
    /// <param name="target">F.</param>
    /// <exception cref="InvalidInputException">Too few assets or observations, or a series that does not vary.</exception>
    /// <remarks>
    /// Constant correlation: Ledoit and Wolf (2004), Journal of Portfolio Management 30(4), appendix B. Scaled identity: Ledoit and Wolf
    /// (2004), Journal of Multivariate Analysis 88(2), lemmas 3.2 to 3.5.
    /// </remarks>
    public static Shrinkage Of(ReturnPanel panel, ShrinkageTarget target)
    {
        Check(panel);
        (int assets, int n) = (panel.Assets, panel.Observations);
        double[][] y = [.. Enumerable.Range(0, assets).Select(i => Centred(panel.Row(i)))];
        double[,] s = new double[assets, assets];
        for (int i = 0; i < assets; i++)
            for (int j = 0; j < assets; j++) s[i, j] = Dot(y[i], y[j]) / n;
        (double pi, double rho, double gamma, double sumOfCorrelations, double trace, double squares) = (0, 0, 0, 0, 0, 0);
        for (int i = 0; i < assets; i++)
        {
            trace += s[i, i];
            for (int j = 0; j < assets; j++)
            {
                squares += s[i, j] * s[i, j];
                for (int t = 0; t < n; t++) pi += Square((y[i][t] * y[j][t]) - s[i, j]) / n;
                if (i != j) sumOfCorrelations += s[i, j] / Math.Sqrt(s[i, i] * s[j, j]);
            }
        }
        double mean = sumOfCorrelations / (assets * (assets - 1.0)), mu = trace / assets;
        if (target == ShrinkageTarget.ScaledIdentity)
        {
            double distance = squares - (assets * mu * mu); // ‖S − μI‖²
            return new Shrinkage(target, distance > 0 ? Math.Clamp(pi / n / distance, 0, 1) : 0, mean, mu);
        }
        for (int i = 0; i < assets; i++)
        {
            for (int j = 0; j < assets; j++)
            {
                double theta = 0;
                for (int t = 0; t < n; t++) theta += (Square(y[i][t]) - s[i, i]) * ((y[i][t] * y[j][t]) - s[i, j]) / n;
                rho += i == j ? theta : mean * Math.Sqrt(s[j, j] / s[i, i]) * theta; // both halves of the paper's sum are the same by symmetry
                if (i != j) gamma += Square((mean * Math.Sqrt(s[i, i] * s[j, j])) - s[i, j]);
            }
        }
        return new Shrinkage(target, gamma > 0 ? Math.Clamp((pi - rho) / gamma / n, 0, 1) : 0, mean, mu);
    }

    /// <summary>The correlation of a pair after shrinking.</summary>
    /// <param name="correlation">The sample's.</param>
    /// <param name="firstVariance">Of the first series, divisor n.</param>
    /// <param name="secondVariance">Of the second series, divisor n.</param>
    public double Shrunk(double correlation, double firstVariance, double secondVariance) =>
        Offset + (correlation * Scale(firstVariance) * Scale(secondVariance));

    /// <summary>What every pair's correlation gains.</summary>
    public double Offset => Target == ShrinkageTarget.ConstantCorrelation ? Intensity * MeanCorrelation : 0;

    /// <summary>What a series keeps of its correlations with others, times the same of the other.</summary>
    /// <param name="variance">Of the series, divisor n.</param>
    public double Scale(double variance) => Target == ShrinkageTarget.ConstantCorrelation
        ? Math.Sqrt(1 - Intensity)
        : Math.Sqrt((1 - Intensity) * variance / (((1 - Intensity) * variance) + (Intensity * MeanVariance)));

    /// <summary>Refuses what cannot be shrunk.</summary>
    /// <exception cref="InvalidInputException">Too few assets or observations, or a series that does not vary.</exception>
    public static void Check(ReturnPanel panel)
    {
        Require.Between(panel.Assets, 2, int.MaxValue, "assets");
        Require.Between(panel.Observations, Correlation.LeastObservations, int.MaxValue, "observations");
        for (int i = 0; i < panel.Assets; i++)
            if (Correlation.IsConstant(panel.Row(i)) || !HasVariance(panel.Row(i)))
                throw new InvalidInputException("returns", panel.Names[i], "series that vary, by a deviation from 1e-70 to 1e70");
    }

    // Variances are squared here: neither a square may overflow nor vanish.
    private static bool HasVariance(ReadOnlySpan<double> x) => SampleMoments.Covariance(x, x) is >= 1e-140 and <= 1e140;

    private static double[] Centred(ReadOnlySpan<double> x)
    {
        double mean = SampleMoments.Mean(x);
        double[] centred = x.ToArray();
        for (int t = 0; t < centred.Length; t++) centred[t] -= mean;
        return centred;
    }

    private static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (int t = 0; t < x.Length; t++) sum += x[t] * y[t];
        return sum;
    }

    private static double Square(double x) => x * x;
}
