using NeuralTrader.Domain.Trading.Halts;

namespace NeuralTrader.Abstractions.Trading;

/// <summary>Stops all trading at once; it stays stopped over restarts, until somebody resumes it.</summary>
/// <param name="Reason">Why, 3 to 500 characters; kept on record with the caller's name and shown to everybody whose order is refused.</param>
/// <param name="PortfolioId">The portfolio to halt; left out, the whole platform, which only an administrator may.</param>
/// <param name="CancelOpenOrders">True also takes working orders out of the market; false lets them rest. Those at a broker may still fill there.</param>
/// <param name="IdempotencyKey">The caller's key for this intention.</param>
[GenerateSerializer, Immutable, Alias("trading.haltTrading")]
public sealed record HaltTradingRequest(string Reason, string? PortfolioId = null, bool CancelOpenOrders = true, string? IdempotencyKey = null)
    : IIdempotentRequest<HaltTradingRequest>
{
    /// <inheritdoc/>
    public HaltTradingRequest WithIdempotencyKey(string key) => this with { IdempotencyKey = key };
}

/// <summary>Lets trading go on. What an administrator halted only an administrator resumes.</summary>
/// <param name="Reason">Why it may, 3 to 500 characters; kept on record with the caller's name.</param>
/// <param name="PortfolioId">The portfolio whose own halt ends; left out, the platform's.</param>
/// <param name="IdempotencyKey">The caller's key for this intention.</param>
[GenerateSerializer, Immutable, Alias("trading.resumeTrading")]
public sealed record ResumeTradingRequest(string Reason, string? PortfolioId = null, string? IdempotencyKey = null) : IIdempotentRequest<ResumeTradingRequest>
{
    /// <inheritdoc/>
    public ResumeTradingRequest WithIdempotencyKey(string key) => this with { IdempotencyKey = key };
}

/// <summary>Asks what is halted and what was.</summary>
/// <param name="PortfolioId">Only what concerns this portfolio, the platform's halts included; left out, everything.</param>
/// <param name="Limit">Most ended halts to return, 0 to 1,000; those in force are all returned.</param>
[GenerateSerializer, Immutable, Alias("trading.getTradingHalts")]
public sealed record GetTradingHaltsRequest(string? PortfolioId = null, int Limit = 100);

/// <summary>What is halted and what was.</summary>
/// <param name="InForce">The platform's first, then by portfolio.</param>
/// <param name="Ended">Newest first.</param>
[GenerateSerializer, Immutable, Alias("trading.halts")]
public sealed record TradingHaltList(IReadOnlyList<TradingHalt> InForce, IReadOnlyList<TradingHalt> Ended);

/// <summary>What became of a halt, or of the end of one. From here on it holds on every silo, whatever else is said below.</summary>
/// <param name="Halt">The halt as it stands now.</param>
/// <param name="StillHalted">The halt that stands against the same portfolio after a resumption: the platform's; null where there is none.</param>
/// <param name="WaitedSeconds">How long it took until no silo could act by older knowledge any more.</param>
/// <param name="Confirmed">Silos that said so themselves.</param>
/// <param name="WaitedOut">Silos that did not, and whose older knowledge has run out since.</param>
/// <param name="Portfolios">Portfolios that have taken note of it so far.</param>
/// <param name="OrdersCanceled">Working orders that were canceled by them, or at a broker asked to be.</param>
/// <param name="PortfoliosLeft">Portfolios that have not taken note yet; they do before anything else happens in them.</param>
/// <param name="IsRepeat">True when nothing new was written: the key was known, or the same was in force already.</param>
/// <param name="Gone">Silos that left or were declared dead in the two minutes before; what they knew has run out too. Null from builds that did not tell.</param>
[GenerateSerializer, Immutable, Alias("trading.haltReceipt")]
public sealed record TradingHaltReceipt(
    TradingHalt Halt, TradingHalt? StillHalted, double WaitedSeconds, IReadOnlyList<string> Confirmed, IReadOnlyList<string> WaitedOut,
    int Portfolios, int OrdersCanceled, int PortfoliosLeft, bool IsRepeat = false, IReadOnlyList<string>? Gone = null);
