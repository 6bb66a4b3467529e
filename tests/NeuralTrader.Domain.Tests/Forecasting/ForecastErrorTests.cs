using NeuralTrader.Domain.Forecasting;

namespace NeuralTrader.Domain.Tests.Forecasting;

/// <summary>By hand: the forecasts 2, 2, 6 of what became 1, 4, 4.</summary>
public sealed class ForecastErrorTests
{
    private static readonly double[] Actual = [1, 4, 4], Forecast = [2, 2, 6];

    [Fact]
    public void Each_error_by_hand()
    {
        Assert.Equal(5.0 / 3, ForecastErrors.MeanAbsolute(Actual, Forecast), 12);
        Assert.Equal(Math.Sqrt(3), ForecastErrors.RootMeanSquared(Actual, Forecast), 12);
        Assert.Equal((1 + 0.5 + 0.5) / 3, ForecastErrors.MeanAbsolutePercentage(Actual, Forecast), 12);
        Assert.Equal(((2.0 / 3) + (4.0 / 6) + 0.4) / 3, ForecastErrors.SymmetricMeanAbsolutePercentage(Actual, Forecast), 12);
        Assert.Equal(1 - (9.0 / 6), ForecastErrors.Determination(Actual, Forecast), 12);
        Assert.Equal(5.0 / 6, ForecastErrors.Pinball(Actual, Forecast, 0.5), 12);
        Assert.Equal(((0.1 * 1) + (0.9 * 2) + (0.1 * 2)) / 3, ForecastErrors.Pinball(Actual, Forecast, 0.9), 12);
        Assert.Equal(2.0 / 3, ForecastErrors.DirectionalAccuracy(Actual, Forecast, [3, 3, 2]), 12); // it fell, rose, rose; of those the second was not seen
    }

    [Fact]
    public void The_scale_is_what_the_seasonal_naive_missed_by()
    {
        double[] training = [1, 3, 2, 5]; // one step: 2, 1, 3; two steps: 1, 2
        Assert.Equal(2, ForecastErrors.SeasonalScale(training, 1), 12);
        Assert.Equal(1.5, ForecastErrors.SeasonalScale(training, 2), 12);
        Assert.Equal(5.0 / 6, ForecastErrors.MeanAbsoluteScaled(Actual, Forecast, training, 1), 12);
        Assert.Equal(10.0 / 9, ForecastErrors.MeanAbsoluteScaled(Actual, Forecast, training, 2), 12);
    }

    [Fact]
    public void Intervals_are_judged_by_width_and_misses()
    {
        double[] lower = [0, 5, 4], upper = [2, 6, 4];
        Assert.Equal(2.0 / 3, ForecastErrors.Coverage(Actual, lower, upper), 12); // an end belongs to its interval
        Assert.Equal((2 + (1 + (10 * 1)) + 0) / 3.0, ForecastErrors.IntervalScore(Actual, lower, upper, 0.8), 12);
    }

    [Fact]
    public void The_overall_average_weighs_both_errors_against_naive_2() =>
        Assert.Equal(0.875, ForecastErrors.OverallWeightedAverage(0.1, 1.5, 0.1, 2), 12);

    [Fact]
    public void What_the_data_cannot_define_is_not_a_number()
    {
        Assert.Equal(double.NaN, ForecastErrors.MeanAbsolutePercentage([0, 1], [1, 1]));
        Assert.Equal(double.NaN, ForecastErrors.MeanAbsoluteScaled([1], [2], [3, 3, 3], 1));
        Assert.Equal(double.NaN, ForecastErrors.Determination([2, 2], [1, 3]));
        Assert.Equal(double.NaN, ForecastErrors.DirectionalAccuracy([2, 2], [1, 3], [2, 2]));
        Assert.Equal(0, ForecastErrors.SymmetricMeanAbsolutePercentage([0], [0]));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_by_name()
    {
        Refused("actual", () => ForecastErrors.MeanAbsolute([], []));
        Refused("forecast", () => ForecastErrors.MeanAbsolute([1, 2], [1]));
        Refused("forecast[0]", () => ForecastErrors.RootMeanSquared([1], [double.NaN]));
        Refused("training", () => ForecastErrors.MeanAbsoluteScaled([1], [1], [1, 2], 2));
        Refused("season", () => ForecastErrors.SeasonalScale([1, 2], 0));
        Refused("probability", () => ForecastErrors.Pinball([1], [1], 1));
        Refused("upper[0]", () => ForecastErrors.Coverage([1], [1], [0]));
        Refused("confidence", () => ForecastErrors.IntervalScore([1], [0], [2], 0));
    }

    private static void Refused(string field, Action action) => Assert.Equal(field, Assert.Throws<InvalidInputException>(action).Field);
}
