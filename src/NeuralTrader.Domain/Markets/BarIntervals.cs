namespace NeuralTrader.Domain.Markets;

/// <summary>Intervals in words.</summary>
public static class BarIntervals
{
    /// <summary>The word before "bars": daily, 5-minute.</summary>
    public static string Adjective(this BarInterval interval) => interval switch
    {
        BarInterval.Minute => "one-minute",
        BarInterval.FiveMinutes => "5-minute",
        BarInterval.FifteenMinutes => "15-minute",
        BarInterval.Hour => "hourly",
        BarInterval.Day => "daily",
        BarInterval.Week => "weekly",
        BarInterval.Month => "monthly",
    };
}
