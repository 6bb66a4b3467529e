using NeuralTrader.Domain.Forecasting.Classical;

namespace NeuralTrader.Domain.Forecasting;

/// <summary>What is to be foretold of a series, and how.</summary>
/// <param name="Horizon">Steps ahead, 1 to 365.</param>
/// <param name="Confidence">The share of values that the intervals are to hold, 0.5 to 0.99.</param>
/// <param name="Method">How; null for the method that was best on the oldest third of the forecasts made for the past.</param>
/// <param name="Season">Observations in a season, 1 to 366; 1 where there is none.</param>
/// <param name="Origins">Forecasts made for the past at most, 30 to 200.</param>
public sealed record ForecastSpec(int Horizon, double Confidence = 0.9, ClassicalMethod? Method = null, int Season = 1, int Origins = 90)
{
    /// <summary>What a season-less price is chosen from: the methods that differ in what they make of a trend.</summary>
    public static IReadOnlyList<ClassicalMethod> Candidates { get; } =
        [ClassicalMethod.Naive, ClassicalMethod.Drift, ClassicalMethod.SimpleSmoothing, ClassicalMethod.DampedHolt, ClassicalMethod.Theta];

    /// <summary>The same, or the refusal of the first part that is out of range.</summary>
    /// <exception cref="InvalidInputException">A part is out of range.</exception>
    public ForecastSpec Checked()
    {
        Require.Between(Horizon, 1, 365);
        Require.Between(Confidence, 0.5, 0.99, "confidenceLevel");
        Require.Between(Season, 1, 366);
        Require.Between(Origins, 30, 200, "evaluations");
        if (Method is { } method && !Enum.IsDefined(method)) throw Require.Invalid("method", method, string.Join(", ", Enum.GetNames<ClassicalMethod>()));
        if (Season == 1 && Method is ClassicalMethod.HoltWintersAdditive or ClassicalMethod.HoltWintersMultiplicative)
            throw Require.Invalid("season", Season, $"2 to 366 for {Method}");
        return this;
    }

    /// <summary>Values that a method has to know at the least for one forecast.</summary>
    internal int LeastKnown => Math.Max(20, (2 * Season) + 10 + Season);
}
