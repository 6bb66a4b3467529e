using NeuralTrader.Domain.Forecasting;
using NeuralTrader.Domain.Forecasting.Classical;

namespace NeuralTrader.Domain.Tests.Forecasting;

/// <summary>Numbers: statsmodels 0.13.5 (ETSModel, initial states estimated), which starts elsewhere and climbs another way.</summary>
public sealed class ExponentialSmoothingTests
{
    private static readonly double[] Oil = KnownSeries.Oil, Airline = KnownSeries.Airline;

    [Fact]
    public void Simple_smoothing_as_the_book_and_statsmodels_fit_it()
    {
        ExponentialSmoothing fit = ExponentialSmoothing.Fit(Oil, SmoothingForm.Simple);
        Assert.True(fit.IsConverged);
        Assert.Equal(0.8338, fit.Gains.Level, 1e-3); // the book: 0.83
        Assert.Equal(446.57, fit.InitialLevel, 0.05); // the book: 446.59
        Assert.Equal(-85.59979919, fit.LogLikelihood, 1e-6);
        Assert.Equal(178.9138841, fit.CorrectedAkaike, 1e-5);
        Assert.Equal(14236.772, fit.SumOfSquares, 0.01);
        Assert.All(fit.Forecast(4), value => Assert.Equal(542.68, value, 0.01)); // the book's table
    }

    public static TheoryData<string, bool, SmoothingForm, double> Likelihoods => new()
    {
        { "oil", false, SmoothingForm.Holt, -83.16699430 },
        { "oil", false, SmoothingForm.DampedHolt, -83.33624158 },
        { "airline", false, SmoothingForm.Simple, -710.39395714 },
        { "airline", true, SmoothingForm.HoltWintersAdditive, -565.07646857 },
        { "airline", true, SmoothingForm.HoltWintersMultiplicative, -522.48992959 },
        { "airline", true, SmoothingForm.HoltWintersMultiplicative with { Trend = SmoothingPart.Damped }, -525.61711101 },
    };

    [Theory]
    [MemberData(nameof(Likelihoods), DisableDiscoveryEnumeration = true)]
    public void No_fit_is_less_likely_than_that_of_statsmodels(string series, bool isSeasonal, SmoothingForm form, double logLikelihood)
    {
        ExponentialSmoothing fit = ExponentialSmoothing.Fit(series == "oil" ? Oil : Airline, form, isSeasonal ? 12 : 1);
        Assert.InRange(fit.LogLikelihood, logLikelihood - 0.01, logLikelihood + 5); // the surface has several hills; higher is better
    }

    [Fact]
    public void Airline_passengers_of_the_last_year_are_foreseen_within_five_per_cent()
    {
        ExponentialSmoothing fit = ExponentialSmoothing.Select(Airline.AsSpan(0, 132), 12);
        Assert.Equal(SmoothingPart.Multiplicative, fit.Form.Season);
        Assert.InRange(ForecastErrors.MeanAbsolutePercentage(Airline.AsSpan(132), fit.Forecast(12)), 0, 0.05);
    }

    [Theory, InlineData(0), InlineData(1000.0)]
    public void A_straight_line_is_gone_on_with(double level)
    {
        double[] line = [.. Enumerable.Range(0, 40).Select(t => level + (3.0 * t))], forecast = ExponentialSmoothing.Fit(line, SmoothingForm.Holt).Forecast(5);
        for (int h = 0; h < 5; h++) Assert.Equal(level + (3 * (40 + h)), forecast[h], 1e-3);
    }

    [Fact]
    public void Values_that_never_change_are_foreseen_unchanged()
    {
        double[] flat = new double[30];
        Array.Fill(flat, 7.5);
        Assert.All(ExponentialSmoothing.Select(flat, 4).Forecast(10), value => Assert.Equal(7.5, value, 1e-6));
    }

    [Fact]
    public void A_pure_season_is_repeated()
    {
        double[] year = [10, 20, 15, 5], values = [.. Enumerable.Range(0, 48).Select(t => year[t % 4])];
        double[] forecast = ExponentialSmoothing.Fit(values, SmoothingForm.HoltWintersAdditive, 4).Forecast(8);
        for (int h = 0; h < 8; h++) Assert.Equal(year[h % 4], forecast[h], 1e-3);
    }

    [Fact]
    public void Another_unit_is_another_unit_of_the_forecast()
    {
        double[] thousandfold = [.. Airline.Select(value => value * 1000)];
        double[] forecast = ExponentialSmoothing.Fit(Airline, SmoothingForm.DampedHolt).Forecast(6), large = ExponentialSmoothing.Fit(thousandfold, SmoothingForm.DampedHolt).Forecast(6);
        for (int h = 0; h < 6; h++) Assert.Equal(1, large[h] / forecast[h] / 1000, 1e-4);
    }

    [Fact]
    public void The_same_values_give_the_same_bits() =>
        Assert.Equal(ExponentialSmoothing.Select(Airline, 12).Forecast(24), ExponentialSmoothing.Select(Airline, 12).Forecast(24));

    [Fact]
    public void What_cannot_be_fitted_is_refused_by_name()
    {
        Refused("values", () => ExponentialSmoothing.Select([1, 2, 3]));
        Refused("values", () => ExponentialSmoothing.Fit(Airline.AsSpan(0, 20), SmoothingForm.HoltWintersAdditive, 12));
        Refused("values[1]", () => ExponentialSmoothing.Select([1, double.NaN, 3, 4, 5, 6]));
        Refused("values[2]", () => ExponentialSmoothing.Fit([1, 2, 0, 4, 5, 6, 7, 8], SmoothingForm.Simple with { Error = SmoothingPart.Multiplicative }));
        Refused("season", () => ExponentialSmoothing.Select(Airline, 0));
        Refused("season", () => ExponentialSmoothing.Fit(Airline, SmoothingForm.HoltWintersAdditive));
        Refused("horizon", () => ExponentialSmoothing.Select(Oil).Forecast(0));
    }

    [Fact]
    public void The_form_has_the_usual_name() => Assert.Equal("ETS(M,Ad,M)", (SmoothingForm.HoltWintersMultiplicative with { Trend = SmoothingPart.Damped }).ToString());

    private static void Refused(string field, Action action) => Assert.Equal(field, Assert.Throws<InvalidInputException>(action).Field);
}
