namespace NeuralTrader.Domain.Risk;

/// <summary>Exponentially weighted variance with mean zero: h(t+1) = λ·h(t) + (1 − λ)·r(t)².</summary>
/// <remarks>J.P. Morgan and Reuters (1996), RiskMetrics technical document, 4th edition: λ = 0.94 for days, 0.97 for months.</remarks>
public static class Ewma
{
    /// <summary>λ of RiskMetrics for daily returns.</summary>
    public const double DailyDecay = 0.94;

    /// <summary>The variance of each period given those before it, and of the period after the last.</summary>
    /// <param name="returns">Shape [n], n ≥ 1, fractions per period, oldest first.</param>
    /// <param name="decay">λ, strictly between 0 and 1.</param>
    /// <returns>Shape [n + 1]; the first is the mean square of the sample.</returns>
    /// <exception cref="InvalidInputException">The sample is empty or holds a value that is not finite; λ is out of range.</exception>
    public static double[] Variances(ReadOnlySpan<double> returns, double decay = DailyDecay)
    {
        Require.BoundedSample(returns);
        Require.OpenUnitInterval(decay);
        double[] variances = new double[returns.Length + 1];
        foreach (double r in returns) variances[0] += r * r / returns.Length;
        for (int t = 0; t < returns.Length; t++) variances[t + 1] = (decay * variances[t]) + ((1 - decay) * returns[t] * returns[t]);
        return variances;
    }
}
