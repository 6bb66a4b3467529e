namespace NeuralTrader.Domain.Risk;

/// <summary>Two series and how they go together.</summary>
/// <param name="First">Name of the first.</param>
/// <param name="Second">Name of the second.</param>
/// <param name="Correlation">−1 to 1.</param>
/// <param name="PValue">
/// Probability of a correlation at least this far from zero between unrelated series (Student's t, two-sided); not defined for weighted and shrunk
/// correlations.
/// </param>
[GenerateSerializer, Immutable, Alias("risk.correlation.pair")]
public sealed record PairCorrelation(string First, string Second, double Correlation, double PValue);

/// <summary>A pair's correlation as it went over time.</summary>
/// <param name="First">Name of the first.</param>
/// <param name="Second">Name of the second.</param>
/// <param name="Correlations">Pearson's correlation of the window that ends at each observation, shape [observations]; not defined before the window
/// is full.</param>
[GenerateSerializer, Immutable, Alias("risk.correlation.rolling")]
public sealed record RollingPair(string First, string Second, double[] Correlations);

/// <summary>A series that has no correlations.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("risk.correlation.undefined")]
public sealed record UndefinedSeries(string Name, string Reason);

/// <summary>How far the sample was drawn towards its target.</summary>
/// <param name="Target">What it was drawn towards.</param>
/// <param name="Intensity">0 (the sample) to 1 (the target).</param>
/// <param name="MeanCorrelation">Mean of the sample's correlations.</param>
/// <param name="MeanVariance">Mean of the sample's variances per period, divisor n.</param>
[GenerateSerializer, Immutable, Alias("risk.correlation.shrinkage")]
public sealed record ShrinkageUsed(ShrinkageTarget Target, double Intensity, double MeanCorrelation, double MeanVariance);

/// <summary>How series go together.</summary>
/// <param name="Names">Of the series, in the order of the matrix.</param>
/// <param name="Method">How correlations were estimated.</param>
/// <param name="Observations">Common returns used of each series.</param>
/// <param name="EffectiveObservations">What they are worth: fewer under exponential weights, (Σw)²/Σw².</param>
/// <param name="From">End of the first period; null where the caller gave no times.</param>
/// <param name="To">End of the last period; null where the caller gave no times.</param>
/// <param name="Correlations">The matrix, shape [names][names], symmetric with ones on the diagonal; null for more than 500 series.</param>
/// <param name="PValues">Of the correlations, shape [names][names]; null for more than 100 series and for weighted and shrunk correlations.</param>
/// <param name="Order">Names in the order in which a heat map shows clusters: average linkage on √(½(1 − ρ)); null for more than 500 series.</param>
/// <param name="Average">Mean correlation of all pairs.</param>
/// <param name="FirstFactorShare">Largest eigenvalue over the number of series: the part of their standardised variance that one factor explains.</param>
/// <param name="SmallestEigenvalue">Null for more than 200 series.</param>
/// <param name="IsSingular">True where the matrix has no inverse: fewer observations than series, or series that follow from others.</param>
/// <param name="Highest">The pairs that go together most, the highest first.</param>
/// <param name="Lowest">The pairs that go together least or against each other, the lowest first.</param>
/// <param name="Rolling">Each pair over time, where a rolling window was asked for.</param>
/// <param name="RollingTimes">Ends of the periods of the rolling correlations; null where the caller gave no times.</param>
/// <param name="Shrinkage">How far the sample was shrunk; null for other methods.</param>
/// <param name="Undefined">Series without correlations; the figures over all pairs leave them out.</param>
/// <param name="Notes">What a reader of the figures should know.</param>
[GenerateSerializer, Immutable, Alias("risk.correlation.report")]
public sealed record CorrelationReport(
    IReadOnlyList<string> Names, CorrelationMethod Method, int Observations, double EffectiveObservations, DateTime? From, DateTime? To,
    double[][]? Correlations, double[][]? PValues, IReadOnlyList<string>? Order, double Average, double FirstFactorShare, double? SmallestEigenvalue,
    bool IsSingular, IReadOnlyList<PairCorrelation> Highest, IReadOnlyList<PairCorrelation> Lowest, IReadOnlyList<RollingPair>? Rolling,
    IReadOnlyList<DateTime>? RollingTimes, ShrinkageUsed? Shrinkage, IReadOnlyList<UndefinedSeries> Undefined, IReadOnlyList<string> Notes);
