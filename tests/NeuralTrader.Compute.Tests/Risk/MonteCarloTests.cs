using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain;

namespace NeuralTrader.Compute.Tests.Risk;

public sealed class MonteCarloTests
{
    private static readonly PathLaw Law = new GbmLaw(0.08, 0.25);

    private static readonly System.Text.Json.JsonSerializerOptions WithNaN =
        new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    [Fact]
    public void Threads_and_widths_change_no_bit()
    {
        PathJob job = PathTests.Job(Law, 20_011, 150, 4, 1 / 252.0);
        string reference = Text(MonteCarlo.Run(job, lanes: 1, threads: 1));
        foreach ((int lanes, int threads) in ((int, int)[])[(16, 1), (16, 2), (8, 3), (4, 5)]) Assert.Equal(reference, Text(MonteCarlo.Run(job, lanes, threads)));
    }

    [Fact]
    public void Another_seed_is_another_answer() => Assert.NotEqual(
        MonteCarlo.Run(PathTests.Job(Law, 1000, 5, 1, 1)).Mean, MonteCarlo.Run(PathTests.Job(Law, 1000, 5, 2, 1)).Mean);

    [Theory, InlineData(100), InlineData(5_000), InlineData(60_001)]
    public void Figures_equal_those_of_the_sorted_ends(int paths)
    {
        SimulatedOutcomes found = MonteCarlo.Run(PathTests.Job(Law, paths, 12, 6, 1 / 12.0));
        double[] returns = [.. PathTests.Ends(Law, paths, 12, 6, 1 / 12.0).Select(x => Math.Exp(x) - 1).Order()];
        double mean = returns.Average(), m2 = Moment(returns, mean, 2), deviation = Math.Sqrt(m2 * paths / (paths - 1));
        Assert.Equal(paths, found.Paths);
        Assert.Equal(mean, found.Mean, 1e-12);
        Assert.Equal(deviation, found.StandardDeviation, 1e-12);
        Assert.Equal(deviation / Math.Sqrt(paths), found.MeanError, 1e-12);
        Assert.Equal(Moment(returns, mean, 3) / Math.Pow(m2, 1.5), found.Skewness, 1e-9);
        Assert.Equal(Moment(returns, mean, 4) / (m2 * m2), found.Kurtosis, 1e-9);
        Assert.Equal(returns[0], found.Lowest, 1e-12);
        Assert.Equal(returns[^1], found.Highest, 1e-12);
        Assert.Equal(returns.Count(r => r < 0) / (double)paths, found.LossProbability);
        foreach (OutcomeQuantile quantile in found.Quantiles)
        {
            double z = Math.Abs(Math.Log(1 + quantile.Return) - (0.08 - 0.03125)) / 0.25;
            double width = 2.6e-4 * (1 + z) * 0.25 * (1 + quantile.Return);
            Assert.Equal(returns[(int)Math.Ceiling((quantile.Probability * paths) - 1e-9) - 1], quantile.Return, width);
        }
        OutcomeBins bins = found.Bins!;
        Assert.Equal(paths, bins.Counts.Sum() + bins.Below + bins.Above);
        Assert.All(bins.Edges.Zip(bins.Edges.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        int counted = bins.Below;
        for (int bin = 0; bin < bins.Counts.Count; bin++)
        {
            double near = 3e-4 * 0.25 * (1 + bins.Edges[bin]); // a class to each side of the edge
            Assert.InRange(counted, returns.Count(r => r < bins.Edges[bin] - near), returns.Count(r => r <= bins.Edges[bin] + near));
            counted += bins.Counts[bin];
        }
        foreach (OutcomeTail tail in found.Tails)
        {
            int worst = (int)Math.Round((1 - tail.Confidence) * paths);
            Assert.Equal(-returns.Take(worst).Average(), tail.ExpectedShortfall, 3 / (double)paths);
            Assert.True(tail.ExpectedShortfall >= tail.ValueAtRisk);
        }
    }

    [Theory, InlineData(100_000), InlineData(1_000), InlineData(4_096)] // 1 − 0.99 is above 0.01 by rounding, and between two ranks may lie a gap
    public void A_quantile_and_the_value_at_risk_beyond_it_are_one_figure(int paths)
    {
        SimulatedOutcomes found = MonteCarlo.Run(PathTests.Job(Law, paths, 3, 1, 1) with { Confidences = [0.9, 0.95, 0.99] });
        foreach (OutcomeTail tail in found.Tails)
            Assert.Equal(-found.Quantiles.MinBy(quantile => Math.Abs(quantile.Probability - (1 - tail.Confidence)))!.Return, tail.ValueAtRisk, 0.0);
    }

    [Fact]
    public void Standard_errors_are_what_seeds_scatter_by()
    {
        SimulatedOutcomes[] runs = [.. Enumerable.Range(0, 120).Select(seed => MonteCarlo.Run(PathTests.Job(Law, 4000, 1, seed, 1)))];
        Check(runs, run => run.Mean, run => run.MeanError);
        Check(runs, run => run.StandardDeviation, run => run.StandardDeviationError);
        Check(runs, run => run.LossProbability, run => run.LossProbabilityError);
        Check(runs, run => run.Quantiles[4].Return, run => run.Quantiles[4].Error);
        Check(runs, run => run.Tails[0].ValueAtRisk, run => run.Tails[0].ValueAtRiskError);
        Check(runs, run => run.Tails[0].ExpectedShortfall, run => run.Tails[0].ExpectedShortfallError);
    }

    [Fact]
    public void The_fan_opens_with_the_root_of_time()
    {
        PathFan fan = MonteCarlo.Run(PathTests.Job(new GbmLaw(0.02, 0.2), 20_000, 100, 1, 0.01)).Fan!;
        Assert.Equal(4096, fan.Paths);
        Assert.Equal((0, 100, 49), (fan.Steps[0], fan.Steps[^1], fan.Steps.Count));
        Assert.Equal(10, fan.Sample.Count);
        Assert.All(fan.Bands, band => Assert.Equal(0, band[0]));
        for (int i = 1; i < fan.Steps.Count; i++)
        {
            double spread = Math.Log((1 + fan.Bands[4][i]) / (1 + fan.Bands[0][i])); // 2 · 1.6449 σ√t
            Assert.InRange(spread / (3.28971 * 0.2 * Math.Sqrt(fan.Steps[i] / 100.0)), 0.92, 1.08);
        }
        Assert.InRange(fan.MeanDrawdown, 0.19, 0.21); // √(π/2) σ of the log-price, less 2 · 0.5826 σ√Δt for the steps: 0.227, a fall of 20 %
        Assert.True(fan.Drawdown95 > fan.MeanDrawdown);
    }

    [Fact]
    public void Fewer_paths_than_a_tail_needs_leave_it_undefined()
    {
        OutcomeTail tail = MonteCarlo.Run(PathTests.Job(Law, 50, 3, 1, 1) with { Confidences = [0.99] }).Tails[0];
        Assert.True(double.IsNaN(tail.ValueAtRisk) && double.IsNaN(tail.ExpectedShortfall));
        Assert.True(double.IsNaN(MonteCarlo.Run(PathTests.Job(Law, 1, 1, 1, 1)).StandardDeviation));
    }

    [Fact]
    public void Normal_portfolios_lose_what_the_formula_says()
    {
        // Three assets, ρ 0.5 and 0: σ² = Σᵢⱼ wᵢwⱼσᵢⱼ = 0.25·4e-4 + 0.09·1e-4 + 0.04·9e-4 + 2·0.5·0.3·1e-4 = 1.75e-4 by hand; VaR 95 % = 1.644854 σ − µ.
        SimulatedOutcomes found = MonteCarlo.Run(Portfolio());
        double deviation = Math.Sqrt(1.75e-4), mean = (0.5 * 0.001) + (0.3 * 0.002);
        Assert.InRange(found.StandardDeviation / deviation, 0.995, 1.005);
        Assert.InRange(found.Mean, mean - (4 * found.MeanError), mean + (4 * found.MeanError));
        Assert.InRange(found.Tails[0].ValueAtRisk - ((1.644854 * deviation) - mean), -4 * found.Tails[0].ValueAtRiskError, 4 * found.Tails[0].ValueAtRiskError);
        Assert.InRange(found.Kurtosis, 2.9, 3.1);
    }

    [Fact]
    public void Student_portfolios_are_student_whatever_the_weights()
    {
        // A weighted sum of a multivariate t is t of the same degrees: scipy.stats.t.ppf(0.99, 6) · √(4/6) = 2.565978 deviations.
        SimulatedOutcomes found = MonteCarlo.Run(Portfolio() with { Degrees = 6, Means = [0, 0, 0] });
        Assert.InRange(found.StandardDeviation / Math.Sqrt(1.75e-4), 0.99, 1.01);
        Assert.InRange(found.Tails[1].ValueAtRisk / Math.Sqrt(1.75e-4) / 2.565978, 0.98, 1.02);
        PortfolioJob third = Portfolio() with { Weights = [0, 0, 1], Degrees = 6, Means = [0, 0, 0] };
        Assert.InRange(MonteCarlo.Run(third).Tails[1].ValueAtRisk / 0.03 / 2.565978, 0.98, 1.02);
    }

    [Fact]
    public void Portfolios_too_are_the_same_bits_everywhere()
    {
        PortfolioJob job = Portfolio() with { Paths = 10_003, Degrees = 4 };
        string reference = Text(MonteCarlo.Run(job, 1, 1));
        foreach (int lanes in (int[])[4, 8, 16]) Assert.Equal(reference, Text(MonteCarlo.Run(job, lanes, 2)));
    }

    [Fact]
    public void A_canceled_job_stops()
    {
        using var stop = new CancellationTokenSource();
        PathJob job = PathTests.Job(Law, 100_000_000, 252, 1, 1 / 252.0);
        Assert.ThrowsAny<OperationCanceledException>(() => MonteCarlo.Run(job, done => stop.Cancel(), stop.Token));
    }

    [Theory]
    [InlineData("paths", 0, 10, 0.2, 0.95)]
    [InlineData("paths", 100_000_001, 10, 0.2, 0.95)]
    [InlineData("paths", 100_000_000, 1000, 0.2, 0.95)] // more work than one call may ask for
    [InlineData("steps", 10, 0, 0.2, 0.95)]
    [InlineData("steps", 10, 10_001, 0.2, 0.95)]
    [InlineData("volatility", 10, 10, double.NaN, 0.95)]
    [InlineData("volatility", 10, 10, double.PositiveInfinity, 0.95)]
    [InlineData("volatility", 10, 10, 0, 0.95)]
    [InlineData("confidences[0]", 10, 10, 0.2, 1)]
    public void Numbers_out_of_range_are_refused_by_name(string field, int paths, int steps, double volatility, double confidence)
    {
        PathJob job = PathTests.Job(new GbmLaw(0, volatility), paths, steps, 1, 1 / 252.0) with { Confidences = [confidence] };
        Assert.Equal(field, Assert.Throws<InvalidInputException>(() => MonteCarlo.Run(job)).Field);
    }

    [Fact]
    public void A_variance_without_mean_and_too_many_jumps_are_refused_by_name()
    {
        Assert.Equal("beta", Refused(new GarchLaw(0, 1e-6, 0.2, 0.8, 1e-4, null)));
        Assert.Equal("degreesOfFreedom", Refused(new GarchLaw(0, 1e-6, 0.1, 0.8, 1e-4, 2)));
        Assert.Equal("jumpsPerYear", Refused(new MertonLaw(0, 0.2, 127, 0, 0.1)));
        Assert.Equal("correlation", Refused(new HestonLaw(0, 0.04, 0.04, 1, 0.5, -1)));
        Assert.Equal("logReturns[1]", Refused(new BootstrapLaw([0.01, double.NaN], 1)));
        Assert.Equal("meanBlock", Refused(new BootstrapLaw([0.01, 0.02], 3)));
    }

    [Fact]
    public void A_covariance_that_is_none_is_refused_by_name()
    {
        PortfolioJob job = Portfolio();
        Assert.Equal("covariance", Assert.Throws<InvalidInputException>(() => MonteCarlo.Run(job with { Covariance = [[1, 2, 0], [2, 1, 0], [0, 0, 1]] })).Field);
        Assert.Equal("covariance[1][0]", Assert.Throws<InvalidInputException>(() => MonteCarlo.Run(job with { Covariance = [[1, 0.2, 0], [0.1, 1, 0], [0, 0, 1]] })).Field);
        Assert.Equal("covariance[2][2]", Assert.Throws<InvalidInputException>(
            () => MonteCarlo.Run(job with { Covariance = [[1, 0, 0], [0, 1, 0], [0, 0, double.NaN]] })).Field);
        Assert.InRange(MonteCarlo.Run(job with { Covariance = [[1, 1, 0], [1, 1, 0], [0, 0, 1]] }).StandardDeviation, 0.81, 0.84); // singular is no fault: √0.68
    }

    private static string Refused(PathLaw law) =>
        Assert.Throws<InvalidInputException>(() => MonteCarlo.Run(PathTests.Job(law, 10, 10, 1, 1 / 252.0))).Field;

    private static PortfolioJob Portfolio() => new(
        [0.5, 0.3, -0.2], [0.001, 0.002, 0], [[4e-4, 1e-4, 0], [1e-4, 1e-4, 0], [0, 0, 9e-4]], null, 200_000, 8, [0.95, 0.99]);

    private static void Check(SimulatedOutcomes[] runs, Func<SimulatedOutcomes, double> figure, Func<SimulatedOutcomes, double> error)
    {
        double mean = runs.Average(figure), scatter = Math.Sqrt(runs.Sum(run => Math.Pow(figure(run) - mean, 2)) / (runs.Length - 1));
        Assert.InRange(runs.Average(error) / scatter, 0.78, 1.28); // a deviation of 120 runs is known to 6.5 %: ± 3.5 of that
    }

    private static double Moment(double[] values, double mean, int power) => values.Average(value => Math.Pow(value - mean, power));

    private static string Text(SimulatedOutcomes outcomes) => System.Text.Json.JsonSerializer.Serialize(outcomes, WithNaN);
}
