namespace NeuralTrader.Domain.Markets;

/// <summary>What kind of thing is traded.</summary>
public enum AssetClass
{
    /// <summary>A company's share.</summary>
    Equity = 1,

    /// <summary>A fund whose shares are traded.</summary>
    Fund = 2,

    /// <summary>An index; it cannot be bought itself.</summary>
    Index = 3,

    /// <summary>A pair of currencies, or a metal in one.</summary>
    Currency = 4,

    /// <summary>A crypto coin in a currency.</summary>
    Crypto = 5,

    /// <summary>A future.</summary>
    Future = 6,
}

/// <summary>What is known of a thing that is traded, apart from its prices.</summary>
/// <param name="Symbol">Its name on the platform; see <see cref="Markets.Symbol"/>.</param>
/// <param name="Name">Its name in words.</param>
/// <param name="AssetClass">What kind of thing it is.</param>
/// <param name="Currency">ISO 4217 code of its prices; "PTS" for an index in points.</param>
/// <param name="Exchange">Where it is traded, such as "NYSE Arca"; null where that is unknown or many places.</param>
/// <param name="TimeZone">IANA name of the exchange's time zone, such as "America/New_York"; "UTC" for round-the-clock markets.</param>
[GenerateSerializer, Immutable, Alias("instrument")]
public sealed record Instrument(string Symbol, string Name, AssetClass AssetClass, string Currency, string? Exchange, string TimeZone);
