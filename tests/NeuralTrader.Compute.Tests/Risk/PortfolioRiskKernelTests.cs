using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Compute.Tests.Risk;

public class PortfolioRiskKernelTests
{
    [Fact] // by hand: portfolio ½·(1, 3, 2) + ½·(2, 0, 4) = (1.5, 1.5, 3), mean 2, squares ¼ + ¼ + 1 = 1.5, over n − 1 = 0.75
    public void Two_assets_by_hand()
    {
        PortfolioMoments risk = PortfolioRiskKernel.Run(ReturnPanel.FromRows(["A", "B"], [[1, 3, 2], [2, 0, 4]]), new[] { 0.5, 0.5 }, new double[] { 1, 1, 2 });
        Assert.Equal([1.5, 1.5, 3], risk.Returns);
        Assert.Equal((2, 0.75), (risk.Mean, risk.Variance));
        Assert.Equal([0, 1.5], risk.Covariances); // A: (−1)(−½) + 1·(−½) + 0·1 = 0; B: 0·(−½) + (−2)(−½) + 2·1 = 3, over 2
        Assert.Equal([1, 2], risk.AssetVolatilities);
        Assert.Equal((1.5, 1), (risk.Beta, risk.BenchmarkCorrelation)); // the portfolio is 1.5 times the benchmark
        Assert.Equal(risk.Volatility, risk.ComponentVolatility(0, 0.5) + risk.ComponentVolatility(1, 0.5), tolerance: 1e-15);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(5, 17)]
    [InlineData(131, 63)]
    [InlineData(300, 252)]
    public void The_kernel_is_the_definition_in_the_same_bits_for_every_width_and_thread(int assets, int observations)
    {
        (ReturnPanel panel, double[] weights, double[] benchmark) = Sample(assets, observations);
        PortfolioMoments expected = PortfolioMoments.Of(panel, weights, benchmark);
        PortfolioMoments[] found =
        [
            PortfolioRiskKernel.Run<Doubles1, Mask1>(panel, weights, benchmark, 1),
            PortfolioRiskKernel.Run<Doubles2, Mask2>(panel, weights, benchmark, 2),
            PortfolioRiskKernel.Run<Doubles4, Mask4>(panel, weights, benchmark, 3),
            PortfolioRiskKernel.Run<Doubles8, Mask8>(panel, weights, benchmark, 4),
        ];
        foreach (PortfolioMoments other in found[1..]) Assert.Equivalent(found[0], other, strict: true);
        Assert.Equal(expected.Variance, found[0].Variance, tolerance: 1e-14 * expected.Variance);
        Assert.Equal(expected.Beta, found[0].Beta, tolerance: 1e-12);
        for (int i = 0; i < assets; i++)
        {
            Assert.Equal(expected.Covariances[i], found[0].Covariances[i], tolerance: 1e-16);
            Assert.Equal(expected.AssetVolatilities[i], found[0].AssetVolatilities[i], tolerance: 1e-15);
        }
    }

    [Fact]
    public void Threads_do_not_change_a_bit_of_a_large_portfolio()
    {
        (ReturnPanel panel, double[] weights, double[] benchmark) = Sample(3000, 252);
        Assert.Equivalent(PortfolioRiskKernel.Run(panel, weights, benchmark, threads: 1), PortfolioRiskKernel.Run(panel, weights, benchmark, threads: 4), strict: true);
    }

    [Fact]
    public void Without_a_benchmark_beta_is_not_defined() =>
        Assert.True(double.IsNaN(PortfolioRiskKernel.Run(ReturnPanel.FromRows(["A"], [[1, 2]]), new double[] { 1 }).Beta));

    [Fact]
    public void A_benchmark_that_does_not_vary_gives_no_beta() =>
        Assert.True(double.IsNaN(PortfolioRiskKernel.Run(ReturnPanel.FromRows(["A"], [[1, 2, 4]]), new double[] { 1 }, new double[] { .1, .1, .1 }).Beta));

    [Theory]
    [InlineData(new[] { 1.0 }, "weights")]
    [InlineData(new[] { 1.0, double.NaN }, "weights[1]")]
    public void Weights_that_do_not_fit_are_named(double[] weights, string field) => Assert.Equal(
        field, Assert.Throws<InvalidInputException>(() => PortfolioRiskKernel.Run(ReturnPanel.FromRows(["A", "B"], [[1, 2], [3, 4]]), weights)).Field);

    [Fact]
    public void One_observation_is_too_few() => Assert.Equal(
        "observations", Assert.Throws<InvalidInputException>(() => PortfolioRiskKernel.Run(ReturnPanel.FromRows(["A"], [[1]]), new double[] { 1 })).Field);

    [Fact]
    public void A_return_that_is_no_number_is_named_by_asset_and_time()
    {
        DateTime day = new(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc);
        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() =>
            ReturnPanel.FromRows(["SPY", "BRK.B"], [[0, 0.1], [0.1, double.PositiveInfinity]], [day, day.AddDays(1)]));
        Assert.Equal(("returns[BRK.B][2024-01-03T00:00:00Z]", "Infinity"), (refusal.Field, refusal.Value));
    }

    private static (ReturnPanel Panel, double[] Weights, double[] Benchmark) Sample(int assets, int observations)
    {
        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, assets * observations).Select(_ => (random.NextDouble() - 0.5) * 0.04)];
        double[] weights = [.. Enumerable.Range(0, assets).Select(_ => (random.NextDouble() - 0.3) / assets)];
        double[] benchmark = [.. Enumerable.Range(0, observations).Select(_ => (random.NextDouble() - 0.5) * 0.02)];
        return (new ReturnPanel([.. Enumerable.Range(0, assets).Select(i => $"A{i}")], values), weights, benchmark);
    }
}
