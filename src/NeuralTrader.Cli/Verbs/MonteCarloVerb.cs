using System.CommandLine;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Simulated prices: `nt montecarlo`.</summary>
internal static class MonteCarloVerb
{
    private static readonly double[] Bands = [0.05, 0.25, 0.5, 0.75, 0.95]; // of the fan, in its order

    public static Verb Create()
    {
        Argument<string?> symbol = new("symbol")
        {
            Description = "Whose history the parameters are estimated from; none where all are given.", Arity = ArgumentArity.ZeroOrOne,
        };
        Option<SimulationModel?> model = Ask.Word<SimulationModel>("--model", "The law of the price; gbm by default.");
        Option<Dictionary<string, double>?> parameters = Ask.Parameters($"A parameter of the law, such as volatility=0.2; the others are estimated. {Laws()}");
        Option<int> paths = new("--paths") { Description = "How many paths.", DefaultValueFactory = _ => 100_000 };
        Option<int> steps = new("--steps") { Description = "Steps of a path; a step is a bar.", DefaultValueFactory = _ => 252 };
        Option<long> seed = new("--seed") { Description = "The same seed gives the same answer.", DefaultValueFactory = _ => 1 };
        Option<double?> perYear = new("--steps-per-year") { Description = "For annual parameters; 252 by default.", HelpName = "number" };
        Option<double?> start = new("--start-price") { Description = "At the start; the last close by default, or 100 without a symbol.", HelpName = "price" };
        Option<int?> bars = new("--bars") { Description = "The newest bars to estimate from; all by default.", HelpName = "count" };
        Option<double[]?> confidences = new("--confidence")
        {
            Description = "For value at risk and expected shortfall; 0.95 and 0.99 by default.", HelpName = "number", AllowMultipleArgumentsPerToken = true,
        };
        Option<DevicePreference?> device = Ask.Word<DevicePreference>("--device", "Where the work should be done; auto by default.");
        Option<BarInterval?> interval = Ask.Interval();
        Verb verb = new("montecarlo", "What a price may do: quantiles, losses, a histogram and a fan of simulated paths.")
        {
            Examples = ["nt montecarlo SPX", "nt montecarlo SPX --model garch --paths 1000000", "nt montecarlo -p drift=0.05 -p volatility=0.2"],
            Work = session => session.Show(
                new MonteCarloSimulationRequest(
                    session.Get(model) ?? SimulationModel.GeometricBrownian, session.Get(symbol), session.Get(parameters), session.Get(paths),
                    session.Get(steps), session.Get(perYear) ?? 252, session.Get(seed), session.Get(start), session.Get(bars),
                    session.Get(confidences) is { Length: > 0 } asked ? asked : null, Device: session.Get(device) ?? DevicePreference.Auto,
                    Interval: session.Get(interval) ?? BarInterval.Day),
                (MonteCarloSimulationAnswer answer) => Write(session.Page, answer)),
        };
        verb.Add(symbol);
        foreach (Option option in (Option[])[model, parameters, paths, steps, perYear, start, bars, confidences, seed, interval, device]) verb.Add(option);
        return verb;
    }

    // Each law with its parameters, as the library has them.
    private static string Laws() => string.Join(" ", Enum.GetValues<SimulationModel>().Select(law =>
        $"{Wire.Word(law)}: {string.Join(", ", PathEstimates.Names(law))}."));

    private static void Write(Page page, MonteCarloSimulationAnswer answer)
    {
        string of = answer.History is { } history
            ? $" of {history.Series.Symbol}, {MarketVerbs.Source(history.Provenance)}, {Figures.Whole(history.Returns)} returns to {Figures.Day(history.To)}"
                : "";
        page.Heading($"{Figures.Whole(answer.Paths)} paths of {Figures.Whole(answer.Steps)} steps, {Wire.Word(answer.Model)}{of}");
        page.Line(string.Join(", ", answer.Parameters.Select(one => $"{one.Key} {Figures.Short(one.Value)}"))
            + $"; {Figures.Short(answer.StepsPerYear)} steps a year");
        page.Grid(
            ("Start price", Figures.Short(answer.StartPrice)), ("Mean return", Figures.ReturnWithin(answer.Mean.Value, answer.Mean.Error)),
            ("Deviation", Within(answer.StandardDeviation)), ("Skewness / kurtosis", $"{Figures.Ratio(answer.Skewness)} / {Figures.Ratio(answer.Kurtosis)}"),
            ("Probability of loss", Within(answer.LossProbability)),
            ("Lowest / highest", $"{Figures.Return(answer.Lowest)} / {Figures.Return(answer.Highest)}"));
        page.Table(answer.Quantiles,
            new("Quantile", one => Figures.Percent(one.Probability), Look.Right), new("Return", one => Figures.Return(one.Return), Look.Signed),
            new("±", one => Figures.Error(one.Error), Look.Right), new("Price", one => Figures.Money(one.Price), Look.Right));
        page.Table(answer.Tails,
            new("Confidence", one => Figures.Percent(one.Confidence), Look.Right), new("Value at risk", one => Within(one.ValueAtRisk), Look.Right),
            new("Expected shortfall", one => Within(one.ExpectedShortfall), Look.Right));
        Ends(page, answer);
        Fan(page, answer);
        foreach (string warning in answer.Warnings) page.Warn(warning);
        if (answer.Device.FallbackReason is { } reason) page.Note($"Done on {answer.Device.Name}: {reason}");
    }

    private static void Ends(Page page, MonteCarloSimulationAnswer answer)
    {
        SimulationHistogram found = answer.Histogram;
        page.Line("Where the paths end");
        page.Table(
            Histogram.Of(found.Edges, found.Counts),
            new("Return from", bin => Figures.Return(bin.From), Look.Signed), new("to", bin => Figures.Return(bin.To), Look.Signed),
            new("Paths", bin => Figures.Percent(bin.Count / (double)answer.Paths), Look.Right), new("", bin => bin.Bar));
        if (found.Below + found.Above > 0) page.Note($"{Figures.Whole(found.Below)} paths end below, {Figures.Whole(found.Above)} above.");
    }

    // The curves show how paths kept for drawing went on; where they end is told of all paths.
    private static void Fan(Page page, MonteCarloSimulationAnswer answer)
    {
        SimulationFan fan = answer.Fan;
        page.Line("On the way");
        for (int band = Bands.Length - 1; band >= 0; band--)
        {
            double end = answer.Quantiles.FirstOrDefault(one => one.Probability == Bands[band])?.Return ?? double.NaN;
            page.Line($"{Sparkline.Of([.. fan.Bands[band]])}  {Bands[band] * 100:0} %: {Figures.Return(end)} at the end");
        }
        page.Line($"Deepest fall: {Within(fan.MeanDrawdown)} on average, at most {Figures.Percent(fan.Drawdown95)} in 95 % of the paths.");
        if (fan.Paths < answer.Paths)
            page.Note($"Curves and falls are of the first {Figures.Whole(fan.Paths)} paths, which are kept to be drawn; all other figures are of all paths.");
    }

    private static string Within(Estimate estimate) => Figures.Within(estimate.Value, estimate.Error);
}
