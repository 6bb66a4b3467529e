namespace NeuralTrader.Domain;

/// <summary>Why a well-formed request was not carried out. Each kind is one problem type over HTTP.</summary>
public enum RefusalKind
{
    /// <summary>No portfolio has this id.</summary>
    PortfolioNotFound = 1,

    /// <summary>A portfolio with this id is already open.</summary>
    PortfolioExists = 2,

    /// <summary>The portfolio has no order with this id.</summary>
    OrderNotFound = 3,

    /// <summary>The order is filled, canceled, rejected or expired; nothing is left to cancel.</summary>
    OrderClosed = 4,

    /// <summary>Cash, less what open orders have reserved, does not cover it.</summary>
    InsufficientCash = 5,

    /// <summary>The position or the whole exposure would pass its limit.</summary>
    PositionLimit = 6,

    /// <summary>The day's loss has reached its limit; only orders that reduce a position are taken.</summary>
    DailyLossLimit = 7,

    /// <summary>The order's price is too far on the costly side of the market.</summary>
    PriceCollar = 8,

    /// <summary>The order would sell more than is held, and short selling is off.</summary>
    ShortSellingOff = 9,

    /// <summary>There is no position to close.</summary>
    NothingToClose = 10,

    /// <summary>The platform holds no prices of this instrument.</summary>
    NoMarketData = 11,

    /// <summary>The instrument trades in another currency than the portfolio keeps.</summary>
    CurrencyMismatch = 12,

    /// <summary>The idempotency key was used before, for something else.</summary>
    IdempotencyConflict = 13,

    /// <summary>Live trading has not been switched on.</summary>
    LiveTradingOff = 14,

    /// <summary>There are too few bars for the figure asked for.</summary>
    InsufficientData = 15,

    /// <summary>The strategy cannot run here, for the reason given.</summary>
    StrategyUnavailable = 16,

    /// <summary>No back-test has this id.</summary>
    BacktestNotFound = 17,

    /// <summary>The file has bad rows and strict import was asked for.</summary>
    ImportRefused = 18,

    /// <summary>A data provider or broker is not configured.</summary>
    ProviderNotConfigured = 19,

    /// <summary>A data provider or broker failed or refused.</summary>
    ProviderFailed = 20,

    /// <summary>There is too much to do to answer in time; the same request may be sent again later.</summary>
    Overloaded = 21,

    /// <summary>The function is part of the product's interface but does not work in this build.</summary>
    NotAvailable = 22,

    /// <summary>No API key has this id.</summary>
    ApiKeyNotFound = 23,

    /// <summary>The caller's role does not allow it.</summary>
    Forbidden = 24,

    /// <summary>A back-test with this id was started before, for something else.</summary>
    BacktestExists = 25,

    /// <summary>The job was canceled before it ended.</summary>
    Canceled = 26,

    /// <summary>The computation did not end in the time it may take.</summary>
    ComputationTooLong = 27,

    /// <summary>No portfolio meets all constraints; the detail names those that contradict each other.</summary>
    Infeasible = 31,

    /// <summary>The covariance matrix is not positive definite, so there is no one best portfolio.</summary>
    SingularCovariance = 32,

    /// <summary>No parameter search has this id.</summary>
    OptimizationNotFound = 40,

    /// <summary>A parameter search with this id was started before, for something else.</summary>
    OptimizationExists = 41,

    /// <summary>Trading of the portfolio, or of the whole platform, has been halted by somebody.</summary>
    TradingHalted = 50,

    /// <summary>There is no halt to end.</summary>
    TradingNotHalted = 51,

    /// <summary>The API key does not work any more, or was replaced before.</summary>
    ApiKeyEnded = 60,

    /// <summary>The book is not what was written into it; nothing is booked in it until it is restored.</summary>
    BookDamaged = 70,

    /// <summary>No text is made fit for that place; there is a safer way to put one there.</summary>
    UnsafeContext = 80,
}

/// <summary>A request refused by a rule; the state is unchanged.</summary>
/// <param name="Kind">Which rule.</param>
/// <param name="Detail">One sentence with the figures that decided.</param>
/// <param name="Field">The request member concerned; null where it is none in particular.</param>
/// <param name="RetryAfterSeconds">When the same request may be taken, as far as that is known; null where it is not, or would not.</param>
[GenerateSerializer, Immutable, Alias("refusal")]
public sealed record Refusal(RefusalKind Kind, string Detail, string? Field = null, int? RetryAfterSeconds = null);
