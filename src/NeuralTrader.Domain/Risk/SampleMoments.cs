namespace NeuralTrader.Domain.Risk;

/// <summary>Mean and covariance of samples, in two passes: Σ(x − x̄)(y − ȳ)/(n − 1).</summary>
internal static class SampleMoments
{
    /// <summary>Σx/n.</summary>
    public static double Mean(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double value in x) sum += value;
        return sum / x.Length;
    }

    /// <summary>Divisor n − 1; of two samples of one length.</summary>
    public static double Covariance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        (double meanX, double meanY, double sum) = (Mean(x), Mean(y), 0);
        for (int t = 0; t < x.Length; t++) sum += (x[t] - meanX) * (y[t] - meanY);
        return sum / (x.Length - 1);
    }
}
