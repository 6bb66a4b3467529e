using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Domain.Tests.Trading;

public class DynamicTimeWarpingTests
{
    private static readonly double[] X = [1, 3, 4, 9, 8, 2, 1, 5, 7, 3], Y = [1, 6, 2, 3, 0, 9, 4, 3, 6, 3], Z = [0, 2, 5, 1, 4, 4, 7];

    [Fact] // by hand: 1-1, 2-2, 3-2, 3-3 costs 0 + 0 + 1 + 0
    public void A_hand_case_with_its_path()
    {
        Assert.Equal(1, DynamicTimeWarping.Distance([1, 2, 3], [1, 2, 2, 4], LocalCost.Absolute));
        Assert.Equal([new(0, 0), new(1, 1), new(1, 2), new(2, 3)], DynamicTimeWarping.Path([1, 2, 3], [1, 2, 2, 4], LocalCost.Absolute));
    }

    [Theory] // a NumPy program of the recurrence
    [InlineData(null, 6.082762530298219, 15)]
    [InlineData(3, 6.082762530298219, 15)]
    [InlineData(1, 10.14889156509222, 21)]
    [InlineData(0, 13.2664991614216, 32)]
    public void Distances_under_a_band_are_those_of_the_recurrence(int? band, double squared, double absolute)
    {
        Assert.Equal(squared, DynamicTimeWarping.Distance(X, Y, LocalCost.Squared, band), tolerance: 1e-14);
        Assert.Equal(absolute, DynamicTimeWarping.Distance(X, Y, LocalCost.Absolute, band));
    }

    [Fact]
    public void Series_of_different_lengths_have_a_distance()
    {
        Assert.Equal(6.855654600401044, DynamicTimeWarping.Distance(X, Z, LocalCost.Squared), tolerance: 1e-14);
        Assert.Equal(17, DynamicTimeWarping.Distance(X, Z, LocalCost.Absolute, 3));
    }

    [Fact] // the same program on (x − mean) / numpy.std
    public void Scaled_series_compare_by_shape()
    {
        double[] x = DynamicTimeWarping.ZScores(X, "x"), y = DynamicTimeWarping.ZScores(Y, "y");
        Assert.Equal(2.508656346708874, DynamicTimeWarping.Distance(x, y, LocalCost.Squared), tolerance: 1e-14);
        Assert.Equal(7.061529261879361, DynamicTimeWarping.Distance(x, y, LocalCost.Absolute, 2), tolerance: 1e-14);
        Assert.Equal(0, DynamicTimeWarping.Distance(x, DynamicTimeWarping.ZScores([.. X.Select(value => 40 + (3 * value))], "z"), LocalCost.Squared), tolerance: 1e-14);
    }

    [Fact]
    public void A_path_costs_what_the_distance_says_and_moves_by_single_steps() => Prop.ForAll(
        Gen.Choose(-5, 5).Select(value => (double)value).NonEmptyListOf().Two().ToArbitrary(),
        pair =>
        {
            double[] x = [.. pair.Item1], y = [.. pair.Item2];
            WarpStep[] path = DynamicTimeWarping.Path(x, y, LocalCost.Absolute);
            bool steps = path.Zip(path.Skip(1)).All(move => (move.Second.First - move.First.First, move.Second.Second - move.First.Second) is (1, 1) or (1, 0) or (0, 1));
            double sum = path.Sum(step => Math.Abs(x[step.First] - y[step.Second]));
            return steps && path[0] == new WarpStep(0, 0) && path[^1] == new WarpStep(x.Length - 1, y.Length - 1)
                && sum == DynamicTimeWarping.Distance(x, y, LocalCost.Absolute) && sum == DynamicTimeWarping.Distance(y, x, LocalCost.Absolute);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_wider_band_is_never_farther() => Prop.ForAll(
        Gen.Choose(-5, 5).Select(value => (double)value).ArrayOf(9).Two().ToArbitrary(),
        pair => Enumerable.Range(0, 9).All(band =>
            DynamicTimeWarping.Distance(pair.Item1, pair.Item2, LocalCost.Squared, band + 1)
            <= DynamicTimeWarping.Distance(pair.Item1, pair.Item2, LocalCost.Squared, band))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_band_narrower_than_the_difference_of_lengths_is_refused() =>
        Assert.Equal("band", Assert.Throws<InvalidInputException>(() => DynamicTimeWarping.Distance(X, Z, LocalCost.Squared, 2)).Field);

    [Fact]
    public void A_series_that_does_not_vary_has_no_shape() =>
        Assert.Equal("history", Assert.Throws<InvalidInputException>(() => DynamicTimeWarping.ZScores([.1, .1, .1], "history")).Field);

    [Fact]
    public void Emptiness_and_infinity_are_refused()
    {
        Assert.Equal("x", Assert.Throws<InvalidInputException>(() => DynamicTimeWarping.Distance([], Y, LocalCost.Squared)).Field);
        Assert.Equal("y[1]", Assert.Throws<InvalidInputException>(() => DynamicTimeWarping.Distance(X, [1, double.PositiveInfinity], LocalCost.Squared)).Field);
    }
}
