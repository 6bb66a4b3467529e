using System.Globalization;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Api.Console;

/// <summary>A simulation as its form was sent, and its answer as charts.</summary>
public static class MonteCarloForm
{
    private static readonly double[] Bands = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>The simulation that the form asks for.</summary>
    /// <exception cref="InvalidInputException">A field is malformed or missing.</exception>
    public static MonteCarloSimulationRequest Read(FormFields form) => new(
        form.Choice("model", SimulationModel.GeometricBrownian),
        form.Text("symbol") is { } symbol ? Symbol.Parse(symbol, "symbol") : null,
        Parameters(form),
        Paths: form.Whole("paths") ?? 100_000,
        Steps: form.Whole("steps") ?? 252,
        Seed: form.Whole("seed") ?? 1,
        StartPrice: form.Number("startPrice"),
        Bars: form.Whole("bars"),
        Confidences: Confidences(form),
        SamplePaths: form.Whole("samplePaths") ?? 20);

    /// <summary>A law in words.</summary>
    public static string Words(SimulationModel model) => model switch
    {
        SimulationModel.GeometricBrownian => "Geometric Brownian motion",
        SimulationModel.JumpDiffusion => "Jump diffusion (Merton)",
        SimulationModel.Heston => "Stochastic volatility (Heston)",
        SimulationModel.Bootstrap => "Bootstrap of past returns",
        SimulationModel.Garch => "GARCH volatility",
    };

    /// <summary>The fan as a chart's text.</summary>
    public static string Fan(MonteCarloSimulationAnswer found)
    {
        double[] Prices(IReadOnlyList<double> returns) => [.. returns.Select(one => found.StartPrice * (1 + one))];
        SimulationFan fan = found.Fan;
        return ColumnJson.Text(new FanColumns(
            [.. fan.Steps.Select(step => step.ToString(CultureInfo.InvariantCulture))], "Step", "price",
            [.. fan.Bands.Select((band, i) => new FanQuantile(Bands[i], Prices(band)))], [.. fan.Sample.Select(Prices)],
            fan.Paths < found.Paths ? $"of the first {fan.Paths:N0} paths, which are kept to be drawn" : $"of all {fan.Paths:N0} paths"));
    }

    /// <summary>Where the paths end as a chart's text: a bar's area is its share of the paths, for bins of one width in log-return differ in price.</summary>
    public static string Ends(MonteCarloSimulationAnswer found)
    {
        double Price(double fraction) => found.StartPrice * (1 + fraction);
        SimulationHistogram histogram = found.Histogram;
        SimulatedTail tail = found.Tails[0];
        double loss = Price(-tail.ValueAtRisk.Value);
        HistogramMark[] marks = [new(found.StartPrice, "Now"), new(Price(found.Mean.Value), "Mean"), new(loss, $"Value at risk {tail.Confidence * 100:0.##}%")];
        return ColumnJson.Text(new HistogramColumns(
            $"Price after {found.Steps:N0} steps", "price", [.. histogram.Edges.Select(Price)], [.. histogram.Counts.Select(count => (double)count)],
            loss, marks, string.Create(
                CultureInfo.InvariantCulture,
                $"{histogram.Below + histogram.Above:N0} of {found.Paths:N0} paths end beyond, from {Price(found.Lowest):N2} to {Price(found.Highest):N2}"))
        {
            ByArea = true,
            All = found.Paths,
        });
    }

    private static double[]? Confidences(FormFields form) => form.Text("confidences") is not { } text ? null
        : [.. text.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries).Select(one =>
            double.TryParse(one.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double percent) ? percent / 100
            : throw new InvalidInputException("confidences", one, "percentages such as 95, 99"))];

    private static Dictionary<string, double>? Parameters(FormFields form)
    {
        Dictionary<string, double> named = [];
        foreach (string line in (form.Text("parameters") ?? "").Split(['\n', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = line.Split([' ', '=', ':'], StringSplitOptions.RemoveEmptyEntries);
            double value = 0;
            if (parts.Length != 2 || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out value) || !named.TryAdd(parts[0], value))
                throw new InvalidInputException("parameters", line, "a name and a number such as “volatility 0.2”, each name once");
        }
        return named.Count > 0 ? named : null;
    }
}
