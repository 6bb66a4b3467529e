using MathNet.Numerics.Distributions;

namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>
/// Says which combination to try next: some drawn at first, then the one of which a <see cref="GaussianProcess"/> expects the largest
/// improvement on the best so far. A pure function of what was tried, so a search goes on anywhere from what was kept of it.
/// </summary>
/// <remarks>
/// Jones, Schonlau and Welch (1998), Efficient global optimization, J. Global Optimization 13(4). The process sees each parameter by its
/// place on its axis, so whole numbers and uneven lists need no rounding: Garrido-Merchán and Hernández-Lobato (2020), Neurocomputing 380.
/// </remarks>
public sealed class BayesianSearch
{
    private const int AllCandidates = 4096, DrawnCandidates = 2048, Improved = 5, NeighbourSteps = 3, Refit = 8;

    private readonly SearchSpace space;
    private readonly int seed, firstDraws;
    private readonly long[] draws;
    private readonly List<long> tried = [];
    private readonly List<double> scores = [];
    private readonly HashSet<long> known = [];
    private (double Length, double Noise)? scale;

    /// <summary>A search at its beginning.</summary>
    /// <param name="space">Where to look.</param>
    /// <param name="trials">How many combinations will be tried.</param>
    /// <param name="seed">The same seed and the same scores give the same search.</param>
    public BayesianSearch(SearchSpace space, long trials, int seed)
    {
        (this.space, this.seed) = (space, seed);
        firstDraws = (int)Math.Min(trials, Math.Max(5, (2 * space.Names.Count) + 2));
        draws = SearchOrder.Draw(space, trials, seed).Points;
    }

    /// <summary>Combinations that can be tried.</summary>
    public int Trials => draws.Length;

    /// <summary>What was found of a combination.</summary>
    /// <param name="point">The combination.</param>
    /// <param name="score">The higher the better; NaN where it has none, which counts as the worst score there is.</param>
    public void Learn(long point, double score)
    {
        tried.Add(point);
        scores.Add(score);
        known.Add(point);
    }

    /// <summary>The combination to try next, one that was not tried.</summary>
    public long Next()
    {
        if (tried.Count < firstDraws || scores.All(double.IsNaN)) return Drawn();
        double[] values = Filled(scores.Count);
        GaussianProcess process = Process([.. tried.Select(Coordinates)], values);
        double best = values.Max(), most = double.NegativeInfinity;
        long next = -1;
        foreach (long candidate in Candidates(values))
        {
            if (known.Contains(candidate) || !space.Allows(candidate)) continue;
            (double mean, double deviation) = process.At(Coordinates(candidate));
            double improvement = ExpectedImprovement(mean, deviation, best);
            if (improvement > most) (most, next) = (improvement, candidate);
        }
        return next >= 0 ? next : Drawn();
    }

    /// <summary>(μ − best)·Φ(z) + σ·φ(z) with z = (μ − best)/σ.</summary>
    internal static double ExpectedImprovement(double mean, double deviation, double best)
    {
        double gain = mean - best;
        if (deviation <= 0) return Math.Max(0, gain);
        double z = gain / deviation;
        return (gain * Normal.CDF(0, 1, z)) + (deviation * Normal.PDF(0, 1, z));
    }

    // Length scale and noise are looked for again whenever another few scores are in, from those alone: wherever the search is taken up
    // again it has the same ones.
    private GaussianProcess Process(double[][] points, double[] values)
    {
        int settled = Math.Max(firstDraws, points.Length / Refit * Refit);
        if (scale is null || points.Length == settled)
        {
            int n = Math.Min(settled, points.Length);
            GaussianProcess fitted = GaussianProcess.Fitted(points[..n], Filled(n));
            scale = (fitted.Length, fitted.Noise);
        }
        return GaussianProcess.Of(points, values, scale.Value.Length, Math.Max(scale.Value.Noise, 1e-6));
    }

    // The first scores, the worst of them standing for those that are none.
    private double[] Filled(int count)
    {
        double worst = scores.Take(count).Where(double.IsFinite).DefaultIfEmpty(0).Min();
        return [.. scores.Take(count).Select(score => double.IsFinite(score) ? score : worst)];
    }

    private long Drawn()
    {
        foreach (long point in draws) if (!known.Contains(point)) return point;
        throw new InvalidOperationException("Every combination was tried.");
    }

    private double[] Coordinates(long point)
    {
        int[] places = space.Places(point);
        double[] at = new double[places.Length];
        for (int axis = 0; axis < at.Length; axis++) at[axis] = space.Values[axis].Length > 1 ? places[axis] / (space.Values[axis].Length - 1.0) : 0;
        return at;
    }

    // All of a small space; of a large one a new draw every time, and what lies around the best so far.
    private IEnumerable<long> Candidates(double[] values)
    {
        if (space.Count <= AllCandidates)
        {
            for (long point = 0; point < space.Count; point++) yield return point;
            yield break;
        }
        var order = new SearchOrder(space.Count, unchecked(seed + (tried.Count * 7919)));
        for (int i = 0; i < DrawnCandidates; i++) yield return order[i];
        foreach (int i in Enumerable.Range(0, values.Length).OrderByDescending(i => values[i]).Take(Improved))
        {
            int[] places = space.Places(tried[i]);
            for (int axis = 0; axis < places.Length; axis++)
            {
                int own = places[axis];
                for (int step = -NeighbourSteps; step <= NeighbourSteps; step++)
                {
                    if (step == 0 || own + step < 0 || own + step >= space.Values[axis].Length) continue;
                    places[axis] = own + step;
                    yield return space.PointAt(places);
                }
                places[axis] = own;
            }
        }
    }
}
