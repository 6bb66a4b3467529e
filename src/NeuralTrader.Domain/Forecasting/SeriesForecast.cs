using NeuralTrader.Domain.Forecasting.Classical;

namespace NeuralTrader.Domain.Forecasting;

/// <summary>One step of a forecast.</summary>
/// <param name="Step">Steps ahead, from 1.</param>
/// <param name="Value">The middle of what may come: as likely exceeded as not, in the unit of the series.</param>
/// <param name="Lower">The lower end of the interval, in the unit of the series.</param>
/// <param name="Upper">Its upper end.</param>
[GenerateSerializer, Immutable, Alias("forecast.step")]
public sealed record ForecastStep(int Step, double Value, double Lower, double Upper);

/// <summary>How far forecasts were from what came, over all steps of all moments of the past they were made for.</summary>
/// <param name="Method">How they were made.</param>
/// <param name="MeanAbsolute">In the unit of the series.</param>
/// <param name="RootMeanSquared">In the unit of the series.</param>
/// <param name="MeanAbsolutePercentage">A fraction; null where a value was 0.</param>
/// <param name="SymmetricMeanAbsolutePercentage">A fraction, 0 to 2.</param>
/// <param name="MeanAbsoluteScaled">Against the seasonal naive forecast one step ahead within the values known; null where these repeat exactly.</param>
/// <param name="Determination">R²; null where all values were alike.</param>
/// <param name="DirectionalAccuracy">The share of steps whose direction was foreseen; null where nothing moved. A naive forecast foresees none.</param>
[GenerateSerializer, Immutable, Alias("forecast.accuracy")]
public sealed record ForecastAccuracy(
    ClassicalMethod Method, double MeanAbsolute, double RootMeanSquared, double? MeanAbsolutePercentage, double SymmetricMeanAbsolutePercentage,
    double? MeanAbsoluteScaled, double? Determination, double? DirectionalAccuracy);

/// <summary>What forecasts and their intervals were worth at moments that had no part in choosing the method or the intervals' width.</summary>
/// <param name="Forecasts">How many were judged.</param>
/// <param name="Accuracy">The method's errors.</param>
/// <param name="Naive">Errors of the last value, at the same moments.</param>
/// <param name="SeasonalNaive">Errors of the value of one season before, at the same moments.</param>
/// <param name="Coverage">The share of values within their intervals; to be compared with the confidence.</param>
/// <param name="IntervalScore">Width and misses of the intervals in one figure, in the unit of the series; small is good.</param>
/// <param name="BeatsSeasonalNaive">Whether the method's mean absolute error was below that of the seasonal naive forecast.</param>
[GenerateSerializer, Immutable, Alias("forecast.judgement")]
public sealed record ForecastJudgement(
    int Forecasts, ForecastAccuracy Accuracy, ForecastAccuracy Naive, ForecastAccuracy SeasonalNaive, double Coverage, double IntervalScore,
    bool BeatsSeasonalNaive);

/// <summary>A forecast, its intervals, and what forecasts like it were worth in the past.</summary>
/// <param name="Method">How it was made.</param>
/// <param name="IsLogarithmic">Whether logs were forecast and turned back: so it is where all values are above 0.</param>
/// <param name="Steps">One for each step ahead.</param>
/// <param name="CalibratedOn">Errors behind the intervals, for each step.</param>
/// <param name="Judgement">Its worth out of sample.</param>
/// <param name="Notes">What a reader has to know.</param>
[GenerateSerializer, Immutable, Alias("forecast.series")]
public sealed record SeriesForecast(
    ClassicalMethod Method, bool IsLogarithmic, IReadOnlyList<ForecastStep> Steps, int CalibratedOn, ForecastJudgement Judgement, IReadOnlyList<string> Notes)
{
    /// <summary>
    /// Forecasts a series. The moments of the past are taken in three parts by age: the oldest choose the method, the next measure its errors, and at the
    /// newest the intervals made of those errors are judged. The final intervals are made of the errors of the two newer parts.
    /// </summary>
    /// <param name="values">In time order, shape [n].</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidInputException">The specification is out of range, or a value is not finite.</exception>
    /// <returns>The forecast, or the refusal of a series that is too short or never changes.</returns>
    public static Answer<SeriesForecast> Of(ReadOnlyMemory<double> values, ForecastSpec spec, CancellationToken cancellationToken = default)
    {
        spec.Checked();
        Require.BoundedSample(values.Span, 1, nameof(values));
        int judged = 2 * ConformalIntervals.OriginsFor(spec.Confidence), least = spec.LeastKnown + spec.Horizon + Math.Max(30, judged + 10) - 1;
        if (values.Length < least)
        {
            return new Refusal(
                RefusalKind.InsufficientData,
                FormattableString.Invariant($"{values.Length} values are there; {least} are needed to foretell {spec.Horizon} and to judge intervals of {spec.Confidence:0.##}."));
        }
        if (!values.Span.ContainsAnyExcept(values.Span[0]))
            return new Refusal(RefusalKind.InsufficientData, FormattableString.Invariant($"All {values.Length} values are {values.Span[0]}: of what never changes nothing can be foretold."));
        int stride = Math.Clamp((values.Length - spec.LeastKnown - spec.Horizon) / spec.Origins, 1, spec.Horizon);
        int[] origins = RollingOrigin.Origins(values.Length, spec.LeastKnown, spec.Horizon, Math.Max(spec.Origins, judged + 10), stride);
        PastForecasts past = new(values, spec, cancellationToken);
        int judging = Math.Max(10, origins.Length / 3), measuring = Math.Max(ConformalIntervals.OriginsFor(spec.Confidence), origins.Length / 3);
        int[] choosing = origins[..^(judging + measuring)], measured = origins[^(judging + measuring)..^judging], newest = origins[^judging..];
        ClassicalMethod method = spec.Method ?? past.Best(choosing);
        double[] radii = past.Intervals(method, measured).Radii(spec.Confidence);
        ForecastJudgement judgement = past.Judge(method, newest, radii);
        ConformalIntervals all = past.Intervals(method, [.. measured, .. newest]);
        ForecastStep[] steps = past.Steps(past.Make(method, values.Length), all.Radii(spec.Confidence));
        return new SeriesForecast(method, past.IsLogarithmic, steps, all.Origins, judgement, [.. Remarks(spec, method, judgement)]);
    }

    private static IEnumerable<string> Remarks(ForecastSpec spec, ClassicalMethod method, ForecastJudgement judgement)
    {
        if (!judgement.BeatsSeasonalNaive)
            yield return $"{ModelTypes.NameOf(method)} did not beat the seasonal naive forecast out of sample: its middle says no more than the last values do.";
        if (Math.Abs(judgement.Coverage - spec.Confidence) > 0.1)
            yield return FormattableString.Invariant($"Intervals meant to hold {spec.Confidence:0.##} of the values held {judgement.Coverage:0.##} of them out of sample.");
        if (judgement.Forecasts < 20) yield return FormattableString.Invariant($"{judgement.Forecasts} forecasts were judged: the figures are rough.");
    }
}
