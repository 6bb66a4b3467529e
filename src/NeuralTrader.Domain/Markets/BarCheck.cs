namespace NeuralTrader.Domain.Markets;

/// <summary>What makes a bar believable: finite positive prices, low ≤ open, close ≤ high, volume not negative.</summary>
internal static class BarCheck
{
    // Vendors round the four prices of an adjusted bar apart; a close may then pass its high by one unit of the last printed digit.
    private const double Slack = 1 + 1e-6;

    public static bool IsSound(in Bar bar) =>
        bar.Low > 0 && bar.High < double.PositiveInfinity && bar.High >= bar.Low // a NaN fails each of these
        && bar.Open <= bar.High * Slack && bar.Open * Slack >= bar.Low && bar.Close <= bar.High * Slack && bar.Close * Slack >= bar.Low
        && bar.Volume >= 0 && bar.Volume < double.PositiveInfinity;

    /// <summary>A sound bar whose high and low take in its open and close: unchanged but for a vendor's rounding.</summary>
    public static Bar Widen(in Bar bar) => bar with
    {
        High = Math.Max(bar.High, Math.Max(bar.Open, bar.Close)), Low = Math.Min(bar.Low, Math.Min(bar.Open, bar.Close)),
    };

    public static (string Field, double Value, string Problem) Explain(in Bar bar)
    {
        (string Field, double Value)[] prices = [("open", bar.Open), ("high", bar.High), ("low", bar.Low), ("close", bar.Close)];
        foreach ((string field, double value) in prices)
        {
            if (!double.IsFinite(value)) return (field, value, "not a finite number");
            if (value <= 0) return (field, value, value == 0 ? "a price of zero" : "a negative price");
        }
        if (bar.High < bar.Low) return ("high", bar.High, "below the low");
        if (!double.IsFinite(bar.Volume)) return ("volume", bar.Volume, "not a finite number");
        if (bar.Volume < 0) return ("volume", bar.Volume, "negative");
        return bar.Open > bar.High * Slack || bar.Open * Slack < bar.Low
            ? ("open", bar.Open, "outside the range from low to high")
            : ("close", bar.Close, "outside the range from low to high");
    }
}
