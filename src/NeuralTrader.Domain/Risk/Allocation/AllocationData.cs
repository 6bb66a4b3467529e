using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>Where one asset's returns come from.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Currency">Of its prices; returns are in this currency.</param>
/// <param name="Basis">Which corporate actions are in the prices.</param>
/// <param name="Provenance">Where the bars come from.</param>
[GenerateSerializer, Immutable, Alias("allocation-source")]
public sealed record AllocationSource(string Symbol, string Currency, PriceBasis Basis, Provenance Provenance);

/// <summary>What the estimates of an allocation were made of.</summary>
/// <param name="Observations">Returns of every asset over common periods.</param>
/// <param name="From">End of the first period, UTC.</param>
/// <param name="To">End of the last one, UTC.</param>
/// <param name="PeriodsPerYear">Used to annualise.</param>
/// <param name="Estimator">Of the covariances.</param>
/// <param name="ShrinkageIntensity">How far the correlations were drawn towards their mean, 0 to 1; not defined for other estimators.</param>
/// <param name="Sources">Where each asset's returns come from; empty where the caller gave them.</param>
[GenerateSerializer, Immutable, Alias("allocation-data")]
public sealed record AllocationData(
    int Observations, DateTime? From, DateTime? To, double PeriodsPerYear, CovarianceEstimator Estimator, double ShrinkageIntensity,
    IReadOnlyList<AllocationSource> Sources);
