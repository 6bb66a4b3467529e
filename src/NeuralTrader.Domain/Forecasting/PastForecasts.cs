using NeuralTrader.Domain.Forecasting.Classical;

namespace NeuralTrader.Domain.Forecasting;

/// <summary>Forecasts of one series for moments of its past, each from the values known then.</summary>
internal sealed class PastForecasts
{
    private readonly ReadOnlyMemory<double> values, working; // working: logs, or the values themselves
    private readonly ForecastSpec spec;
    private readonly CancellationToken stop;
    private readonly Dictionary<(ClassicalMethod, int), double[]> made = [];

    public PastForecasts(ReadOnlyMemory<double> values, ForecastSpec spec, CancellationToken stop)
    {
        (this.values, this.spec, this.stop) = (values, spec, stop);
        IsLogarithmic = !values.Span.ContainsAnyInRange(double.NegativeInfinity, 0);
        working = IsLogarithmic ? Array.ConvertAll(values.ToArray(), Math.Log) : values;
    }

    /// <summary>Whether logs are forecast.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>The forecast made when so many values were known, in working values.</summary>
    public double[] Make(ClassicalMethod method, int known)
    {
        stop.ThrowIfCancellationRequested();
        if (!made.TryGetValue((method, known), out double[]? forecast))
            made[(method, known)] = forecast = ClassicalForecasts.Of(method, working.Span[..known], spec.Season, spec.Horizon);
        return forecast;
    }

    /// <summary>The candidate with the smallest mean absolute error at some moments; the first of equals.</summary>
    public ClassicalMethod Best(int[] origins)
    {
        IEnumerable<ClassicalMethod> candidates = ForecastSpec.Candidates;
        if (spec.Season > 1) candidates = candidates.Prepend(ClassicalMethod.SeasonalNaive);
        return origins.Length == 0 ? ClassicalMethod.SeasonalNaive : candidates.MinBy(method => Errors(method, origins).Sum(error => error.Sum(Math.Abs)));
    }

    /// <summary>Intervals of a method's errors at some moments, in working values.</summary>
    public ConformalIntervals Intervals(ClassicalMethod method, int[] origins) => ConformalIntervals.FromErrors(Errors(method, origins));

    /// <summary>A forecast and its intervals in the unit of the series.</summary>
    public ForecastStep[] Steps(double[] forecast, double[] radii) =>
        [.. forecast.Select((value, h) => new ForecastStep(h + 1, Restored(value), Restored(value - radii[h]), Restored(value + radii[h])))];

    /// <summary>What a method and intervals were worth at some moments.</summary>
    public ForecastJudgement Judge(ClassicalMethod method, int[] origins, double[] radii)
    {
        ForecastStep[] steps = [.. origins.SelectMany(known => Steps(Make(method, known), radii))];
        double[] actual = Actual(origins), lower = [.. steps.Select(step => step.Lower)], upper = [.. steps.Select(step => step.Upper)];
        ForecastAccuracy accuracy = Accuracy(method, origins), seasonal = Accuracy(ClassicalMethod.SeasonalNaive, origins);
        return new ForecastJudgement(
            origins.Length, accuracy, Accuracy(ClassicalMethod.Naive, origins), seasonal, ForecastErrors.Coverage(actual, lower, upper),
            ForecastErrors.IntervalScore(actual, lower, upper, spec.Confidence), accuracy.MeanAbsolute < seasonal.MeanAbsolute);
    }

    private double[][] Errors(ClassicalMethod method, int[] origins) => RollingOrigin.Errors(working, origins, spec.Horizon, known => Make(method, known.Length));

    private ForecastAccuracy Accuracy(ClassicalMethod method, int[] origins)
    {
        double[] actual = Actual(origins), forecast = [.. origins.SelectMany(known => Make(method, known)).Select(Restored)];
        return new ForecastAccuracy(
            method, ForecastErrors.MeanAbsolute(actual, forecast), ForecastErrors.RootMeanSquared(actual, forecast),
            Known(ForecastErrors.MeanAbsolutePercentage(actual, forecast)), ForecastErrors.SymmetricMeanAbsolutePercentage(actual, forecast),
            Known(ForecastErrors.MeanAbsoluteScaled(actual, forecast, values.Span[..origins[0]], spec.Season)),
            Known(ForecastErrors.Determination(actual, forecast)), Known(Direction(method, origins)));
    }

    // In working values: a naive forecast that was turned back from its log differs from the last value by rounding, and would seem to foresee something.
    private double Direction(ClassicalMethod method, int[] origins) => ForecastErrors.DirectionalAccuracy(
        [.. origins.SelectMany(known => working.Slice(known, spec.Horizon).ToArray())], [.. origins.SelectMany(known => Make(method, known))],
        [.. origins.SelectMany(known => Enumerable.Repeat(working.Span[known - 1], spec.Horizon))]);

    private double[] Actual(int[] origins) => [.. origins.SelectMany(known => values.Slice(known, spec.Horizon).ToArray())];

    private double Restored(double value) => IsLogarithmic ? Math.Exp(value) : value;

    private static double? Known(double figure) => double.IsNaN(figure) ? null : figure;
}
