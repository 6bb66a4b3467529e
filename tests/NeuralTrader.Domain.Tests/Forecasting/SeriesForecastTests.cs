using NeuralTrader.Domain.Forecasting;
using NeuralTrader.Domain.Forecasting.Classical;

namespace NeuralTrader.Domain.Tests.Forecasting;

public sealed class SeriesForecastTests
{
    [Fact]
    public void A_random_walk_is_best_foretold_by_its_last_value_and_its_intervals_hold_what_they_promise()
    {
        (double covered, int walks) = (0, 30);
        for (ulong seed = 1; seed <= (ulong)walks; seed++)
        {
            SeriesForecast forecast = SeriesForecast.Of(Walk(seed, 500), new ForecastSpec(5, 0.9, ClassicalMethod.Naive)).Value!;
            covered += forecast.Judgement.Coverage / walks;
            Assert.True(forecast.IsLogarithmic);
            Assert.False(forecast.Judgement.BeatsSeasonalNaive);
            Assert.Equal(0, forecast.Judgement.Accuracy.DirectionalAccuracy); // it foresees no change at all
            Assert.Contains("did not beat", forecast.Notes[0], StringComparison.Ordinal);
            Assert.Equal(forecast.Judgement.Naive with { Method = ClassicalMethod.SeasonalNaive }, forecast.Judgement.SeasonalNaive);
        }
        Assert.InRange(covered, 0.87, 0.95); // of 30 walks; each step's error is calibrated on 30 forecasts, so a little above 0.9
    }

    [Fact]
    public void The_middle_and_the_width_of_a_random_walk_by_its_law()
    {
        double[] values = Walk(3, 5_000);
        SeriesForecast forecast = SeriesForecast.Of(values, new ForecastSpec(9, 0.9, ClassicalMethod.Naive, Origins: 200)).Value!;
        Assert.All(forecast.Steps, step => Assert.Equal(values[^1], step.Value, 1e-9));
        Assert.Equal(1.645 * 0.01, Math.Log(forecast.Steps[0].Upper / values[^1]), 0.005); // ± z · σ · √h, σ is 0.01
        Assert.Equal(1.645 * 0.03, Math.Log(forecast.Steps[8].Upper / values[^1]), 0.015);
        Assert.All(forecast.Steps, step => Assert.Equal(step.Value * step.Value, step.Lower * step.Upper, 1e-6)); // as far down as up, in logs
    }

    [Fact]
    public void Airline_passengers_are_foretold_better_than_by_their_last_year()
    {
        SeriesForecast forecast = SeriesForecast.Of(KnownSeries.Airline, new ForecastSpec(6, 0.8, ClassicalMethod.HoltWintersAdditive, 12, 30)).Value!;
        Assert.True(forecast.Judgement.BeatsSeasonalNaive);
        Assert.InRange(forecast.Judgement.Accuracy.MeanAbsolutePercentage!.Value, 0, 0.06);
        Assert.InRange(forecast.Judgement.Accuracy.MeanAbsoluteScaled!.Value, 0, 0.9);
    }

    [Fact]
    public void The_method_is_chosen_before_the_values_it_is_judged_by()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(t => 100 + (0.5 * t) + (t % 2))];
        ForecastSpec spec = new(4);
        SeriesForecast forecast = SeriesForecast.Of(values, spec).Value!;
        Assert.Contains(forecast.Method, (ClassicalMethod[])[ClassicalMethod.Drift, ClassicalMethod.DampedHolt, ClassicalMethod.Theta]); // a line is a trend
        double[] otherEnd = [.. values];
        for (int i = 380; i < 400; i++) otherEnd[i] = 300 - i + (7 * (i % 3)); // values that only the judging moments see
        Assert.Equal(forecast.Method, SeriesForecast.Of(otherEnd, spec).Value!.Method);
    }

    [Fact]
    public void Values_below_zero_are_forecast_as_they_are()
    {
        double[] values = [.. Walk(5, 300).Select(value => value - 100)];
        SeriesForecast forecast = SeriesForecast.Of(values, new ForecastSpec(3, 0.9, ClassicalMethod.Naive)).Value!;
        Assert.False(forecast.IsLogarithmic);
        Assert.Equal(forecast.Steps[1].Upper - forecast.Steps[1].Value, forecast.Steps[1].Value - forecast.Steps[1].Lower, 9);
    }

    [Fact]
    public void Too_little_or_nothing_that_moves_is_refused_by_name()
    {
        Assert.Equal(RefusalKind.InsufficientData, SeriesForecast.Of(new double[] { 1, 2, 3 }, new ForecastSpec(2)).Refusal!.Kind);
        Answer<SeriesForecast> still = SeriesForecast.Of(Enumerable.Repeat(4.0, 300).ToArray(), new ForecastSpec(2));
        Assert.Contains("All 300 values are 4", still.Refusal!.Detail, StringComparison.Ordinal);
        double[] values = Walk(1, 300);
        Refused("horizon", new ForecastSpec(0));
        Refused("horizon", new ForecastSpec(366));
        Refused("confidenceLevel", new ForecastSpec(5, 1));
        Refused("season", new ForecastSpec(5, Season: 0));
        Refused("season", new ForecastSpec(5, Method: ClassicalMethod.HoltWintersAdditive));
        Refused("evaluations", new ForecastSpec(5, Origins: 5));
        Refused("method", new ForecastSpec(5, Method: (ClassicalMethod)99));
        values[7] = double.NaN;
        Refused("values[7]", new ForecastSpec(5));

        void Refused(string field, ForecastSpec spec) => Assert.Equal(field, Assert.Throws<InvalidInputException>(() => SeriesForecast.Of(values, spec)).Field);
    }

    private static double[] Walk(ulong seed, int length)
    {
        SeededRandom random = new(seed);
        double log = Math.Log(100);
        double[] values = new double[length];
        for (int i = 0; i < length; i++) values[i] = Math.Exp(log += 0.01 * random.NextNormal());
        return values;
    }
}
