using MathNet.Numerics.Distributions;

namespace NeuralTrader.Domain.Risk;

/// <summary>The inverse of Student's t distribution, also far out and for few degrees of freedom.</summary>
internal static class StudentQuantile
{
    private const int MostSteps = 200;

    /// <param name="probability">Strictly between 0 and 1.</param>
    /// <param name="degreesOfFreedom">ν, above 0; infinity is the normal distribution.</param>
    public static double Of(double probability, double degreesOfFreedom)
    {
        if (double.IsPositiveInfinity(degreesOfFreedom)) return NormalQuantile.Of(probability);
        if (probability == 0.5) return 0;
        double tail = Math.Min(probability, 1 - probability), low = -1, high = 0; // found in the lower tail, where probabilities keep their digits
        while (StudentT.CDF(0, 1, degreesOfFreedom, low) > tail && low > -1e150) (low, high) = (2 * low, low);
        double t = (low + high) / 2;
        for (int step = 0; step < MostSteps; step++)
        {
            double excess = StudentT.CDF(0, 1, degreesOfFreedom, t) - tail;
            if (excess > 0) high = t;
            else low = t;
            double newton = t - (excess / StudentT.PDF(0, 1, degreesOfFreedom, t));
            double next = newton > low && newton < high ? newton : (low + high) / 2;
            bool isStill = Math.Abs(next - t) <= 1e-15 * Math.Abs(next);
            t = next;
            if (isStill) break;
        }
        return probability < 0.5 ? t : -t;
    }
}
