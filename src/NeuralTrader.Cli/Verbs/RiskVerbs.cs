using System.CommandLine;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Cli.Verbs;

/// <summary>A portfolio's risk: `nt risk`, `nt stress`.</summary>
internal static class RiskVerbs
{
    private const int MostShown = 20, MostReasons = 5;

    public static Verb Risk()
    {
        Argument<string> portfolio = Ask.Text("portfolio", "The portfolio.");
        Option<RiskMethod?> method = Ask.Word<RiskMethod>("--method", "Where the distribution is taken from; historical by default.");
        Option<RiskDistribution?> distribution = Ask.Word<RiskDistribution>("--distribution", "Its shape, for parametric and monte_carlo; normal by default.");
        Option<double> confidence = new("--confidence") { Description = "Such as 0.95.", DefaultValueFactory = _ => 0.95 };
        Option<int> horizon = new("--horizon") { Description = "Trading days.", DefaultValueFactory = _ => 1 };
        Option<int> days = new("--days") { Description = "Newest common days to use.", DefaultValueFactory = _ => 504 };
        Option<string?> benchmark = Benchmark("Beta is estimated against it.");
        Verb verb = new("risk", "What a portfolio may lose, and which positions would lose it.")
        {
            Examples = ["nt risk growth", "nt risk growth --confidence 0.99 --horizon 10 --benchmark SPY",
                "nt risk growth --method parametric --distribution student_t"],
            Work = session => session.Show(
                new RiskAnalysisRequest(
                    session.Get(portfolio), Confidence: session.Get(confidence), HorizonDays: session.Get(horizon),
                    Method: session.Get(method) ?? RiskMethod.Historical, Distribution: session.Get(distribution) ?? RiskDistribution.Normal,
                    Benchmark: session.Get(benchmark), Observations: session.Get(days)),
                (RiskAnalysisAnswer answer) => Show(session.Page, answer)),
        };
        verb.Add(portfolio);
        foreach (Option option in (Option[])[method, distribution, confidence, horizon, days, benchmark]) verb.Add(option);
        return verb;
    }

    public static Verb Stress()
    {
        Argument<string> portfolio = Ask.Text("portfolio", "The portfolio.");
        Option<string[]?> scenarios = new("--scenario", "-s")
        {
            Description = "A named fall of the past; all of them by default.", HelpName = "name", Arity = ArgumentArity.OneOrMore,
        };
        Option<Dictionary<string, decimal>?> shocks = new("--shock")
        {
            Description = "A sudden move of one instrument, such as SPY=-0.2; ALL moves every other one.", HelpName = "symbol=return",
            Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true, CustomParser = result => Ask.Numbers(result, "--shock"),
        };
        Option<Dictionary<string, decimal>?> market = new("--market")
        {
            Description = "A sudden move of a market that instruments follow by their betas, such as SPY=-0.2.", HelpName = "symbol=return",
            CustomParser = result => Ask.Numbers(result, "--market"),
        };
        Option<string?> benchmark = Benchmark("Its prices, times a beta, stand in for instruments that have none of the time.");
        Verb verb = new("stress", "What falls of the past and sudden moves would do to a portfolio.")
        {
            Examples = ["nt stress growth --benchmark SPX", "nt stress growth --scenario covid_2020 --benchmark SPX",
                "nt stress growth --shock AAPL=-0.3 ALL=-0.1",
                "nt stress growth --market SPY=-0.2"],
            Work = session => session.Show(
                new StressTestRequest(
                    session.Get(portfolio), Scenarios: Scenarios(session.Get(scenarios), session.Get(shocks), session.Get(market)),
                    Benchmark: session.Get(benchmark)),
                (StressTestAnswer answer) => Show(session.Page, answer)),
        };
        verb.Add(portfolio);
        foreach (Option option in (Option[])[scenarios, shocks, market, benchmark]) verb.Add(option);
        return verb;
    }

    private static Option<string?> Benchmark(string description) => new("--benchmark") { Description = description, HelpName = "symbol" };

    private static List<StressScenario>? Scenarios(string[]? names, Dictionary<string, decimal>? shocks, Dictionary<string, decimal>? market)
    {
        List<StressScenario> scenarios = [.. (names ?? []).Select(name => new StressScenario(name))];
        List<StressShock> moves =
        [
            .. (shocks ?? []).Select(shock => new StressShock((double)shock.Value, shock.Key == "ALL" ? null : shock.Key)),
            .. (market ?? []).Select(shock => new StressShock((double)shock.Value, Factor: shock.Key)),
        ];
        if (moves.Count > 0) scenarios.Add(new StressScenario("sudden moves", Shocks: moves));
        return scenarios.Count == 0 ? null : scenarios;
    }

    private static void Show(Page page, RiskAnalysisAnswer answer)
    {
        RiskReport risk = answer.Report;
        string days = $"{Figures.Whole(risk.Observations)} days from {Figures.Day(risk.From)} to {Figures.Day(risk.To)}";
        page.Heading($"{Figures.Money(risk.Equity)} {risk.Currency} in {Figures.Whole(risk.PositionCount)} positions and cash, {days}");
        page.Line($"{Wire.Word(risk.Method)}. {risk.Horizon}");
        page.Grid(
            ($"Value at risk {Figures.Percent(risk.Confidence)}", Loss(risk.ValueAtRisk)), ("Expected shortfall", Loss(risk.ExpectedShortfall)),
            ("Volatility", $"{Figures.Percent(risk.VolatilityAnnual)} per year"),
            ("Sharpe", Figures.RatioWithin(risk.Sharpe, risk.SharpeStandardError)),
            ("Sortino", Figures.Ratio(risk.Sortino)), ("Deepest fall", Figures.Percent(risk.MaxDrawdown)),
            ("Beta", Beta(risk)), ("Concentration", $"{Figures.Ratio(risk.Concentration)}, as of {Figures.Ratio(risk.EffectivePositions)} equal positions"),
            ("Days to trade out", Days(risk.LiquidityDays)));
        page.Table(risk.Components.Take(MostShown), risk.PositionCount,
            new("Symbol", part => part.Symbol), new("Value", part => Figures.Money(part.Value), Look.Right),
            new("Part of VaR", part => Figures.Money(part.ComponentVar), Look.Right),
            new("Share", part => Figures.Percent(part.ShareOfVar), Look.Right), new("Part of ES", part => Figures.Money(part.ComponentEs), Look.Right, Drop: 1),
            new("Marginal", part => Figures.Short(part.MarginalVar), Look.Right, Drop: 3),
            new("Volatility", part => Figures.Percent(part.VolatilityAnnual), Look.Right, Drop: 2),
            new("Days out", part => Days(part.LiquidityDays), Look.Right, Drop: 4));
        foreach (LeftOut one in risk.LeftOut.Take(MostShown)) page.Warn($"{one.Symbol}, {Figures.Money(one.Value)}, is left out: {one.Reason}");
        foreach (string note in risk.Notes) page.Note(note);
        if (answer.Device.FallbackReason is { } reason) page.Note($"Done on {answer.Device.Name}: {reason}");
    }

    private static void Show(Page page, StressTestAnswer answer)
    {
        page.Heading($"{Figures.Money(answer.Equity)} {answer.Currency} through {answer.Outcomes.Count} scenarios, worst first");
        page.Table(answer.Outcomes,
            new("Scenario", one => one.Name), new("", one => one.Title, Drop: 2), new("From", one => Figures.Day(one.From), Drop: 1),
            new("To", one => Figures.Day(one.To), Drop: 1),
            new("Gain or loss", one => one.Pnl is { } gain ? Figures.Gain(gain) : Figures.None, Look.Signed),
            new("Of equity", one => Figures.Return(one.Fraction), Look.Signed),
            new("Computed", one => Figures.Percent(one.Coverage), Look.Right),
            new("Worst position", Worst, Drop: 3));
        foreach (var note in answer.Outcomes.Where(outcome => outcome.Pnl is not null).SelectMany(Said).GroupBy(one => one.Text, one => one.Name))
            page.Note($"{string.Join(", ", note)}: {note.Key}");
        foreach (var why in answer.Outcomes.Where(outcome => outcome.Pnl is null).GroupBy(WhyEmpty, outcome => outcome.Name))
            page.Note($"{string.Join(", ", why)}: {why.Key}");
        if (answer.Device.FallbackReason is { } reason) page.Note($"Done on {answer.Device.Name}: {reason}");
    }

    private static IEnumerable<(string Name, string Text)> Said(StressOutcome outcome) => outcome.Notes.Select(note => (outcome.Name, note));

    private static string WhyEmpty(StressOutcome outcome) => outcome.Positions.Count == 0 ? "Nothing is held." : string.Join(" ",
        outcome.Positions.Take(MostReasons).Select(position => $"{position.Symbol}: {position.Detail?.TrimEnd('.')}."));

    private static string Worst(StressOutcome outcome) =>
        outcome.Positions.FirstOrDefault(position => position.Pnl is not null) is { Pnl: { } gain } worst
            ? $"{worst.Symbol} {Figures.Gain(gain)}" : Figures.None;

    private static string Beta(RiskReport risk) =>
        risk.Beta is not { } beta ? risk.BetaReason ?? Figures.None
        : beta.IsExact() ? $"{Figures.Ratio(beta.Beta)} to {beta.Benchmark}, exactly: the positions are the benchmark itself"
        : $"{Figures.RatioWithin(beta.Beta, beta.StandardError)} to {beta.Benchmark}";

    private static string Days(double? days) => days is >= 0 and < 0.01 ? "< 0.01" : Figures.Ratio(days);

    private static string Loss(RiskAmount loss) =>
        $"{Figures.Money(loss.Amount)}, {Figures.Percent(loss.Fraction)} of equity{(loss.StandardError is { } error ? $" (± {Figures.Money(error)})" : "")}";
}
