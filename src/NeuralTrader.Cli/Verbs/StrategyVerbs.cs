using System.CommandLine;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Strategies: `nt strategies`, `nt simulate`.</summary>
internal static class StrategyVerbs
{
    public static Verb Strategies()
    {
        Argument<string?> name = new("name") { Description = "Only this one, with its parameters.", Arity = ArgumentArity.ZeroOrOne };
        Verb verb = new("strategies", "List the strategies, or show one with its parameters.")
        {
            Examples = ["nt strategies", "nt strategies sma_cross"],
            Work = session => session.Get(name) is { } one
                ? session.Show(new GetStrategyInfoRequest(one), (StrategyInfo info) => Show(session.Page, info))
                : session.Show(new ListStrategiesRequest(), (StrategyList list) => session.Page.Table(
                    list.Strategies,
                    new("Strategy", info => info.Name), new("What it does", info => FirstSentence(info.Description)),
                    new("Works", info => Figures.YesNo(info.IsAvailable)),
                    new("Parameters", info => string.Join(' ', info.Parameters.Select(parameter => $"{parameter.Name}={Figures.Number(parameter.Default)}")),
                        Drop: 2))),
        };
        verb.Add(name);
        return verb;
    }

    public static Verb Simulate()
    {
        Argument<string> strategy = Ask.Text("strategy", "Its past signals are the analogues."), symbol = Ask.Text("symbol", "The instrument.");
        Option<TradeAction?> action = Ask.Word<TradeAction>("--action", "Buy by default.");
        Option<double> quantity = new("--quantity") { Description = "Units.", DefaultValueFactory = _ => 1 };
        Option<int> horizon = new("--horizon") { Description = "Bars the position is held.", DefaultValueFactory = _ => 21 };
        Option<int> paths = new("--paths") { Description = "Paths simulated.", DefaultValueFactory = _ => 10_000 },
            seed = new("--seed") { Description = "The same seed gives the same answer.", DefaultValueFactory = _ => 1 };
        Option<PathModel?> model = Ask.Word<PathModel>("--model", "How paths are made; bootstrap by default.");
        Option<Dictionary<string, double>?> parameters = Ask.Parameters("A parameter of the strategy; the others take their defaults.");
        Option<Dictionary<string, decimal>?> costs = Ask.Costs();
        Option<BarInterval?> interval = Ask.Interval();
        Verb verb = new("simulate", "What a trade would have done: the distribution of its outcomes after costs. With --seeds: the money core in simulated worlds.")
        {
            Examples = ["nt simulate sma_cross SPX", "nt simulate rsi_reversal SPX --action sell --quantity 10 --horizon 5 --costs slippage=0.0005", "nt simulate --seeds 10000"],
            Work = session => session.Show(
                new SimulateTradeRequest(
                    session.Get(strategy), session.Get(symbol), session.Get(action) ?? TradeAction.Buy, session.Get(quantity), session.Get(horizon),
                    session.Get(parameters),
                    TradeCosts.Of(session.Get(costs)), session.Get(model) ?? PathModel.Bootstrap, session.Get(paths), Seed: session.Get(seed),
                    Interval: session.Get(interval) ?? BarInterval.Day),
                (SimulateTradeAnswer answer) => AnalysisView.Write(session.Page, answer)),
        };
        verb.Add(strategy);
        verb.Add(symbol);
        foreach (Option option in (Option[])[action, quantity, horizon, model, paths, seed, parameters, costs, interval]) verb.Add(option);
        return verb;
    }

    private static string FirstSentence(string text) => text.IndexOf(". ", StringComparison.Ordinal) is >= 0 and int end ? text[..(end + 1)] : text;

    private static void Show(Page page, StrategyInfo info)
    {
        page.Heading($"{info.Name}: {info.Title}");
        page.Line(info.Description);
        if (!info.IsAvailable) page.Warn($"Not available: {info.Reason}");
        page.Grid(("Reads first", $"{info.WarmUpBars} bars"),
            ("Instruments", info.MaxInstruments > 0 ? $"{info.InstrumentsNeeded} to {info.MaxInstruments}" : $"{info.InstrumentsNeeded} or more"));
        page.Table(info.Parameters,
            new("Parameter", one => one.Name), new("Default", one => Figures.Number(one.Default), Look.Right),
            new("From", one => Figures.Number(one.Min), Look.Right),
            new("To", one => Figures.Number(one.Max), Look.Right), new("Step", one => Figures.Number(one.Step), Look.Right),
            new("What it is", one => one.Description));
    }
}
