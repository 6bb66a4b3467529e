namespace NeuralTrader.Domain.Risk;

/// <summary>How correlations are estimated.</summary>
public enum CorrelationMethod
{
    /// <summary>Product-moment correlation of the sample.</summary>
    Pearson = 0,

    /// <summary>Pearson's correlation of the ranks; equal values share their mean rank.</summary>
    Spearman = 1,

    /// <summary>Exponentially weighted as in RiskMetrics, the newest observation most, means taken as zero.</summary>
    Ewma = 2,

    /// <summary>The sample's covariance drawn towards a simple target by as much as the data say: Ledoit and Wolf.</summary>
    Shrinkage = 3,
}

/// <summary>What shrinkage draws the sample towards.</summary>
public enum ShrinkageTarget
{
    /// <summary>The sample's variances and one correlation for all pairs, their mean: Ledoit and Wolf (2004), Honey, I shrunk the sample covariance
    /// matrix.</summary>
    ConstantCorrelation = 0,

    /// <summary>No covariance and the mean variance for all: Ledoit and Wolf (2004), A well-conditioned estimator for large-dimensional covariance
    /// matrices.</summary>
    ScaledIdentity = 1,
}

/// <summary>An estimator of correlations with its parameters.</summary>
/// <param name="Method">Which one.</param>
/// <param name="Decay">λ of the exponential weights, strictly between 0 and 1; RiskMetrics takes 0.94 for days and 0.97 for months.</param>
/// <param name="Target">What shrinkage draws towards.</param>
public sealed record CorrelationSpec(
    CorrelationMethod Method = CorrelationMethod.Pearson, double Decay = 0.94, ShrinkageTarget Target = ShrinkageTarget.ConstantCorrelation)
{
    /// <summary>Refuses what no estimator knows.</summary>
    /// <exception cref="InvalidInputException">The decay is out of range, or method or target is not one of the named.</exception>
    public CorrelationSpec Checked()
    {
        if (!Enum.IsDefined(Method)) throw Require.Invalid(nameof(Method), Method, string.Join(", ", Enum.GetNames<CorrelationMethod>()));
        if (!Enum.IsDefined(Target)) throw Require.Invalid(nameof(Target), Target, string.Join(", ", Enum.GetNames<ShrinkageTarget>()));
        Require.OpenUnitInterval(Decay);
        return this;
    }
}
