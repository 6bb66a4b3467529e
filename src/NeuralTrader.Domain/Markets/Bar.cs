namespace NeuralTrader.Domain.Markets;

/// <summary>What a market did in one interval.</summary>
/// <param name="Time">Start of the interval, UTC; for a daily bar the trading date at midnight.</param>
/// <param name="Open">First price, in the instrument's currency.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Units traded; 0 where the source does not know it.</param>
[GenerateSerializer, Immutable, Alias("bar")]
public readonly record struct Bar(DateTime Time, double Open, double High, double Low, double Close, double Volume);

/// <summary>The best bid and offer at one time.</summary>
/// <param name="Time">UTC.</param>
/// <param name="Bid">Best price a buyer offers.</param>
/// <param name="Ask">Best price a seller asks.</param>
/// <param name="BidSize">Units wanted at the bid; 0 where the source does not know it.</param>
/// <param name="AskSize">Units offered at the ask; 0 where the source does not know it.</param>
[GenerateSerializer, Immutable, Alias("quote-tick")]
public readonly record struct QuoteTick(DateTime Time, double Bid, double Ask, double BidSize, double AskSize);

/// <summary>One trade as printed.</summary>
/// <param name="Time">UTC.</param>
/// <param name="Price">Price of the trade.</param>
/// <param name="Size">Units traded.</param>
[GenerateSerializer, Immutable, Alias("trade-tick")]
public readonly record struct TradeTick(DateTime Time, double Price, double Size);

/// <summary>How long one bar lasts.</summary>
public enum BarInterval
{
    /// <summary>One minute.</summary>
    Minute = 1,

    /// <summary>Five minutes.</summary>
    FiveMinutes = 2,

    /// <summary>Fifteen minutes.</summary>
    FifteenMinutes = 3,

    /// <summary>One hour.</summary>
    Hour = 4,

    /// <summary>One trading day.</summary>
    Day = 5,

    /// <summary>One week.</summary>
    Week = 6,

    /// <summary>One month.</summary>
    Month = 7,
}

/// <summary>Which corporate actions are already in the prices.</summary>
public enum PriceBasis
{
    /// <summary>As traded on the day: a split or dividend shows as a jump.</summary>
    Raw = 1,

    /// <summary>Divided by later splits; dividends still show as a fall.</summary>
    SplitAdjusted = 2,

    /// <summary>Adjusted for splits and dividends: its return is what a holder earned.</summary>
    TotalReturn = 3,
}

/// <summary>A split or a cash dividend.</summary>
/// <param name="ExDate">First date that trades without the right, UTC midnight.</param>
/// <param name="SplitRatio">New units for one old unit: 2 for a two-for-one split, 1 for none.</param>
/// <param name="CashDividend">Cash per old unit, before any split of the same date, in the instrument's currency; 0 for none.</param>
[GenerateSerializer, Immutable, Alias("corporate-action")]
public readonly record struct CorporateAction(DateTime ExDate, double SplitRatio, double CashDividend);
