using System.CommandLine;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Simulated prices: `nt montecarlo`.</summary>
internal static class MonteCarloVerb
{
    private static readonly string[] BandNames = ["5 %", "25 %", "50 %", "75 %", "95 %"];

    public static Verb Create()
    {
        Argument<string?> symbol = new("symbol") { Description = "Whose history the parameters are estimated from; none where all are given.", Arity = ArgumentArity.ZeroOrOne };
        Option<SimulationModel?> model = Ask.Word<SimulationModel>("--model", "The law of the price; gbm by default.");
        Option<Dictionary<string, double>?> parameters = Ask.Parameters("A parameter of the law, such as volatility=0.2; the others are estimated.");
        Option<int> paths = new("--paths") { Description = "How many paths.", DefaultValueFactory = _ => 100_000 };
        Option<int> steps = new("--steps") { Description = "Steps of a path; a step is a bar.", DefaultValueFactory = _ => 252 };
        Option<long> seed = new("--seed") { Description = "The same seed gives the same answer.", DefaultValueFactory = _ => 1 };
        Option<BarInterval?> interval = Ask.Interval();
        Verb verb = new("montecarlo", "What a price may do: quantiles, losses and a fan of simulated paths.")
        {
            Examples = ["nt montecarlo SPX", "nt montecarlo SPX --model garch --paths 1000000", "nt montecarlo -p drift=0.05 -p volatility=0.2"],
            Work = session => session.Show(
                new MonteCarloSimulationRequest(
                    session.Get(model) ?? SimulationModel.GeometricBrownian, session.Get(symbol), session.Get(parameters), session.Get(paths), session.Get(steps),
                    Seed: session.Get(seed), Interval: session.Get(interval) ?? BarInterval.Day),
                (MonteCarloSimulationAnswer answer) => Write(session.Page, answer)),
        };
        verb.Add(symbol);
        foreach (Option option in (Option[])[model, parameters, paths, steps, seed, interval]) verb.Add(option);
        return verb;
    }

    private static void Write(Page page, MonteCarloSimulationAnswer answer)
    {
        string of = answer.History is { } history ? $" of {history.Series.Symbol}, {MarketVerbs.Source(history.Provenance)}, {Figures.Whole(history.Returns)} returns to {Figures.Day(history.To)}" : "";
        page.Heading($"{Figures.Whole(answer.Paths)} paths of {answer.Steps} steps, {Wire.Word(answer.Model)}{of}");
        page.Line(string.Join(", ", answer.Parameters.Select(one => $"{one.Key} {Figures.Number(one.Value)}")));
        page.Grid(
            ("Start price", Figures.Number(answer.StartPrice)), ("Mean return", Within(answer.Mean)), ("Deviation", Within(answer.StandardDeviation)),
            ("Skewness / kurtosis", $"{Figures.Ratio(answer.Skewness)} / {Figures.Ratio(answer.Kurtosis)}"), ("Probability of loss", Within(answer.LossProbability)),
            ("Lowest / highest", $"{Figures.Return(answer.Lowest)} / {Figures.Return(answer.Highest)}"),
            ("Mean drawdown", Within(answer.Fan.MeanDrawdown)), ("Drawdown 95 %", Figures.Percent(answer.Fan.Drawdown95)));
        page.Table(answer.Quantiles,
            new("Quantile", one => Figures.Percent(one.Probability), Look.Right), new("Return", one => Figures.Return(one.Return), Look.Signed),
            new("±", one => Figures.Percent(one.Error), Look.Right), new("Price", one => Figures.Number(one.Price), Look.Right));
        page.Table(answer.Tails,
            new("Confidence", one => Figures.Percent(one.Confidence), Look.Right), new("Value at risk", one => Within(one.ValueAtRisk), Look.Right),
            new("Expected shortfall", one => Within(one.ExpectedShortfall), Look.Right));
        for (int band = BandNames.Length - 1; band >= 0; band--) page.Line($"{Sparkline.Of([.. answer.Fan.Bands[band]])}  {BandNames[band]}: {Figures.Return(answer.Fan.Bands[band][^1])}");
        foreach (string warning in answer.Warnings) page.Warn(warning);
        if (answer.Device.FallbackReason is { } reason) page.Note($"Done on {answer.Device.Name}: {reason}");
    }

    private static string Within(Estimate estimate) => $"{Figures.Return(estimate.Value)} ± {Figures.Percent(estimate.Error)}";
}
