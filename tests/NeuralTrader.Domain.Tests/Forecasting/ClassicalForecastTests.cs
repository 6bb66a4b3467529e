using NeuralTrader.Domain.Forecasting.Classical;

namespace NeuralTrader.Domain.Tests.Forecasting;

/// <summary>Numbers: by hand where they are short, else statsmodels 0.13.5 .</summary>
public sealed class ClassicalForecastTests
{
    private static readonly double[] Airline = KnownSeries.Airline;

    [Fact]
    public void The_simple_ones_by_hand()
    {
        double[] values = [1, 5, 2, 7];
        Assert.Equal([7, 7, 7], SimpleForecasts.Naive(values, 3));
        Assert.Equal([5, 2, 7, 5], SimpleForecasts.SeasonalNaive(values, 3, 4));
        Assert.Equal([9, 11], SimpleForecasts.Drift(values, 2));
        Assert.Equal([3.75, 3.75], SimpleForecasts.Mean(values, 2));
    }

    [Theory]
    [InlineData(true, new[] { 0.91023037, 0.88362532, 1.00736629, 0.97590601, 0.98137803, 1.11277583, 1.22655554, 1.21991097, 1.06049193, 0.92175724, 0.80117808, 0.89882439 })]
    [InlineData(false, new[] { -24.74873737, -36.18813131, -2.24116162, -8.03661616, -4.50631313, 35.40277778, 63.83080808, 62.82323232, 16.52020202, -20.64267677, -53.59343434, -28.61994949 })]
    public void A_year_of_airline_passengers_as_statsmodels_takes_it_apart(bool isMultiplicative, double[] expected)
    {
        double[] indices = Seasonality.Indices(Airline, 12, isMultiplicative);
        for (int i = 0; i < 12; i++) Assert.Equal(expected[i], indices[i], 1e-7);
    }

    [Fact]
    public void An_odd_season_by_hand()
    {
        // the centred mean of three is 3, 4, 5, 6 at places 1 to 4; what exceeds it is −1, 2, −1, −1
        Assert.Equal([2, -1, -1], Seasonality.Indices([4, 2, 3, 7, 5, 6], 3, isMultiplicative: false).Select(index => Math.Round(index, 12)));
    }

    [Fact]
    public void A_season_is_found_where_there_is_one()
    {
        Assert.True(Seasonality.IsPresent(Airline, 12));
        Assert.False(Seasonality.IsPresent(Airline, 1));
        Assert.False(Seasonality.IsPresent(Airline.AsSpan(0, 35), 12)); // fewer than three of them
        Assert.False(Seasonality.IsPresent(new double[60], 12));
        double[] alternating = [.. Enumerable.Range(0, 40).Select(t => t % 2 == 0 ? 1.0 : 3.0)];
        Assert.True(Seasonality.IsPresent(alternating, 2));
    }

    // NumPy's line and indices, statsmodels' ETSModel(A,N,N) of the curved series
    [Theory]
    [InlineData(1, new[] { 545.61821, 548.4531, 551.288, 554.12289 })]
    [InlineData(12, new[] { 440.93364, 429.21472, 490.65384, 476.6218, 480.5927, 546.41207, 603.90474, 602.24725, 524.94816, 457.49343, 398.70669, 448.48964 })]
    public void Theta_as_statsmodels_smooths_it(int season, double[] expected)
    {
        double[] forecast = ClassicalForecasts.Of(ClassicalMethod.Theta, season == 1 ? KnownSeries.Oil : Airline, season, expected.Length);
        for (int h = 0; h < expected.Length; h++) Assert.Equal(1, forecast[h] / expected[h], 2e-4);
    }

    [Fact]
    public void A_combination_is_the_mean_of_its_three()
    {
        double[] values = KnownSeries.Oil, combined = ClassicalForecasts.Of(ClassicalMethod.Combination, values, 1, 6);
        double[][] parts = [.. ((ClassicalMethod[])[ClassicalMethod.SimpleSmoothing, ClassicalMethod.Holt, ClassicalMethod.DampedHolt]).Select(method => ClassicalForecasts.Of(method, values, 1, 6))];
        for (int h = 0; h < 6; h++) Assert.Equal((parts[0][h] + parts[1][h] + parts[2][h]) / 3, combined[h], 9);
    }

    [Fact]
    public void Naive_2_is_naive_without_the_season_and_puts_it_back()
    {
        double[] factors = Seasonality.Indices(Airline, 12, isMultiplicative: true), forecast = ClassicalForecasts.Of(ClassicalMethod.Naive2, Airline, 12, 14);
        for (int h = 0; h < 14; h++) Assert.Equal(Airline[^1] / factors[11] * factors[h % 12], forecast[h], 9);
        Assert.Equal([9, 9], ClassicalForecasts.Of(ClassicalMethod.Naive2, [1, 2, 9], 1, 2));
    }

    [Fact]
    public void Every_method_refuses_what_it_cannot_use()
    {
        foreach (ClassicalMethod method in Enum.GetValues<ClassicalMethod>())
        {
            Refused("values", () => ClassicalForecasts.Of(method, [], 2, 3));
            Refused("values[2]", () => ClassicalForecasts.Of(method, [.. Airline[..2], double.PositiveInfinity, .. Airline], 12, 3));
            Refused("horizon", () => ClassicalForecasts.Of(method, Airline, 12, 0));
            Refused("horizon", () => ClassicalForecasts.Of(method, Airline, 12, ClassicalForecasts.LongestHorizon + 1));
            double[] once = ClassicalForecasts.Of(method, Airline, 12, 36);
            Assert.Equal(36, once.Length);
            Assert.All(once, value => Assert.True(double.IsFinite(value)));
        }
        Refused("season", () => ClassicalForecasts.Of(ClassicalMethod.SeasonalNaive, Airline, 0, 1));
        Refused("values", () => ClassicalForecasts.Of(ClassicalMethod.SeasonalNaive, [1, 2], 3, 1));
    }

    private static void Refused(string field, Action action) => Assert.Equal(field, Assert.Throws<InvalidInputException>(action).Field);
}
