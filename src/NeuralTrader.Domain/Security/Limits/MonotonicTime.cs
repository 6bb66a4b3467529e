namespace NeuralTrader.Domain.Security.Limits;

/// <summary>The time that limits are counted by: it never goes back, and has nothing to do with the hour.</summary>
public static class MonotonicTime
{
    /// <summary>Milliseconds since an arbitrary moment.</summary>
    public static long Milliseconds(this TimeProvider clock) => (long)(clock.GetTimestamp() * (1_000.0 / clock.TimestampFrequency));
}
