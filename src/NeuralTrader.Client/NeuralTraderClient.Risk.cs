using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    private IRiskGrain Risk => grains.GetGrain<IRiskGrain>(Any);

    /// <summary>The risk of a portfolio's present positions: value at risk, expected shortfall and what they are made of.</summary>
    public Task<RiskAnalysisAnswer> RiskAnalysisAsync(RiskAnalysisRequest request, CancellationToken cancellationToken = default) =>
        Long(token => Risk.Analyse(request, token).Value(), cancellationToken);

    /// <summary>What windows of the past and shocks would do to a portfolio's present positions.</summary>
    public Task<StressTestAnswer> StressTestAsync(StressTestRequest request, CancellationToken cancellationToken = default) =>
        Long(token => Risk.Stress(request, token).Value(), cancellationToken);

    /// <summary>The named windows of the past.</summary>
    public Task<StressScenarioList> ListStressScenariosAsync(ListStressScenariosRequest request, CancellationToken cancellationToken = default) =>
        Risk.Scenarios().AsTask();

    /// <summary>Value at risk over one period, by the definition asked for.</summary>
    public Task<TailEstimate> CalculateVarAsync(CalculateVarRequest request, CancellationToken cancellationToken = default) =>
        Risk.ValueAtRisk(request, cancellationToken).Value();

    /// <summary>Expected shortfall over one period, by the definition asked for.</summary>
    public Task<TailEstimate> CalculateCvarAsync(CalculateCvarRequest request, CancellationToken cancellationToken = default) =>
        Risk.ExpectedShortfall(request, cancellationToken).Value();

    /// <summary>Sharpe ratio with its standard errors.</summary>
    public Task<SharpeRatio> CalculateSharpeRatioAsync(CalculateSharpeRatioRequest request, CancellationToken cancellationToken = default) =>
        Risk.Sharpe(request, cancellationToken).Value();

    /// <summary>Sortino ratio with divisor N.</summary>
    public Task<SortinoRatio> CalculateSortinoRatioAsync(CalculateSortinoRatioRequest request, CancellationToken cancellationToken = default) =>
        Risk.Sortino(request, cancellationToken).Value();

    /// <summary>How far and how long something was below its highest value.</summary>
    public Task<DrawdownAnswer> CalculateDrawdownAsync(CalculateDrawdownRequest request, CancellationToken cancellationToken = default) =>
        Risk.Drawdown(request, cancellationToken).Value();

    /// <summary>The most leverage that every given rule allows.</summary>
    public Task<LeverageLimit> CalculateMaxLeverageAsync(CalculateMaxLeverageRequest request, CancellationToken cancellationToken = default) =>
        Risk.MaxLeverage(request, cancellationToken).Value();

    /// <summary>Kelly's stake of a bet, or exposure to an investment.</summary>
    public Task<KellyAnswer> CalculateKellyAsync(CalculateKellyRequest request, CancellationToken cancellationToken = default) =>
        Risk.Kelly(request, cancellationToken).Value();

    /// <summary>How many units to hold, never above a cap.</summary>
    public Task<PositionSize> CalculatePositionSizeAsync(CalculatePositionSizeRequest request, CancellationToken cancellationToken = default) =>
        Risk.PositionSize(request).AsTask();

    /// <summary>Whether a position keeps to limits, rule by rule.</summary>
    public Task<PositionVerdict> ValidatePositionAsync(ValidatePositionRequest request, CancellationToken cancellationToken = default) =>
        Risk.ValidatePosition(request).AsTask();

    /// <summary>Many risk calculations at once; one that fails leaves the others alone.</summary>
    public Task<RiskBatchAnswer> CalculateRiskBatchAsync(CalculateRiskBatchRequest request, CancellationToken cancellationToken = default) =>
        Long(token => Risk.Batch(request, token).Value(), cancellationToken);
}
