using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Tests.Backtesting;

namespace NeuralTrader.Domain.Tests.Risk;

/// <summary>Paths of known laws, walked here step by step, and what is estimated from them.</summary>
public sealed class PathEstimateTests
{
    private const double Year = 252;

    [Fact]
    public void Brownian_motion_is_recovered()
    {
        IReadOnlyDictionary<string, double> found = PathEstimates.Of(SimulationModel.GeometricBrownian, Brownian(100_000, 0.3, 0.08, 1), Year);
        Assert.Equal(0.3, found["volatility"], 0.003); // its error is 0.3 / √200,000
        Assert.Equal(0.08, found["drift"], 3 * 0.3 / Math.Sqrt(100_000 / Year));
    }

    [Fact]
    public void Jumps_are_told_from_the_calm_between_them()
    {
        double[] returns = Brownian(100_000, 0.15, 0.05, 2);
        SeededRandom random = new(3);
        for (int t = 0; t < returns.Length; t++) if (random.NextUnit() < 4 / Year) returns[t] += -0.08 + (0.02 * random.NextNormal());
        IReadOnlyDictionary<string, double> found = PathEstimates.Of(SimulationModel.JumpDiffusion, returns, Year);
        Assert.Equal(0.15, found["volatility"], 0.003);
        Assert.Equal(4, found["jumpsPerYear"], 0.4);
        Assert.Equal(-0.08, found["jumpMean"], 0.004);
        Assert.Equal(0.02, found["jumpDeviation"], 0.004);
    }

    [Theory, InlineData(5, 0.6, -0.6, 4), InlineData(10, 1.0, -0.5, 5), InlineData(3, 0.4, 0.3, 6)]
    public void Heston_is_recovered_from_two_hundred_years(double kappa, double sigma, double rho, int seed)
    {
        const double theta = 0.04;
        HestonMoments found = HestonMoments.Of(Heston(50_000, theta, kappa, sigma, rho, (ulong)seed), Year)!;
        Assert.Equal(1, found.LongVariance / theta, 0.1);
        Assert.Equal(1, found.Reversion / kappa, 0.35);
        Assert.Equal(1, found.VolatilityOfVariance / sigma, 0.2);
        Assert.Equal(rho, found.Correlation, 0.12);
    }

    [Fact] // NumPy, the same moments: κ 8.0, σ 1.71, ρ -0.635
    public void Heston_of_the_index_agrees_with_the_same_moments_elsewhere()
    {
        HestonMoments found = HestonMoments.Of(PathEstimates.LogReturns(TestBars.Sp500), Year)!;
        Assert.Equal(0.03968187026345011, found.LongVariance, 1e-7);
        Assert.Equal(8.020059535864107, found.Reversion, 0.1); // the grids of κ are not the same
        Assert.Equal(1.714248530240131, found.VolatilityOfVariance, 0.02);
        Assert.Equal(-0.6349924544550555, found.Correlation, 0.005);
    }

    [Fact]
    public void Variance_that_does_not_cluster_and_short_histories_tell_nothing()
    {
        Assert.Null(HestonMoments.Of(Brownian(503, 0.2, 0, 7), Year));
        Assert.DoesNotContain("reversion", PathEstimates.Of(SimulationModel.Heston, Brownian(100, 0.2, 0, 7), Year).Keys);
        Assert.Null(HestonMoments.Of(new double[1000], Year));
    }

    [Theory, InlineData(SimulationModel.GeometricBrownian), InlineData(SimulationModel.Heston), InlineData(SimulationModel.Bootstrap)]
    [InlineData(SimulationModel.JumpDiffusion)]
    public void Fewer_than_thirty_returns_and_one_that_is_no_number_are_refused(SimulationModel model)
    {
        Assert.Equal("logReturns", Assert.Throws<InvalidInputException>(() => PathEstimates.Of(model, new double[29], Year)).Field);
        double[] broken = Brownian(40, 0.2, 0, 8);
        broken[17] = double.NaN;
        Assert.Equal("logReturns[17]", Assert.Throws<InvalidInputException>(() => PathEstimates.Of(model, broken, Year)).Field);
    }

    [Fact]
    public void Every_parameter_of_every_law_says_what_it_is() => Assert.All(
        Enum.GetValues<SimulationModel>().SelectMany(model => PathEstimates.Names(model).Where(name => name != "degreesOfFreedom")
            .Select(name => (model, name))),
        one => Assert.NotEqual("a number", PathEstimates.Meaning(one.model, one.name)));

    private static double[] Brownian(int n, double volatility, double drift, ulong seed)
    {
        SeededRandom random = new(seed);
        double[] returns = new double[n];
        for (int t = 0; t < n; t++) returns[t] = ((drift - (volatility * volatility / 2)) / Year) + (volatility / Math.Sqrt(Year) * random.NextNormal());
        return returns;
    }

    // Euler with eight steps a day and full truncation: Lord, Koekkoek and van Dijk (2010).
    private static double[] Heston(int n, double theta, double kappa, double sigma, double rho, ulong seed)
    {
        const int fine = 8;
        const double dt = 1 / (Year * fine);
        SeededRandom random = new(seed);
        double[] returns = new double[n];
        double v = theta;
        for (int t = 0; t < n * fine; t++)
        {
            double price = random.NextNormal(), variance = (rho * price) + (Math.Sqrt(1 - (rho * rho)) * random.NextNormal()), now = Math.Max(v, 0);
            returns[t / fine] += (-now / 2 * dt) + (Math.Sqrt(now * dt) * price);
            v += (kappa * (theta - now) * dt) + (sigma * Math.Sqrt(now * dt) * variance);
        }
        return returns;
    }
}
