using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Compute.Trading;

/// <summary>Asks for the warping distance of one series to each of many.</summary>
/// <param name="Query">Shape [n], n ≥ 1, finite.</param>
/// <param name="Candidates">Each of any length ≥ 1.</param>
/// <param name="Cost">Of two matched points.</param>
/// <param name="Band">Points i and j are matched only if |i − j| ≤ band; null for no limit. At least the difference of the lengths.</param>
public sealed record WarpingJob(double[] Query, IReadOnlyList<WarpCandidate> Candidates, LocalCost Cost, int? Band = null);
