using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Tests.Risk;

public sealed class PathTests
{
    private static readonly double[] Returns = [0.01, -0.02, 0.005, 0.03, -0.01, 0.0125, -0.0075];

    public static TheoryData<PathLaw> Laws =>
    [
        new GbmLaw(0.05, 0.2),
        new MertonLaw(0.05, 0.2, 3, -0.05, 0.1),
        new HestonLaw(0.05, 0.04, 0.06, 2, 0.5, -0.7),
        new GarchLaw(0.0003, 2e-6, 0.08, 0.9, 1e-4, null),
        new GarchLaw(0.0003, 2e-6, 0.08, 0.9, 1e-4, 5),
        new BootstrapLaw(Returns, 3),
    ];

    [Theory, MemberData(nameof(Laws))]
    public void Every_width_walks_the_same_paths(PathLaw law)
    {
        foreach (int steps in (int[])[1, 2, 3, 4, 5, 30])
        {
            float[] reference = Ends(law, 100, steps, 1, 0.02, lanes: 1);
            Assert.Equal(reference, Ends(law, 100, steps, 1, 0.02, lanes: 4));
            Assert.Equal(reference, Ends(law, 100, steps, 1, 0.02, lanes: 8));
            Assert.Equal(reference, Ends(law, 100, steps, 1, 0.02, lanes: 16));
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void A_way_watched_ends_where_it_ends_unwatched(PathLaw law)
    {
        PathRunner runner = law.Runner(Job(law, 50, 7, 1, 0.02), 8);
        Assert.Equal(Ends(law, 50, 7, 1, 0.02, 8), new PathFanRecorder(50, 7).Walk(runner, CancellationToken.None).Ends.ToArray());
    }

    [Fact]
    public void Brownian_ends_have_the_closed_form_mean_and_variance()
    {
        // z of the mean over 200 seeds is standard normal: its own mean is within 3 / √200 and its squares sum to a χ² of 200.
        const int paths = 800;
        double sum = 0, squares = 0, variances = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            float[] ends = Ends(new GbmLaw(0.1, 0.3), paths, 6, seed, 0.25);
            double mean = ends.Average(x => (double)x), variance = ends.Sum(x => (x - mean) * (x - mean)) / (paths - 1);
            double z = (mean - ((0.1 - 0.045) * 1.5)) / Math.Sqrt(0.09 * 1.5 / paths);
            sum += z;
            squares += z * z;
            variances += variance / (0.09 * 1.5) / 200;
        }
        Assert.InRange(Math.Abs(sum / 200), 0, 3 / Math.Sqrt(200));
        Assert.InRange(squares, 200 - (3 * Math.Sqrt(400)), 200 + (3 * Math.Sqrt(400)));
        Assert.InRange(Math.Abs(variances - 1), 0, 3 * Math.Sqrt(2.0 / paths / 200));
    }

    [Theory]
    [InlineData(7.12808, 105, 0)] // Black–Scholes by hand with SciPy's normal law: S 100, r 3 %, σ 20 %, 1 year
    [InlineData(9.409825, 105, 1)] // Merton's series (1976) in Python: λ 1, jumps −0.1 ± 0.15
    [InlineData(3.978464, 110, 2)] // QuantLib 1.x AnalyticHestonEngine: v₀ = θ = 0.04, κ 2, σ 0.5, ρ −0.7
    public void Calls_cost_what_the_closed_forms_say(double expected, double strike, int model)
    {
        PathLaw law = model switch
        {
            0 => new GbmLaw(0.03, 0.2),
            1 => new MertonLaw(0.03, 0.2, 1, -0.1, 0.15),
            _ => new HestonLaw(0.03, 0.04, 0.04, 2, 0.5, -0.7),
        };
        (double price, double error) = Call(Ends(law, 60_000, 16, 11, 1.0 / 16), 100, strike, 0.03);
        Assert.InRange(Math.Abs(price - expected), 0, (3.5 * error) + 0.002);
    }

    [Fact] // QuantLib AnalyticHestonEngine, r 2.5 %; the parameters of Albrecher, Mayer, Schoutens and Tistaert (2007), where 2κθ < σ²
    public void Heston_holds_where_the_variance_reaches_zero()
    {
        (double price, double error) = Call(Ends(new HestonLaw(0.025, 0.0175, 0.0398, 1.5768, 0.5751, -0.5711), 60_000, 32, 5, 1.0 / 32), 100, 100, 0.025);
        Assert.InRange(Math.Abs(price - 7.274267), 0, (3.5 * error) + 0.01);
    }

    [Theory, InlineData(null), InlineData(8.0)]
    public void Garch_variance_goes_to_its_long_run(double? degrees)
    {
        // Steps far from the start have variance ω / (1 − α − β) = 1e-4 each, so the sum of 400 of them has 0.04 and a little of the start's.
        float[] ends = Ends(new GarchLaw(0, 5e-6, 0.05, 0.9, 1e-4, degrees), 10_000, 400, 3, 1);
        double variance = ends.Sum(x => (double)x * x) / ends.Length;
        Assert.InRange(variance, 0.038, 0.042);
    }

    [Fact]
    public void Bootstrapped_steps_are_given_returns()
    {
        Assert.All(Ends(new BootstrapLaw(Returns, 3), 500, 1, 9, 1), end => Assert.Contains(end, Returns.Select(r => (float)r)));
        float[] drawn = Ends(new BootstrapLaw(Returns, 3), 70_000, 1, 9, 1);
        Assert.All(Returns, r => Assert.InRange(drawn.Count(end => end == (float)r), 9_600, 10_400)); // each with chance 1/7: ±4 deviations
    }

    [Fact]
    public void Blocks_keep_neighbours_together()
    {
        // Of two steps the second follows the first with chance 1 − 1/4 + 1/4 · 1/7.
        HashSet<float> neighbours = [.. Returns.Select((r, i) => (float)r + (float)Returns[(i + 1) % Returns.Length])];
        float[] ends = Ends(new BootstrapLaw(Returns, 4), 50_000, 2, 2, 1);
        Assert.InRange(ends.Count(neighbours.Contains) / 50_000.0, 0.75, 0.90);
        Assert.All(Ends(new BootstrapLaw(Returns, 1), 10, 2, 2, 1), end => Assert.True(float.IsFinite(end)));
    }

    [Fact] // scipy.stats.t.ppf([0.95, 0.99, 0.999], 5) · √(3/5)
    public void Student_shocks_have_the_tail_of_their_law()
    {
        float[] ends = Ends(new GarchLaw(0, 1e-4 * 0.1, 0, 0.9, 1e-4, 5), 200_000, 1, 21, 1);
        Array.Sort(ends);
        Assert.InRange(ends[190_000] / 0.01, 1.560850 * 0.985, 1.560850 * 1.015);
        Assert.InRange(ends[198_000] / 0.01, 2.606463 * 0.98, 2.606463 * 1.02);
        Assert.InRange(ends[199_800] / 0.01, 4.565031 * 0.92, 4.565031 * 1.08);
    }

    internal static PathJob Job(PathLaw law, int paths, int steps, long seed, double dt) => new(law, paths, steps, dt, seed, [0.95, 0.99], 10);

    internal static unsafe float[] Ends(PathLaw law, int paths, int steps, long seed, double dt, int lanes = 16)
    {
        float[] ends = new float[paths + PathRunner.Overhang];
        PathRunner runner = law.Runner(Job(law, paths, steps, seed, dt), lanes);
        fixed (float* at = ends) runner.Ends(0, paths, at);
        GC.KeepAlive(runner);
        return ends[..paths];
    }

    private static (double Price, double Error) Call(float[] ends, double spot, double strike, double rate)
    {
        double[] payoffs = [.. ends.Select(x => Math.Exp(-rate) * Math.Max((spot * Math.Exp(x)) - strike, 0))];
        double mean = payoffs.Average();
        return (mean, Math.Sqrt(payoffs.Sum(p => (p - mean) * (p - mean)) / payoffs.Length / payoffs.Length));
    }
}
