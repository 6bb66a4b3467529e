namespace NeuralTrader.Domain.Security.Limits;

/// <summary>How often somebody may ask: so many times a minute in the long run, and so many at once after a rest.</summary>
/// <param name="PerMinute">Tokens that come back in a minute, 1 to 1,000,000.</param>
/// <param name="Burst">Tokens of a full bucket, 1 to 1,000,000.</param>
[GenerateSerializer, Immutable, Alias("rate-limit")]
public sealed record RateLimit(int PerMinute = 100, int Burst = 10)
{
    /// <summary>The most of either.</summary>
    public const int Most = 1_000_000;

    /// <summary>What holds where nothing else was said: 100 a minute, 10 at once.</summary>
    public static RateLimit Default { get; } = new();

    /// <summary>A limit a minute with the burst that goes with it: a tenth, and one at least.</summary>
    public static RateLimit OfMinute(int perMinute) => new(perMinute, Math.Max(1, perMinute / 10));

    /// <summary>The same limit, if it can be one.</summary>
    /// <exception cref="InvalidInputException">A member is out of range.</exception>
    public RateLimit Checked()
    {
        Require.Between(PerMinute, 1, Most, "perMinute");
        Require.Between(Burst, 1, Most, "burst");
        return this;
    }
}
