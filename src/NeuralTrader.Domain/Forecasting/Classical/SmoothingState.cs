namespace NeuralTrader.Domain.Forecasting.Classical;

/// <summary>Level, slope and season of exponential smoothing, and how they follow the values.</summary>
/// <param name="form">Which components there are.</param>
/// <param name="gains">How fast they follow.</param>
/// <param name="seasonals">Shape [season], overwritten as the values pass; the first belongs to the next value.</param>
internal ref struct SmoothingState(SmoothingForm form, SmoothingGains gains, Span<double> seasonals)
{
    private readonly bool hasTrend = form.Trend is not SmoothingPart.None, hasFactor = form.Season is SmoothingPart.Multiplicative;
    private readonly bool hasTerm = form.Season is SmoothingPart.Additive;
    private readonly Span<double> seasonals = seasonals;
    private int place;

    public required double Level { get; set; }

    public required double Slope { get; set; }

    /// <summary>What the next value is expected to be.</summary>
    public readonly double Expected => hasFactor ? Base * seasonals[place] : hasTerm ? Base + seasonals[place] : Base;

    /// <summary>Takes the next value in.</summary>
    /// <returns>Whether the state is still one: factors and what they multiply have not come near 0.</returns>
    public bool Follow(double value)
    {
        double trend = Base, error = value - Expected, season = hasFactor ? seasonals[place] : 1;
        if (hasFactor && !(Math.Abs(season) > 1e-10 && Math.Abs(trend) > 1e-10)) return false;
        Level = trend + (gains.Level * error / season);
        if (hasTrend) Slope = (gains.Damping * Slope) + (gains.Slope * error / season);
        if (hasTerm) seasonals[place] += gains.Season * error;
        if (hasFactor) seasonals[place] += gains.Season * error / trend;
        if (hasTerm || hasFactor) place = (place + 1) % seasonals.Length;
        return true;
    }

    /// <summary>Goes on without values.</summary>
    public void Forecast(Span<double> forecast)
    {
        double level = Level, faded = 0, damping = 1;
        for (int h = 0; h < forecast.Length; h++)
        {
            damping *= gains.Damping;
            faded += damping;
            double trend = hasTrend ? level + (faded * Slope) : level;
            double season = hasTerm || hasFactor ? seasonals[(place + h) % seasonals.Length] : 0;
            forecast[h] = hasFactor ? trend * season : trend + season;
        }
    }

    private readonly double Base => hasTrend ? Level + (gains.Damping * Slope) : Level;
}

/// <summary>How fast the components of exponential smoothing follow the values.</summary>
/// <param name="Level">α, in (0, 1).</param>
/// <param name="Slope">β = αβ*, in (0, α); 0 without a trend.</param>
/// <param name="Season">γ, in (0, 1 − α); 0 without a season.</param>
/// <param name="Damping">φ, in (0.8, 0.98) where the trend is damped, else 1.</param>
public sealed record SmoothingGains(double Level, double Slope, double Season, double Damping);
