using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Domain.Tests.Trading;

public sealed class WarpCandidatesTests
{
    [Fact] // 130,001 stretches of 20,000 points would be 20.8 GB
    public void Too_much_work_is_refused_before_anything_is_copied()
    {
        double[] history = [.. Enumerable.Range(0, 150_000).Select(t => (double)(t % 7))];
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => WarpCandidates.Of([], history, 20_000, 1, SeriesScaling.ZScore));
        Assert.Equal(("cells", "52000400000000"), (refused.Field, refused.Value));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact] // 20,001 stretches of 15,000 points would be 2.4 GB
    public void Stretches_take_no_room_of_their_own()
    {
        double[] history = [.. Enumerable.Range(0, 35_000).Select(t => (double)(t % 7))];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(20_001, WarpCandidates.Of([], history, 15_000, 1, SeriesScaling.ZScore, band: 1).Series.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact] // 0 1 1 1 1 2 by threes: 1 1 1 from the second and the third place on has no shape
    public void Stretches_that_do_not_vary_are_left_out_of_scaled_comparisons()
    {
        double[] history = [0, 1, 1, 1, 1, 2];
        WarpCandidates cut = WarpCandidates.Of([[5, 6]], history, 3, 1, SeriesScaling.ZScore);
        Assert.Equal([0, -1, -4], cut.Sources);
        Assert.Equal(2, cut.LeftOut);
        Assert.Equal([-Math.Sqrt(2), 1 / Math.Sqrt(2), 1 / Math.Sqrt(2)], cut.Series[1].ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([0, -1, -3], WarpCandidates.Of([[5, 6]], history, 3, 2, SeriesScaling.None).Sources);
        Assert.Equal(0, WarpCandidates.Of([[5, 6]], history, 3, 2, SeriesScaling.None).LeftOut);
    }

    [Fact]
    public void What_cannot_be_compared_is_named()
    {
        Assert.Equal("band", Refused(() => WarpCandidates.Of([[1, 2]], [], 5, 1, SeriesScaling.None, 2)));
        Assert.Equal("band", Refused(() => WarpCandidates.Of([], [1, 2, 3], 2, 1, SeriesScaling.None, -1)));
        Assert.Equal("history", Refused(() => WarpCandidates.Of([], [1, 2], 3, 1, SeriesScaling.None)));
        Assert.Equal("history", Refused(() => WarpCandidates.Of([], [0, 1e-200, 0], 2, 1, SeriesScaling.ZScore)));
        Assert.Equal("candidates[1]", Refused(() => WarpCandidates.Of([[1, 2], [3, 3]], [], 2, 1, SeriesScaling.ZScore)));
        Assert.Equal("scaling", Refused(() => WarpCandidates.Of([], [1, 2, 3], 2, 1, (SeriesScaling)9)));

        static string Refused(Action asked) => Assert.Throws<InvalidInputException>(asked).Field;
    }
}
