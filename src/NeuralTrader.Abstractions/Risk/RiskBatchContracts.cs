using System.Text.Json.Serialization;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Abstractions.Risk;

/// <summary>One calculation of a batch: exactly one member beside the id is given.</summary>
/// <param name="Id">Comes back with the result; null for its place in the batch.</param>
/// <param name="Var">As calculateVar takes it.</param>
/// <param name="Cvar">As calculateCvar takes it.</param>
/// <param name="SharpeRatio">As calculateSharpeRatio takes it.</param>
/// <param name="SortinoRatio">As calculateSortinoRatio takes it.</param>
/// <param name="Drawdown">As calculateDrawdown takes it.</param>
/// <param name="MaxLeverage">As calculateMaxLeverage takes it.</param>
/// <param name="Kelly">As calculateKelly takes it.</param>
/// <param name="PositionSize">As calculatePositionSize takes it.</param>
/// <param name="Position">As validatePosition takes it.</param>
[GenerateSerializer, Immutable, Alias("risk.calculation")]
public sealed record RiskCalculation(
    string? Id = null, CalculateVarRequest? Var = null, CalculateCvarRequest? Cvar = null, CalculateSharpeRatioRequest? SharpeRatio = null,
    CalculateSortinoRatioRequest? SortinoRatio = null, CalculateDrawdownRequest? Drawdown = null, CalculateMaxLeverageRequest? MaxLeverage = null,
    CalculateKellyRequest? Kelly = null, CalculatePositionSizeRequest? PositionSize = null, ValidatePositionRequest? Position = null)
{
    /// <summary>What is wrong with a calculation that could not be read, so that the others are carried out; null for one that could.</summary>
    [Id(10), JsonIgnore] public UnreadCalculation? Unread { get; init; }
}

/// <summary>Why a calculation could not be read.</summary>
/// <param name="Problem">One sentence.</param>
/// <param name="Field">The member at fault; null where it is none in particular.</param>
[GenerateSerializer, Immutable, Alias("risk.calculation.unread")]
public sealed record UnreadCalculation(string Problem, string? Field);

/// <summary>Asks for many risk calculations at once; one that fails leaves the others alone.</summary>
/// <param name="Calculations">1 to 10,000 of them.</param>
[GenerateSerializer, Immutable, Alias("risk.calculateRiskBatch")]
public sealed record CalculateRiskBatchRequest(IReadOnlyList<RiskCalculation> Calculations);

/// <summary>What one calculation of a batch gave: a problem, or the one answer that was asked for.</summary>
/// <param name="Id">The caller's, or its place in the batch.</param>
/// <param name="Problem">Why there is no answer; null where there is one.</param>
/// <param name="Field">The member that the problem names; null without one.</param>
/// <param name="Tail">Of var and cvar.</param>
/// <param name="SharpeRatio">Of sharpeRatio.</param>
/// <param name="SortinoRatio">Of sortinoRatio.</param>
/// <param name="Drawdown">Of drawdown.</param>
/// <param name="MaxLeverage">Of maxLeverage.</param>
/// <param name="Kelly">Of kelly.</param>
/// <param name="PositionSize">Of positionSize.</param>
/// <param name="Position">Of position.</param>
[GenerateSerializer, Immutable, Alias("risk.calculation.answer")]
public sealed record RiskCalculationAnswer(
    string Id, string? Problem = null, string? Field = null, TailEstimate? Tail = null, SharpeRatio? SharpeRatio = null, SortinoRatio? SortinoRatio = null,
    DrawdownAnswer? Drawdown = null, LeverageLimit? MaxLeverage = null, KellyAnswer? Kelly = null, PositionSize? PositionSize = null,
    PositionVerdict? Position = null);

/// <summary>What a batch gave.</summary>
/// <param name="Answers">In the order of the calculations.</param>
/// <param name="Failed">How many of them are problems.</param>
[GenerateSerializer, Immutable, Alias("risk.batch.answer")]
public sealed record RiskBatchAnswer(IReadOnlyList<RiskCalculationAnswer> Answers, int Failed);
