using MathNet.Numerics.Distributions;

namespace NeuralTrader.Domain.Risk;

/// <summary>Value at risk and expected shortfall of one distribution.</summary>
/// <param name="ValueAtRisk">The loss that is passed with probability 1 − α; positive when money is lost.</param>
/// <param name="ExpectedShortfall">The mean loss of the worst 1 − α, never below the value at risk; NaN where there is no such mean.</param>
public readonly record struct Tail(double ValueAtRisk, double ExpectedShortfall);

/// <summary>
/// Value at risk and expected shortfall by rival definitions, each under its own name. All take a confidence α strictly between 0 and 1, such as
/// 0.95, and give losses in the unit of their input, positive when money is lost.
/// </summary>
public static class TailRisk
{
    /// <summary>Both figures of a sample as it is.</summary>
    /// <param name="returns">Simple returns, shape [n], n ≥ 1, fractions per period, in any order.</param>
    /// <param name="confidence">α.</param>
    /// <returns>The smallest loss l with F(l) ≥ α, which is type 1 of the losses, and the mean of the worst (1 − α)·n, the last in part.</returns>
    /// <exception cref="InvalidInputException">α is out of range; the sample is empty or holds a value that is not finite.</exception>
    /// <remarks>Acerbi and Tasche (2002), On the coherence of expected shortfall, J. Banking and Finance 26(7).</remarks>
    public static Tail Historical(ReadOnlySpan<double> returns, double confidence)
    {
        Require.OpenUnitInterval(confidence);
        (double valueAtRisk, double shortfall) = HistoricalTail.Of(Require.BoundedSample(returns), confidence);
        return new Tail(valueAtRisk, shortfall);
    }

    /// <summary>Value at risk of a sample by another of the nine definitions of a quantile, taken of the losses at α.</summary>
    /// <inheritdoc cref="Historical"/>
    /// <param name="returns">Simple returns, shape [n], n ≥ 1, fractions per period, in any order.</param>
    /// <param name="confidence">α.</param>
    /// <param name="type">Which quantile; type 7 of the losses at α is minus type 7 of the returns at 1 − α.</param>
    /// <returns>A loss, positive when money is lost.</returns>
    public static double HistoricalValueAtRisk(ReadOnlySpan<double> returns, double confidence, QuantileType type)
    {
        Require.OpenUnitInterval(confidence);
        Require.BoundedSample(returns);
        double[] losses = new double[returns.Length];
        for (int i = 0; i < losses.Length; i++) losses[i] = -returns[i];
        return SampleQuantile.Of(losses, confidence, type);
    }

    /// <summary>Both figures of a normal distribution: −μ + σ·z(α) and −μ + σ·φ(z(α)) / (1 − α).</summary>
    /// <param name="mean">μ, a fraction per period.</param>
    /// <param name="deviation">σ, 0 or more.</param>
    /// <param name="confidence">α.</param>
    /// <exception cref="InvalidInputException">An argument is not finite or out of range.</exception>
    /// <remarks>McNeil, Frey and Embrechts (2005), Quantitative Risk Management, examples 2.14 and 2.18.</remarks>
    public static Tail Gaussian(double mean, double deviation, double confidence)
    {
        (double z, double density) = Check(mean, deviation, confidence);
        return new Tail((deviation * z) - mean, (deviation * density / (1 - confidence)) - mean);
    }

    /// <summary>Both figures of a Student's t distribution with a location and a scale.</summary>
    /// <param name="location">Its middle, a fraction per period.</param>
    /// <param name="scale">0 or more; the deviation is scale·√(ν / (ν − 2)).</param>
    /// <param name="degreesOfFreedom">ν above 0; the expected shortfall is NaN for ν of 1 or less.</param>
    /// <param name="confidence">α.</param>
    /// <exception cref="InvalidInputException">An argument is not finite or out of range.</exception>
    /// <remarks>McNeil, Frey and Embrechts (2005), examples 2.14 and 2.19: ES = scale·g(t)/(1 − α)·(ν + t²)/(ν − 1) with t = t⁻¹(α).</remarks>
    public static Tail Student(double location, double scale, double degreesOfFreedom, double confidence)
    {
        Require.Positive(degreesOfFreedom);
        Check(location, scale, confidence);
        double t = StudentQuantile.Of(confidence, degreesOfFreedom);
        double density = StudentT.PDF(0, 1, degreesOfFreedom, t);
        double shortfall = degreesOfFreedom > 1 ? density / (1 - confidence) * (degreesOfFreedom + (t * t)) / (degreesOfFreedom - 1) : double.NaN;
        return new Tail((scale * t) - location, (scale * shortfall) - location);
    }

    /// <summary>
    /// Both figures of the Cornish–Fisher expansion, which bends the normal quantile by skewness and kurtosis. The shortfall is the mean of the bent
    /// quantile over the tail.
    /// </summary>
    /// <param name="mean">μ, a fraction per period.</param>
    /// <param name="deviation">σ, 0 or more.</param>
    /// <param name="skewness">Third standardised moment.</param>
    /// <param name="excessKurtosis">Fourth standardised moment less 3.</param>
    /// <param name="confidence">α.</param>
    /// <returns>The shortfall is NaN where the bent quantile turns back within the tail and so is no quantile: <see cref="BendsBack"/>.</returns>
    /// <exception cref="InvalidInputException">An argument is not finite or out of range.</exception>
    /// <remarks>Cornish and Fisher (1937); Zangari (1996), RiskMetrics Monitor; Maillard (2012), A user's guide to the Cornish Fisher expansion.</remarks>
    public static Tail CornishFisher(double mean, double deviation, double skewness, double excessKurtosis, double confidence)
    {
        (double z, double density) = Check(mean, deviation, confidence);
        double s = Require.Finite(skewness), k = Require.Finite(excessKurtosis), c = -z;
        double bent = c + (((c * c) - 1) * s / 6) + (((c * c * c) - (3 * c)) * k / 24) - (((2 * c * c * c) - (5 * c)) * s * s / 36);
        double tail = density / (1 - confidence) * (1 + (c * s / 6) + (((c * c) - 1) * k / 24) - (((2 * c * c) - 1) * s * s / 36));
        return new Tail(-mean - (deviation * bent), BendsBack(s, k, confidence) ? double.NaN : (deviation * tail) - mean);
    }

    /// <summary>True where the Cornish–Fisher quantile does not rise everywhere in the tail below 1 − α.</summary>
    /// <param name="skewness">Third standardised moment.</param>
    /// <param name="excessKurtosis">Fourth standardised moment less 3.</param>
    /// <param name="confidence">α.</param>
    public static bool BendsBack(double skewness, double excessKurtosis, double confidence)
    {
        // The slope is a·z² + b·z + c; over z ≤ z(1 − α) it is least at the edge, or at its vertex where that lies in the tail.
        double edge = -NormalQuantile.Of(Require.OpenUnitInterval(confidence)), square = skewness * skewness;
        double a = (excessKurtosis / 8) - (square / 6), b = skewness / 3, c = 1 - (excessKurtosis / 8) + (5 * square / 36);
        if (a < 0 || (a == 0 && b > 0)) return true;
        double at = a > 0 ? Math.Min(edge, -b / (2 * a)) : edge;
        return (a * at * at) + (b * at) + c <= 0;
    }

    private static (double Z, double Density) Check(double mean, double deviation, double confidence)
    {
        Require.Finite(mean);
        Require.NotNegative(deviation);
        double z = NormalQuantile.Of(Require.OpenUnitInterval(confidence));
        return (z, Normal.PDF(0, 1, z));
    }
}
