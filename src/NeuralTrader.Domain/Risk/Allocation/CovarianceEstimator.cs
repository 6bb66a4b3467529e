namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>How covariances are estimated from returns.</summary>
public enum CovarianceEstimator
{
    /// <summary>The sample's correlations drawn towards their mean by as much as the data say (Ledoit and Wolf 2004); the sample's variances.</summary>
    LedoitWolf = 0,

    /// <summary>The sample's covariances, divisor n − 1.</summary>
    Sample = 1,

    /// <summary>Exponentially weighted, means taken as zero (RiskMetrics 1996).</summary>
    Ewma = 2,
}
