using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Compute.Tests.Devices;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Compute.Tests.Risk;

public sealed class PortfolioSamplerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(double.PositiveInfinity, 1.6448536269514722, 2.0627128075074257)] // normal: z and φ(z)/0.05
    [InlineData(5.0, 1.5608497578, 2.2386842568)] // t with 5 degrees scaled to variance 1; SciPy: √(3/5)·ppf(0.95), and the mean beyond it by quad
    public void Losses_are_those_of_the_law_in_money(double degrees, double quantile, double shortfall)
    {
        double[] values = [60_000, -20_000, 40_000];
        double[][] covariance = [[4e-4, 1e-4, 0.5e-4], [1e-4, 1e-4, 0.2e-4], [0.5e-4, 0.2e-4, 9e-4]];
        double variance = 0;
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++) variance += values[i] * values[j] * covariance[i][j];
        (Tail tail, TailErrors errors) = new PortfolioSampler().Draw(
            new JointLaw(values, [0, 0, 0], covariance, degrees), new RiskSettings(Confidence: 0.95, Paths: 1_000_000, Seed: 3), Stop);
        Assert.InRange(Math.Abs(tail.ValueAtRisk - (quantile * Math.Sqrt(variance))) / errors.ValueAtRisk, 0, 4);
        Assert.InRange(Math.Abs(tail.ExpectedShortfall - (shortfall * Math.Sqrt(variance))) / errors.ExpectedShortfall, 0, 4);
        Assert.InRange(errors.ValueAtRisk / tail.ValueAtRisk, 0, 0.003);
    }

    [Fact]
    public void The_same_seed_draws_the_same_losses_and_another_draws_others()
    {
        JointLaw law = new([1000, 500], [0.001, 0], [[1e-4, 0], [0, 4e-4]], double.PositiveInfinity);
        RiskSettings settings = new(Paths: 10_000, Seed: 11);
        Assert.Equal(new PortfolioSampler().Draw(law, settings, Stop), new PortfolioSampler().Draw(law, settings, Stop));
        Assert.NotEqual(new PortfolioSampler().Draw(law, settings, Stop).Tail, new PortfolioSampler().Draw(law, settings with { Seed = 12 }, Stop).Tail);
    }

    [Fact]
    public void A_day_drawn_here_and_a_day_drawn_by_the_definition_agree_within_their_errors()
    {
        double[][] rows = [.. Enumerable.Range(0, 4).Select(asset => Enumerable.Range(0, 250).Select(day => 0.01 * Math.Sin((asset + 2) * day * 0.7)).ToArray())];
        RiskBook book = new(
            [.. Enumerable.Range(0, 4).Select(i => new RiskPosition($"S{i}", 1000 * (i + 1), 1e6))], ReturnPanel.FromRows(["S0", "S1", "S2", "S3"], rows), 10_000);
        RiskSettings settings = new(Confidence: 0.99, Method: RiskMethod.MonteCarlo, Paths: 200_000);
        PortfolioMoments moments = PortfolioMoments.Of(book.Panel, book.Values);
        LossEstimate fast = PortfolioRiskAnalysis.Losses(book, moments, settings, new PortfolioSampler().Draw, Stop).Value!;
        LossEstimate plain = PortfolioRiskAnalysis.Losses(book, moments, settings, cancellationToken: Stop).Value!;
        Assert.NotEqual(plain.Tail, fast.Tail);
        Assert.InRange(Math.Abs(plain.Tail.ValueAtRisk - fast.Tail.ValueAtRisk), 0, 5 * (plain.Errors.ValueAtRisk + fast.Errors.ValueAtRisk));
        Assert.InRange(Math.Abs(plain.Tail.ExpectedShortfall - fast.Tail.ExpectedShortfall), 0, 5 * (plain.Errors.ExpectedShortfall + fast.Errors.ExpectedShortfall));
        Assert.Equal(fast.Tail.ValueAtRisk, fast.ComponentVar.Sum(), 1e-6);
    }

    [Fact]
    public async Task A_day_drawn_on_a_device_is_the_processors_and_says_where()
    {
        using ComputeEngine engine = new(() => [() => ModelDevice.Open()], [ComputeKernels.Portfolio], TimeSpan.FromMilliseconds(20));
        JointLaw law = new([1000, 500], [0.001, 0], [[1e-4, 0], [0, 4e-4]], 5);
        RiskSettings settings = new(Paths: 5_000, Seed: 11);
        PortfolioSampler wished = new(engine, DeviceWish.Cuda), here = new(engine, DeviceWish.Cpu);
        (Tail, TailErrors) early = wished.Draw(law, settings, Stop);
        Assert.Equal(("cpu", "There is no CUDA device: it has not been looked for yet."), (wished.Device, wished.FallbackReason));
        await engine.Devices.Start();
        Assert.Equal(early, wished.Draw(law, settings, Stop));
        Assert.Equal(("cuda", null), (wished.Device, wished.FallbackReason));
        Assert.Equal(early, here.Draw(law, settings, Stop));
        Assert.Equal(("cpu", null), (here.Device, here.FallbackReason));
    }
}
