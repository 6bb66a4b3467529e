namespace NeuralTrader.Domain.Forecasting;

/// <summary>Intervals around forecasts from how far forecasts made before were off, step by step: no assumption about the errors' law.</summary>
/// <remarks>
/// Split conformal prediction: Vovk, Gammerman and Shafer (2005), Algorithmic Learning in a Random World; Lei et al. (2018), Journal of the American
/// Statistical Association 113(523), theorem 2.1. With exchangeable errors the coverage is at least the confidence, and above it by at most 1/(n + 1).
/// </remarks>
public sealed class ConformalIntervals
{
    private readonly double[][] sizes; // [step][origin], ascending

    private ConformalIntervals(double[][] sizes) => this.sizes = sizes;

    /// <summary>Steps ahead that can be asked for.</summary>
    public int Horizon => sizes.Length;

    /// <summary>Errors of each step.</summary>
    public int Origins => sizes[0].Length;

    /// <summary>Learns from errors of forecasts that were made without knowledge of what they foretold.</summary>
    /// <param name="errors">Actual less forecast, shape [origin][step], every origin with as many steps, in the unit of what is to be forecast.</param>
    /// <exception cref="InvalidInputException">There are no errors, their rows differ in length, or one is not finite.</exception>
    public static ConformalIntervals FromErrors(IReadOnlyList<double[]> errors)
    {
        Require.Count(errors.Count, 1, 10_000_000, nameof(errors));
        int horizon = Require.Between(errors[0].Length, 1, Classical.ClassicalForecasts.LongestHorizon, "errors[0]");
        double[][] sizes = [.. Enumerable.Range(0, horizon).Select(_ => new double[errors.Count])];
        for (int origin = 0; origin < errors.Count; origin++)
        {
            Require.SameLength(errors[origin].Length, horizon, $"errors[{origin}]");
            Require.BoundedSample(errors[origin], 1, $"errors[{origin}]");
            for (int h = 0; h < horizon; h++) sizes[h][origin] = Math.Abs(errors[origin][h]);
        }
        foreach (double[] step in sizes) Array.Sort(step);
        return new ConformalIntervals(sizes);
    }

    /// <summary>How many errors a confidence needs: with fewer no finite interval is wide enough.</summary>
    /// <param name="confidence">1 − α, strictly between 0 and 1.</param>
    /// <exception cref="InvalidInputException">The confidence is out of range.</exception>
    public static int OriginsFor(double confidence) => (int)Math.Ceiling(Math.Round(Require.OpenUnitInterval(confidence) / (1 - confidence), 9));

    /// <summary>By how much the value of one step may differ from its forecast.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="confidence">1 − α, strictly between 0 and 1.</param>
    /// <returns>The ⌈(n + 1)(1 − α)⌉-th smallest error of the step, 0 or more; NaN where there are fewer errors than that.</returns>
    /// <exception cref="InvalidInputException">The step or the confidence is out of range.</exception>
    public double Radius(int step, double confidence)
    {
        double[] ordered = sizes[Require.Between(step, 0, Horizon - 1)];
        int rank = (int)Math.Ceiling(Math.Round((ordered.Length + 1) * Require.OpenUnitInterval(confidence), 9));
        return rank <= ordered.Length ? ordered[rank - 1] : double.NaN;
    }

    /// <summary>Radii of all steps, none smaller than that of a step before: what is farther away is not known better.</summary>
    /// <param name="confidence">1 − α, strictly between 0 and 1.</param>
    /// <returns>Shape [horizon].</returns>
    /// <exception cref="InvalidInputException">The confidence is out of range.</exception>
    public double[] Radii(double confidence)
    {
        double[] radii = new double[Horizon];
        for (int h = 0; h < radii.Length; h++) radii[h] = h == 0 ? Radius(h, confidence) : Math.Max(radii[h - 1], Radius(h, confidence));
        return radii;
    }
}
