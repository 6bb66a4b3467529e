using System.Text.Json.Serialization;

namespace NeuralTrader.Domain.Trading.Halts;

/// <summary>An entry of the audit of halts.</summary>
/// <param name="PortfolioId">What it is about; null for the whole platform.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who.</param>
/// <param name="At">UTC.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TradingHalted), "halted")]
[JsonDerivedType(typeof(TradingResumed), "resumed")]
public abstract record HaltEvent(string? PortfolioId, string Reason, string By, DateTime At);

/// <summary>Trading was halted.</summary>
/// <param name="PortfolioId">What was halted; null for the whole platform.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="At">UTC.</param>
/// <param name="ByAdmin">True when an administrator did.</param>
/// <param name="CancelOpenOrders">Whether working orders are taken out of the market.</param>
public sealed record TradingHalted(string? PortfolioId, string Reason, string By, DateTime At, bool ByAdmin, bool CancelOpenOrders)
    : HaltEvent(PortfolioId, Reason, By, At);

/// <summary>Trading goes on.</summary>
/// <param name="PortfolioId">What had been halted; null for the whole platform.</param>
/// <param name="Reason">Why it may.</param>
/// <param name="By">Who decided it.</param>
/// <param name="At">UTC.</param>
public sealed record TradingResumed(string? PortfolioId, string Reason, string By, DateTime At) : HaltEvent(PortfolioId, Reason, By, At);
