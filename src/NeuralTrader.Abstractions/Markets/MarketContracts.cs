using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Abstractions.Markets;

/// <summary>Asks what instruments and series are loaded.</summary>
/// <param name="Symbol">Only this one; null for all.</param>
[GenerateSerializer, Immutable, Alias("markets.listInstruments")]
public sealed record ListInstrumentsRequest(string? Symbol = null);

/// <summary>What is loaded.</summary>
/// <param name="Instruments">By symbol.</param>
/// <param name="Series">By symbol, interval and basis.</param>
[GenerateSerializer, Immutable, Alias("markets.instruments")]
public sealed record InstrumentList(IReadOnlyList<Instrument> Instruments, IReadOnlyList<SeriesInfo> Series);

/// <summary>What kind of market data.</summary>
public enum MarketDataKind
{
    /// <summary>Open, high, low, close and volume by interval.</summary>
    Bars = 1,

    /// <summary>Best bid and offer, tick by tick.</summary>
    Quotes = 2,

    /// <summary>Trades, tick by tick.</summary>
    Trades = 3,

    /// <summary>Splits and dividends.</summary>
    Actions = 4,
}

/// <summary>Asks for stored market data, oldest first.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Kind">Bars, quotes, trades or actions.</param>
/// <param name="Interval">How long one bar lasts; read for bars. An interval that is not stored is built from a finer one.</param>
/// <param name="Basis">Which corporate actions are in the prices; null for the best there is.</param>
/// <param name="From">First, UTC; null for the oldest.</param>
/// <param name="To">Last, UTC; null for the newest.</param>
/// <param name="Limit">Most to return, 1 to 100,000; the newest are kept.</param>
[GenerateSerializer, Immutable, Alias("markets.getMarketData")]
public sealed record GetMarketDataRequest(
    string Symbol, MarketDataKind Kind = MarketDataKind.Bars, BarInterval Interval = BarInterval.Day, PriceBasis? Basis = null,
    DateTime? From = null, DateTime? To = null, int Limit = 10_000);

/// <summary>Market data as stored.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Kind">What follows.</param>
/// <param name="Interval">How long one bar lasts; null for ticks and actions.</param>
/// <param name="Basis">Which corporate actions are in the prices; null for ticks and actions.</param>
/// <param name="Currency">ISO 4217 code of the prices.</param>
/// <param name="Provenance">Where they come from; null where nothing is stored.</param>
/// <param name="Available">How many match; more than are returned when the limit cut them.</param>
/// <param name="Bars">Oldest first; null for other kinds.</param>
/// <param name="Quotes">Oldest first; null for other kinds.</param>
/// <param name="Trades">Oldest first; null for other kinds.</param>
/// <param name="Actions">Oldest first; null for other kinds.</param>
[GenerateSerializer, Immutable, Alias("markets.data")]
public sealed record MarketData(
    string Symbol, MarketDataKind Kind, BarInterval? Interval, PriceBasis? Basis, string Currency, Provenance? Provenance, long Available,
    IReadOnlyList<Bar>? Bars = null, IReadOnlyList<QuoteTick>? Quotes = null, IReadOnlyList<TradeTick>? Trades = null,
    IReadOnlyList<CorporateAction>? Actions = null);

/// <summary>Brings market data in. Exactly one of content, path, provider and synthetic says where from.</summary>
/// <param name="Symbol">The instrument; null takes the file's name without its ending.</param>
/// <param name="Currency">ISO 4217 code of the prices.</param>
/// <param name="Content">A file's content, base64 in JSON.</param>
/// <param name="FileName">The file's name, for the report and to tell its form; read with content.</param>
/// <param name="Path">A file or folder below the platform's import folder.</param>
/// <param name="Provider">stooq or alphavantage.</param>
/// <param name="Synthetic">Makes bars up; they are labelled synthetic wherever they show.</param>
/// <param name="From">First date wanted of a provider; null for the oldest.</param>
/// <param name="To">Last date wanted of a provider; null for the newest.</param>
/// <param name="Kind">What the file holds.</param>
/// <param name="Interval">How long one bar lasts; null to take it from the data.</param>
/// <param name="Basis">Which corporate actions are in the prices; null for what the form implies.</param>
/// <param name="TimeZone">IANA zone of time stamps that carry none; null for UTC.</param>
/// <param name="Date">Day of a Lean intraday file.</param>
/// <param name="LeanScale">What a Lean file's prices are multiplied by: 10,000 for equities, 1 for currencies and crypto.</param>
/// <param name="Strict">True refuses the whole file when one row is bad; else the row is left out and reported.</param>
/// <param name="Name">What the instrument is called; null keeps what is known.</param>
/// <param name="AssetClass">What kind of thing it is; null keeps what is known.</param>
/// <param name="Source">Where the file comes from; null for the file's name.</param>
/// <param name="Licence">Licence of the file; null where it is the user's own.</param>
[GenerateSerializer, Immutable, Alias("markets.importMarketData")]
public sealed record ImportMarketDataRequest(
    string? Symbol = null, string Currency = "USD", byte[]? Content = null, string? FileName = null, string? Path = null,
    string? Provider = null, SyntheticRequest? Synthetic = null, DateTime? From = null, DateTime? To = null,
    MarketDataKind Kind = MarketDataKind.Bars, BarInterval? Interval = null, PriceBasis? Basis = null, string? TimeZone = null,
    DateTime? Date = null, double LeanScale = 10_000, bool Strict = false, string? Name = null, AssetClass? AssetClass = null,
    string? Source = null, string? Licence = null);

/// <summary>What to make up: geometric Brownian motion with bars inside each step.</summary>
/// <param name="Seed">The same seed, symbol and shape give the same bars on every machine.</param>
/// <param name="Bars">How many, 1 to 1,000,000.</param>
/// <param name="Start">Start of the first bar, UTC.</param>
/// <param name="StartPrice">Open of the first bar.</param>
/// <param name="DriftAnnual">Expected log return per year, a fraction.</param>
/// <param name="VolatilityAnnual">Deviation of log returns per year, a fraction.</param>
/// <param name="Interval">How long one bar lasts.</param>
[GenerateSerializer, Immutable, Alias("markets.synthetic")]
public sealed record SyntheticRequest(
    int Seed, int Bars, DateTime Start, double StartPrice = 100, double DriftAnnual = 0.05, double VolatilityAnnual = 0.2,
    BarInterval Interval = BarInterval.Day);

/// <summary>Removes stored bars.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Interval">Only this interval; null for all.</param>
/// <param name="Basis">Only this basis; null for all.</param>
[GenerateSerializer, Immutable, Alias("markets.deleteMarketData")]
public sealed record DeleteMarketDataRequest(string Symbol, BarInterval? Interval = null, PriceBasis? Basis = null);

/// <summary>What was removed.</summary>
/// <param name="Series">The series as they stood.</param>
[GenerateSerializer, Immutable, Alias("markets.delete.answer")]
public sealed record DeleteAnswer(IReadOnlyList<SeriesInfo> Series);

/// <summary>What an import did.</summary>
/// <param name="Reports">One for each file.</param>
/// <param name="Series">The series as they now stand.</param>
/// <param name="Changed">Symbols whose data changed.</param>
[GenerateSerializer, Immutable, Alias("markets.import.answer")]
public sealed record ImportAnswer(IReadOnlyList<ImportReport> Reports, IReadOnlyList<SeriesInfo> Series, IReadOnlyList<string> Changed);
