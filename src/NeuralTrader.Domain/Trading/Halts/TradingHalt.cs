using System.Globalization;

namespace NeuralTrader.Domain.Trading.Halts;

/// <summary>One stop of trading: who ordered it, why, and how it ended.</summary>
/// <param name="HaltId">Its place in the audit, from 1.</param>
/// <param name="PortfolioId">What was halted; null for the whole platform.</param>
/// <param name="Reason">Why, in the words of who ordered it.</param>
/// <param name="HaltedBy">Who ordered it.</param>
/// <param name="HaltedAt">When it was written down, UTC.</param>
/// <param name="CancelOpenOrders">Whether working orders were to be taken out of the market.</param>
/// <param name="ByAdmin">True when an administrator ordered it; then only one may end it.</param>
/// <param name="ResumedBy">Who ended it; null while it is in force.</param>
/// <param name="ResumedAt">When, UTC; null while it is in force.</param>
/// <param name="ResumeReason">Why trading could go on; null while it is in force.</param>
[GenerateSerializer, Immutable, Alias("trading-halt")]
public sealed record TradingHalt(
    long HaltId, string? PortfolioId, string Reason, string HaltedBy, DateTime HaltedAt, bool CancelOpenOrders, bool ByAdmin,
    string? ResumedBy = null, DateTime? ResumedAt = null, string? ResumeReason = null)
{
    /// <summary>Longest and shortest reason, in characters.</summary>
    public const int ShortestReason = 3, LongestReason = 500;

    /// <summary>True until it is ended.</summary>
    public bool IsInForce => ResumedAt is null;

    /// <summary>What is halted, in words.</summary>
    public string Scope => PortfolioId is null ? "the whole platform" : $"portfolio {PortfolioId}";

    /// <summary>What somebody hears whose order it stands against.</summary>
    public Refusal Refuse() => new(
        RefusalKind.TradingHalted,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Trading of {Scope} is halted since {HaltedAt:yyyy-MM-dd HH:mm:ss} UTC by {HaltedBy}: “{Reason}”. No order was placed; halt {HaltId} ends with resumeTrading."),
        "portfolioId");

    /// <summary>A reason as it is kept: trimmed, one line.</summary>
    /// <exception cref="InvalidInputException">It is too short or too long, or holds characters that control the text or its direction.</exception>
    public static string ParseReason(string? reason)
    {
        string given = reason?.Trim() ?? "";
        return given.Length is >= ShortestReason and <= LongestReason && Require.IsLine(given)
            ? given
            : throw Require.Invalid("reason", reason, $"{ShortestReason} to {LongestReason} characters on one line that say why");
    }
}
