using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Tests.Devices;
using NeuralTrader.Compute.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Compute.Tests.Trading;

public class WarpingKernelTests
{
    [Theory]
    [InlineData(LocalCost.Squared, null)]
    [InlineData(LocalCost.Squared, 4)]
    [InlineData(LocalCost.Absolute, null)]
    [InlineData(LocalCost.Absolute, 7)]
    public void Every_width_gives_the_bits_of_the_definition(LocalCost cost, int? band)
    {
        var random = new Random(5);
        double[] query = Series(20, random);
        WarpCandidate[] candidates = [.. Enumerable.Range(0, 90).Select(k => WarpCandidate.Of(Series(20 + (k % 3), random)))]; // three lengths, groups that are not full
        double[] expected = [.. candidates.Select(candidate => DynamicTimeWarping.Distance(query, candidate.ToArray(), cost, band))];
        Assert.Equal(expected, WarpingKernel.Distances<Doubles1, Mask1>(query, candidates, cost, band, 1, default));
        Assert.Equal(expected, WarpingKernel.Distances<Doubles2, Mask2>(query, candidates, cost, band, 2, default));
        Assert.Equal(expected, WarpingKernel.Distances<Doubles4, Mask4>(query, candidates, cost, band, 3, default));
        Assert.Equal(expected, WarpingKernel.Distances<Doubles8, Mask8>(query, candidates, cost, band, 4, default));
    }

    [Fact]
    public void Many_threads_give_the_same_bits()
    {
        var random = new Random(6);
        double[] query = Series(100, random);
        WarpCandidate[] candidates = [.. Enumerable.Range(0, 500).Select(_ => WarpCandidate.Of(Series(100, random)))];
        Assert.Equal(
            WarpingKernel.Distances(query, candidates, LocalCost.Squared, 10, threads: 1), WarpingKernel.Distances(query, candidates, LocalCost.Squared, 10, threads: 4));
    }

    [Fact]
    public void Shorter_candidates_and_single_points_are_compared() =>
        Assert.Equal([1, 6], WarpingKernel.Distances([1, 2, 3], Of([2, 3], [4]), LocalCost.Absolute)); // by hand: 1-2 costs 1; 3 + 2 + 1

    [Fact]
    public void A_candidate_that_does_not_fit_the_band_is_refused() => Assert.Equal(
        "band", Assert.Throws<InvalidInputException>(() => WarpingKernel.Distances([1, 2, 3], Of([1, 2, 3], [1]), LocalCost.Absolute, 1)).Field);

    [Fact]
    public void Nothing_to_compare_gives_nothing() => Assert.Empty(WarpingKernel.Distances([1], [], LocalCost.Squared));

    [Fact]
    public void Stretches_of_a_history_are_read_in_place_with_the_bits_of_copies()
    {
        var random = new Random(7);
        double[] history = Series(300, random), query = WarpCandidates.Scaled(Series(40, random), SeriesScaling.ZScore, "query");
        WarpCandidates cut = WarpCandidates.Of([], history, 40, 3, SeriesScaling.ZScore, 5);
        double[] expected =
        [
            .. cut.Sources.Select(at => DynamicTimeWarping.Distance(query, DynamicTimeWarping.ZScores(history.AsSpan(-1 - at, 40), "x"), LocalCost.Squared, 5)),
        ];
        Assert.Equal(expected, WarpingKernel.Distances(query, cut.Series, LocalCost.Squared, 5));
    }

    private static WarpCandidate[] Of(params double[][] series) => [.. series.Select(one => WarpCandidate.Of(one))];

    private static double[] Series(int length, Random random) => [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5)];

    [Theory, InlineData(LocalCost.Squared, null), InlineData(LocalCost.Absolute, 6)]
    public async Task A_device_gives_the_bits_of_the_processor(LocalCost cost, int? band)
    {
        using DeviceSession device = ModelDevice.Open();
        WarpCandidate[] candidates = Of(
            [.. Enumerable.Range(0, 300).Select(k => Enumerable.Range(0, 18 + (k % 4)).Select(j => Math.Sin((k * 0.7) + (j * 0.3))).ToArray())]);
        double[] query = [.. Enumerable.Range(0, 20).Select(j => Math.Cos(j * 0.4))];
        DeviceQuestion<WarpingJob, double[]> question = new(ComputeKernels.Warping, new WarpingJob(query, candidates, cost, band), CancellationToken.None),
            wrong = new(ComputeKernels.Warping, new WarpingJob(query, Of([1], [2]), cost, 3), CancellationToken.None);
        ComputeKernels.Warping.Run(device, [wrong, question]);
        Assert.Equal(WarpingKernel.Distances(query, candidates, cost, band), await question.Answer);
        Assert.Equal("band", (await Assert.ThrowsAsync<InvalidInputException>(() => wrong.Answer)).Field);
        Assert.True(ComputeKernels.Warping.IsSame(device));
    }

    [Fact]
    public void A_few_comparisons_are_the_processors()
    {
        using ComputeEngine engine = new(() => [() => ModelDevice.Open()], [], TimeSpan.Zero);
        Computed<double[]> few = engine.Within(
            ComputeKernels.Warping, new WarpingJob([1, 2], Of([1, 3]), LocalCost.Absolute), DeviceWish.Cuda, CancellationToken.None);
        Assert.Equal(("cpu", "A device compares 1024 series and more at once; these 1 run on the processor."), (few.Device, few.FallbackReason));
    }
}
