using NeuralTrader.Domain.Forecasting;
using NeuralTrader.Domain.Forecasting.Classical;

namespace NeuralTrader.Domain.Tests.Forecasting;

public sealed class ConformalIntervalTests
{
    [Fact]
    public void The_radius_is_the_right_order_statistic()
    {
        double[][] errors = [.. Enumerable.Range(1, 9).Select(size => new[] { size % 2 == 0 ? size : -size, 0.5 })];
        ConformalIntervals intervals = ConformalIntervals.FromErrors(errors);
        Assert.Equal(9, intervals.Radius(0, 0.9)); // ⌈10 · 0.9⌉ = 9
        Assert.Equal(5, intervals.Radius(0, 0.5));
        Assert.Equal(double.NaN, intervals.Radius(0, 0.95)); // it would take 19 errors
        Assert.Equal([5, 5], intervals.Radii(0.5)); // the second step alone would be 0.5
    }

    [Theory, InlineData(0.9, 9), InlineData(0.95, 19), InlineData(0.5, 1), InlineData(0.99, 99)]
    public void A_confidence_needs_errors(double confidence, int errors) => Assert.Equal(errors, ConformalIntervals.OriginsFor(confidence));

    [Fact]
    public void Exchangeable_errors_are_covered_as_promised()
    {
        SeededRandom random = new(7);
        (int trials, int within) = (20_000, 0);
        for (int i = 0; i < trials; i++)
        {
            double[][] errors = new double[19][];
            for (int j = 0; j < 19; j++) errors[j] = [Math.Pow(random.NextNormal(), 3)];
            if (Math.Abs(Math.Pow(random.NextNormal(), 3)) <= ConformalIntervals.FromErrors(errors).Radius(0, 0.9)) within++;
        }
        Assert.Equal(0.9, (double)within / trials, 0.0064); // exact for (19 + 1) · 0.9 = 18; three standard errors
    }

    [Fact]
    public void Origins_end_where_the_last_target_does()
    {
        Assert.Equal([5, 6, 7], RollingOrigin.Origins(10, 1, 3, 3));
        Assert.Equal([6, 7], RollingOrigin.Origins(10, 6, 3, 5));
        Assert.Equal([3, 5, 7], RollingOrigin.Origins(10, 2, 3, 5, stride: 2));
        Assert.Empty(RollingOrigin.Origins(10, 8, 3, 5));
    }

    [Fact]
    public void A_forecast_of_the_past_sees_nothing_of_what_it_foretells()
    {
        double[] values = [1, 2, 4, 8, 16, 32];
        double[][] errors = RollingOrigin.Errors(values, [3, 4], 2, known => SimpleForecasts.Naive(known.Span, 2));
        Assert.Equal([[4, 12], [8, 24]], errors);
        double[] changed = [1, 2, 4, 8, -5, 99];
        RollingOrigin.Errors(changed, [3, 4], 2, known =>
        {
            Assert.Equal(values[..known.Length], known.ToArray());
            return [0, 0];
        });
    }

    [Fact]
    public void Bad_errors_are_refused_by_name()
    {
        Refused("errors", () => ConformalIntervals.FromErrors([]));
        Refused("errors[1]", () => ConformalIntervals.FromErrors([[1, 2], [1]]));
        Refused("errors[0][1]", () => ConformalIntervals.FromErrors([[1, double.NaN]]));
        Refused("confidence", () => ConformalIntervals.FromErrors([[1]]).Radius(0, 1));
        Refused("step", () => ConformalIntervals.FromErrors([[1]]).Radius(1, 0.5));
        Refused("origins[0]", () => RollingOrigin.Errors(new double[5], [4], 2, _ => [0, 0]));
    }

    private static void Refused(string field, Action action) => Assert.Equal(field, Assert.Throws<InvalidInputException>(action).Field);
}
