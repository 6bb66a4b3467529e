namespace NeuralTrader.Domain.Markets;

/// <summary>The newest price the platform holds of an instrument.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Currency">ISO 4217 code of the prices.</param>
/// <param name="Price">Close of the newest bar.</param>
/// <param name="PreviousClose">Close of the session before, divided by a split in between; null when there is none.</param>
/// <param name="Volume">Units that the newest bar traded; 0 where unknown.</param>
/// <param name="Time">Start of the newest bar, UTC.</param>
/// <param name="Interval">How long that bar lasts.</param>
/// <param name="Provenance">Where the price comes from.</param>
[GenerateSerializer, Immutable, Alias("quote")]
public sealed record Quote(
    string Symbol, string Currency, decimal Price, decimal? PreviousClose, decimal Volume, DateTime Time, BarInterval Interval, Provenance Provenance);

/// <summary>What portfolios need to know of the market; answers from memory.</summary>
public interface IQuoteBoard
{
    /// <summary>Rises whenever any price or corporate action changes.</summary>
    long Version { get; }

    /// <summary>The newest price; null when the platform holds none.</summary>
    Quote? Find(string symbol);

    /// <summary>The bars, of the series the quote comes from, that start after a time, oldest first.</summary>
    IEnumerable<Bar> BarsAfter(string symbol, DateTime time);

    /// <summary>Splits and dividends with an ex-date in (<paramref name="after"/>, <paramref name="through"/>] that are not in the prices yet, oldest first.</summary>
    IEnumerable<CorporateAction> ActionsBetween(string symbol, DateTime after, DateTime through);
}
