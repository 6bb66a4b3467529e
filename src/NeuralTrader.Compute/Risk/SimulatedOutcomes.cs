namespace NeuralTrader.Compute.Risk;

/// <summary>What a simulation found. Returns are simple, fractions over the whole horizon; NaN where the paths cannot define a figure.</summary>
/// <param name="Paths">Paths walked.</param>
/// <param name="Mean">Mean return.</param>
/// <param name="MeanError">Its standard error.</param>
/// <param name="StandardDeviation">Standard deviation of the return, divisor n − 1.</param>
/// <param name="StandardDeviationError">Its standard error, from the fourth moment.</param>
/// <param name="Skewness">Third standardised moment.</param>
/// <param name="Kurtosis">Fourth standardised moment; 3 for a normal law.</param>
/// <param name="Lowest">The lowest return.</param>
/// <param name="Highest">The highest return.</param>
/// <param name="LossProbability">Share of the paths that end below their start.</param>
/// <param name="LossProbabilityError">Its standard error.</param>
/// <param name="Quantiles">Quantiles of the return, rising.</param>
/// <param name="Tails">Value at risk and expected shortfall at the confidences asked for.</param>
/// <param name="Bins">How often the return falls where, of all paths; null where an outcome has no way.</param>
/// <param name="Fan">The first paths on their way; null where an outcome has no way.</param>
public sealed record SimulatedOutcomes(
    int Paths,
    double Mean,
    double MeanError,
    double StandardDeviation,
    double StandardDeviationError,
    double Skewness,
    double Kurtosis,
    double Lowest,
    double Highest,
    double LossProbability,
    double LossProbabilityError,
    IReadOnlyList<OutcomeQuantile> Quantiles,
    IReadOnlyList<OutcomeTail> Tails,
    OutcomeBins? Bins,
    PathFan? Fan);

/// <summary>A quantile of the return.</summary>
/// <param name="Probability">Share of the paths at or below it.</param>
/// <param name="Return">Simple return, a fraction.</param>
/// <param name="Error">Its standard error: half the width of the binomial one-sigma interval of ranks.</param>
public sealed record OutcomeQuantile(double Probability, double Return, double Error);

/// <summary>The losses in the worst 1 − α of the paths.</summary>
/// <param name="Confidence">α.</param>
/// <param name="ValueAtRisk">The loss that α of the paths do not exceed, a fraction; positive when money is lost.</param>
/// <param name="ValueAtRiskError">Its standard error.</param>
/// <param name="ExpectedShortfall">The mean loss in the worst 1 − α.</param>
/// <param name="ExpectedShortfallError">Its standard error, after Manistre and Hancock (2005).</param>
public sealed record OutcomeTail(
    double Confidence, double ValueAtRisk, double ValueAtRiskError, double ExpectedShortfall, double ExpectedShortfallError);

/// <summary>Counts of all outcomes in bins.</summary>
/// <param name="Edges">Returns between which the bins lie, rising, shape [n + 1].</param>
/// <param name="Counts">Shape [n].</param>
/// <param name="Below">Paths below the first bin.</param>
/// <param name="Above">Paths above the last bin.</param>
public sealed record OutcomeBins(IReadOnlyList<double> Edges, IReadOnlyList<int> Counts, int Below, int Above);

/// <summary>How the first paths went on: enough for a chart, and for the depth of their falls.</summary>
/// <param name="Paths">How many paths the bands and the drawdown are from: the first ones, at most 4,096.</param>
/// <param name="Steps">The steps shown, rising; 0 is the start and the last is the end.</param>
/// <param name="Bands">Return at 5, 25, 50, 75 and 95 % of the paths, [5, steps].</param>
/// <param name="Sample">Returns of single paths, [paths, steps].</param>
/// <param name="MeanDrawdown">Mean over the paths of the deepest fall from a peak, seen at every step; a fraction, positive.</param>
/// <param name="MeanDrawdownError">Its standard error.</param>
/// <param name="Drawdown95">The depth that 95 % of the paths do not exceed.</param>
public sealed record PathFan(
    int Paths,
    IReadOnlyList<int> Steps,
    IReadOnlyList<IReadOnlyList<double>> Bands,
    IReadOnlyList<IReadOnlyList<double>> Sample,
    double MeanDrawdown,
    double MeanDrawdownError,
    double Drawdown95);
