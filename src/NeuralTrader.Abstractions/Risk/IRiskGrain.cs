using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Abstractions.Risk;

/// <summary>Answers questions about risk; it has no state of its own.</summary>
[Alias("grain.risk"), Repeatable, Needs(Role.ReadOnly)]
public interface IRiskGrain : IGrainWithIntegerKey
{
    /// <summary>The risk of a portfolio's present positions.</summary>
    [Alias("analyse"), ResponseTimeout("00:02:30")] Task<Answer<RiskAnalysisAnswer>> Analyse(RiskAnalysisRequest request, CancellationToken cancellationToken);

    /// <summary>What scenarios would do to them.</summary>
    [Alias("stress"), ResponseTimeout("00:02:30")] Task<Answer<StressTestAnswer>> Stress(StressTestRequest request, CancellationToken cancellationToken);

    /// <summary>The named windows of the past.</summary>
    [Alias("scenarios")] ValueTask<StressScenarioList> Scenarios();

    /// <summary>Value at risk of a sample.</summary>
    [Alias("var")] Task<Answer<TailEstimate>> ValueAtRisk(CalculateVarRequest request, CancellationToken cancellationToken);

    /// <summary>Expected shortfall of a sample.</summary>
    [Alias("cvar")] Task<Answer<TailEstimate>> ExpectedShortfall(CalculateCvarRequest request, CancellationToken cancellationToken);

    /// <summary>Sharpe ratio of a sample.</summary>
    [Alias("sharpe")] Task<Answer<SharpeRatio>> Sharpe(CalculateSharpeRatioRequest request, CancellationToken cancellationToken);

    /// <summary>Sortino ratio of a sample.</summary>
    [Alias("sortino")] Task<Answer<SortinoRatio>> Sortino(CalculateSortinoRatioRequest request, CancellationToken cancellationToken);

    /// <summary>Falls of a curve.</summary>
    [Alias("drawdown")] Task<Answer<DrawdownAnswer>> Drawdown(CalculateDrawdownRequest request, CancellationToken cancellationToken);

    /// <summary>The most leverage that every rule allows.</summary>
    [Alias("leverage")] Task<Answer<LeverageLimit>> MaxLeverage(CalculateMaxLeverageRequest request, CancellationToken cancellationToken);

    /// <summary>How much to stake.</summary>
    [Alias("kelly")] Task<Answer<KellyAnswer>> Kelly(CalculateKellyRequest request, CancellationToken cancellationToken);

    /// <summary>How many units to hold.</summary>
    [Alias("size")] ValueTask<PositionSize> PositionSize(CalculatePositionSizeRequest request);

    /// <summary>Whether a position keeps to limits.</summary>
    [Alias("validate")] ValueTask<PositionVerdict> ValidatePosition(ValidatePositionRequest request);

    /// <summary>Many calculations at once.</summary>
    [Alias("batch"), ResponseTimeout("00:02:30")] Task<Answer<RiskBatchAnswer>> Batch(CalculateRiskBatchRequest request, CancellationToken cancellationToken);
}
