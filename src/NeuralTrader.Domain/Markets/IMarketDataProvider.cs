namespace NeuralTrader.Domain.Markets;

/// <summary>Asks someone else's server for bars.</summary>
public interface IMarketDataProvider
{
    /// <summary>Its name, as in configuration.</summary>
    string Name { get; }

    /// <summary>False until it is configured.</summary>
    bool IsEnabled { get; }

    /// <summary>Daily bars of one instrument.</summary>
    /// <param name="symbol">In the provider's spelling, such as aapl.us for Stooq.</param>
    /// <param name="since">First date wanted; null for the oldest there is.</param>
    /// <param name="until">Last date wanted; null for the newest there is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The bars and what was wrong with the answer's rows.</returns>
    /// <exception cref="MarketDataException">The provider has none, refused, or cannot be reached.</exception>
    /// <exception cref="InvalidInputException">The symbol is malformed or <paramref name="since"/> lies after <paramref name="until"/>.</exception>
    Task<BarImport> DailyBars(string symbol, DateOnly? since = null, DateOnly? until = null, CancellationToken cancellationToken = default);
}

/// <summary>Why a provider gave no data.</summary>
public enum MarketDataFault
{
    /// <summary>No address or key is configured.</summary>
    NotConfigured = 1,

    /// <summary>It does not know the symbol, or has no bars in the range.</summary>
    UnknownSymbol = 2,

    /// <summary>Too many calls in a short time; later it will answer.</summary>
    RateLimited = 3,

    /// <summary>The day's allowance is used up.</summary>
    QuotaExhausted = 4,

    /// <summary>It does not accept the key, or the key does not cover the question.</summary>
    Unauthorized = 5,

    /// <summary>It cannot be reached or fails.</summary>
    Unavailable = 6,

    /// <summary>It did not answer in time.</summary>
    TimedOut = 7,

    /// <summary>What it answered is no price data.</summary>
    BadAnswer = 8,
}

/// <summary>A provider gave no data. Crosses the wire unchanged; never holds a key.</summary>
/// <param name="provider">Who was asked.</param>
/// <param name="fault">Why there is no data.</param>
/// <param name="detail">A sentence for people.</param>
/// <param name="retryAfter">When to ask again; null where that is unknown.</param>
[GenerateSerializer, Alias("market-data-fault")]
public sealed class MarketDataException(string provider, MarketDataFault fault, string detail, TimeSpan? retryAfter = null)
    : Exception($"{provider}: {detail}")
{
    /// <summary>Who was asked.</summary>
    [Id(0)] public string Provider { get; private set; } = provider;

    /// <summary>Why there is no data.</summary>
    [Id(1)] public MarketDataFault Fault { get; private set; } = fault;

    /// <summary>When to ask again; null where that is unknown.</summary>
    [Id(2)] public TimeSpan? RetryAfter { get; private set; } = retryAfter;
}
