using System.Globalization;
using NeuralTrader.Abstractions.Forecasting;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Forecasting;
using NeuralTrader.Domain.Forecasting.Classical;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Api.Console;

/// <summary>A forecast as its form was sent, and its answer as a chart.</summary>
public static class ForecastForm
{
    /// <summary>Bars shown before the forecast.</summary>
    public const int Shown = 120;

    /// <summary>The forecast that the form asks for.</summary>
    /// <exception cref="InvalidInputException">A field is malformed or missing.</exception>
    public static NeuralForecastRequest Read(FormFields form) => new(
        Symbol.Parse(form.Text("symbol"), "symbol"),
        form.Whole("horizon") ?? 20,
        (form.Number("confidenceLevel") ?? 90) / 100,
        Method: form.Text("forecaster") is { } name ? Method(name) : null,
        Season: form.Whole("season") ?? 1,
        Lookback: form.Whole("lookback") ?? 1_000,
        Evaluations: form.Whole("evaluations") ?? 90);

    /// <summary>What came and what may come as a chart's text.</summary>
    /// <param name="found">The forecast.</param>
    /// <param name="before">Bars up to the last one known, oldest first.</param>
    /// <param name="confidence">Of the intervals, as it was asked for.</param>
    public static string Fan(NeuralForecastAnswer found, IReadOnlyList<Bar> before, double confidence)
    {
        IReadOnlyList<ForecastStep> steps = found.Forecast.Steps;
        double[] Ahead(Func<ForecastStep, double> of) => [.. Enumerable.Repeat(double.NaN, before.Count - 1), found.LastClose, .. steps.Select(of)];
        double tail = Math.Round((1 - confidence) / 2, 6);
        return ColumnJson.Text(new FanColumns(
            [.. before.Select(bar => bar.Time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), .. steps.Select(step => FormattableString.Invariant($"+{step.Step}"))], "Bar", "price",
            [new(tail, Ahead(step => step.Lower)), new(0.5, Ahead(step => step.Value)), new(1 - tail, Ahead(step => step.Upper))],
            [[.. before.Select(bar => bar.Close), .. Enumerable.Repeat(double.NaN, steps.Count)]],
            "bars ahead are counted, not dated: which days trade is not known here")
        {
            PathName = "Close",
        });
    }

    private static ClassicalMethod Method(string name)
    {
        foreach (ClassicalMethod method in Enum.GetValues<ClassicalMethod>())
            if (ModelTypes.NameOf(method) == name) return method;
        throw new InvalidInputException("method", name, string.Join(", ", Enum.GetValues<ClassicalMethod>().Select(ModelTypes.NameOf)));
    }
}
