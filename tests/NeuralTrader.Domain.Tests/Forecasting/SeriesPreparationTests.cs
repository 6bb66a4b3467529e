using NeuralTrader.Domain.Forecasting;

namespace NeuralTrader.Domain.Tests.Forecasting;

/// <summary>What a network is shown, and that it is shown nothing from the future.</summary>
public sealed class SeriesPreparationTests
{
    [Fact]
    public void Parts_share_no_target()
    {
        SeriesSplit split = SeriesSplit.Of(100, 10, 5, 0.2, 0.1);
        Assert.Equal((70, 90), (split.TrainEnd, split.ValidationEnd));
        Assert.Equal((10, 65), (split.Train.First(), split.Train.Last())); // the last training target is [65, 70)
        Assert.Equal((70, 85), (split.Validation.First(), split.Validation.Last()));
        Assert.Equal((90, 95), (split.Test.First(), split.Test.Last()));
    }

    [Fact]
    public void No_part_that_is_asked_for_is_empty()
    {
        SeriesSplit split = SeriesSplit.Of(40, 10, 8, 0.01, 0.01);
        Assert.Equal((24, 32), (split.TrainEnd, split.ValidationEnd));
        Assert.Equal([32], split.Test);
        Assert.Empty(SeriesSplit.Of(40, 10, 8, 0, 0).Validation);
    }

    [Fact]
    public void A_series_too_short_is_told_how_many_values_it_needs()
    {
        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => SeriesSplit.Of(25, 10, 8, 0.1, 0.1));
        Assert.Equal("length", refusal.Field);
        Assert.Contains("at least 34 values", refusal.Message, StringComparison.Ordinal);
        Refused("test", () => SeriesSplit.Of(100, 10, 5, 0.6, 0.4));
        Refused("window", () => SeriesSplit.Of(100, 0, 5, 0, 0));
    }

    [Theory, InlineData(Normalisation.Standard), InlineData(Normalisation.Anchored), InlineData(Normalisation.AnchoredLog)]
    public void A_scale_is_undone_exactly(Normalisation normalisation)
    {
        SeriesScale scale = SeriesScale.Fit([10, 12, 9, 14], normalisation);
        foreach (double value in (double[])[3, 10, 55.5]) Assert.Equal(value, scale.Restore(scale.Normalise(value, 11), 11), 10);
    }

    [Fact]
    public void Scales_by_hand()
    {
        Assert.Equal(new SeriesScale(Normalisation.Standard, 2, Math.Sqrt(2.0 / 3)), SeriesScale.Fit([1, 2, double.NaN, 3], Normalisation.Standard));
        Assert.Equal(Math.Sqrt((4.0 + 9) / 2), SeriesScale.Fit([10, 12, 9], Normalisation.Anchored).Unit, 12);
        Assert.Equal(Math.Log(2), SeriesScale.Fit([1, 2, 4], Normalisation.AnchoredLog).Unit, 12);
    }

    [Fact]
    public void From_a_constant_or_nothing_no_scale_is_made()
    {
        foreach (Normalisation normalisation in Enum.GetValues<Normalisation>())
        {
            Refused("training", () => SeriesScale.Fit([5, 5, 5], normalisation));
            Refused("training", () => SeriesScale.Fit([5, double.NaN], normalisation));
            Refused("training[1]", () => SeriesScale.Fit([5, double.PositiveInfinity], normalisation));
        }
        Refused("training[1]", () => SeriesScale.Fit([5, 0, 3], Normalisation.AnchoredLog));
    }

    [Fact]
    public void Gaps_are_filled_from_before_never_from_after()
    {
        (double[] values, bool[] isCarried, int leftOut) = MissingValues.Fill([double.NaN, 1, double.NaN, double.NaN, 4], MissingPolicy.CarryForward);
        Assert.Equal([1, 1, 1, 4], values);
        Assert.Equal([false, true, true, false], isCarried);
        Assert.Equal(1, leftOut);
        Refused("values[1]", () => MissingValues.Fill([1, double.NaN], MissingPolicy.Refuse));
        Refused("values[3]", () => MissingValues.Fill([1, double.NaN, double.NaN, double.NaN], MissingPolicy.CarryForward, 2));
        Refused("values", () => MissingValues.Fill([double.NaN], MissingPolicy.CarryForward));
        Refused("values[0]", () => MissingValues.Fill([double.NegativeInfinity], MissingPolicy.CarryForward));
    }

    [Fact]
    public void The_calendar_goes_round()
    {
        float[] features = new float[CalendarFeatures.Count(CalendarParts.Hour | CalendarParts.Weekday)];
        CalendarFeatures.Write(new DateTime(2024, 1, 7, 6, 0, 0, DateTimeKind.Utc), CalendarParts.Hour | CalendarParts.Weekday, features); // a Sunday at six
        Assert.Equal([1f, 0f, 0f, 1f], features.Select(value => MathF.Round(value, 6)));
        CalendarFeatures.Write(new DateTime(2024, 7, 2, 0, 0, 0, DateTimeKind.Utc), CalendarParts.MonthDay | CalendarParts.YearDay, features);
        Assert.Equal(Math.Sin(2 * Math.PI / 31), features[0], 1e-6);
        Assert.Equal(-1, features[3], 1e-4); // half of a leap year is over
    }

    [Fact]
    public void Any_change_gives_another_fingerprint()
    {
        DateTime[] days = [new(2024, 1, 1), new(2024, 1, 2)];
        string[] prints =
        [
            Of(("A", days, [1, 2])), Of(("A", days, [1, 3])), Of(("B", days, [1, 2])), Of(("A", [days[1], days[0]], [1, 2])), Of(("A", days[..1], [1])),
            Of(("A", days[..1], [1]), ("", days[1..], [2])), Of(),
        ];
        Assert.Equal(prints.Length, prints.Distinct().Count());
        Assert.Equal(prints[0], Of(("A", days, [1, 2])));
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", prints[^1]); // SHA-256 of nothing
        Refused("times", () => Of(("A", days, [1])));
    }

    private static string Of(params (string, DateTime[], double[])[] series) =>
        SeriesFingerprint.Of(series.Select(one => (one.Item1, (ReadOnlyMemory<DateTime>)one.Item2, (ReadOnlyMemory<double>)one.Item3)));

    private static void Refused(string field, Action action) => Assert.Equal(field, Assert.Throws<InvalidInputException>(action).Field);
}
