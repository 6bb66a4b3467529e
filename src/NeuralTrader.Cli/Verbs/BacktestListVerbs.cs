using System.CommandLine;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Backtesting;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Finished back-tests: `nt backtests`, `nt compare`.</summary>
internal static class BacktestListVerbs
{
    private const int MostAsked = 20;
    private const double Significance = 0.05;

    public static Verb List()
    {
        Argument<string?> id = new("id") { Description = "Show this one.", Arity = ArgumentArity.ZeroOrOne };
        Option<int> limit = new("--limit") { Description = "Most to list.", DefaultValueFactory = _ => 20 };
        Verb verb = new("backtests", "List the newest back-tests, or show one again.")
        {
            Examples = ["nt backtests", "nt backtests golden-cross --json"],
            Work = session => session.Get(id) is { } one
                ? session.Show(new GetBacktestRequest(one), (Backtest test) => BacktestView.Write(session.Page, test))
                : List(session, session.Get(limit)),
        };
        verb.Add(id);
        verb.Add(limit);
        return verb;
    }

    // A line names no parameters, so each test is asked for them; one that is gone has none to show.
    private static async Task List(Session session, int limit)
    {
        ListBacktestsRequest request = new(limit);
        if (session.IsJson)
        {
            await session.Show(request, (BacktestList _) => { });
            return;
        }
        IReadOnlyList<BacktestSummary> tests = (await session.Ask<ListBacktestsRequest, BacktestList>(request)).Backtests;
        string[] parameters = await Task.WhenAll(tests.Select((test, at) => at < MostAsked ? Parameters(session, test.BacktestId) : Task.FromResult("")));
        Dictionary<string, string> of = tests.Zip(parameters).DistinctBy(one => one.First.BacktestId).ToDictionary(one => one.First.BacktestId,
            one => one.Second);
        session.Page.Table(
            tests,
            new("Back-test", test => test.BacktestId), new("Strategy", test => test.Strategy), new("Parameters", test => of[test.BacktestId], Drop: 1),
            new("On", test => Symbols(test.Symbols)), new("State", test => Wire.Word(test.State), Drop: 4),
            new("Started", test => Figures.Time(test.StartedAt), Short: test => Figures.Day(test.StartedAt), Drop: 5),
            new("Return", test => Figures.Return(test.TotalReturn), Look.Signed),
            new("Sharpe", test => Figures.Ratio(test.Sharpe), Look.Right, Drop: 2),
            new("Drawdown", test => Figures.Percent(test.MaxDrawdown), Look.Right, Drop: 3));
    }

    private static async Task<string> Parameters(Session session, string id)
    {
        try
        {
            Backtest test = await session.Ask<GetBacktestRequest, Backtest>(new GetBacktestRequest(id));
            return BacktestView.Parameters(test.Results is [var first, ..] ? first.Spec.Parameters : test.Request.Parameters);
        }
        catch (ProblemException) when (!session.CancellationToken.IsCancellationRequested)
        {
            return "";
        }
    }

    public static Verb Compare()
    {
        Argument<string[]> ids = new("ids") { Description = "Two to twenty back-tests.", Arity = new ArgumentArity(2, 20) };
        Option<int> seed = new("--seed") { Description = "The same seed gives the same answer.", DefaultValueFactory = _ => 1 };
        Verb verb = new("compare", "Set back-tests side by side, and test whether they differ by more than chance.")
        {
            Examples = ["nt compare golden-cross silver-cross"],
            Work = session => session.Show(new CompareBacktestsRequest(session.Get(ids), Seed: session.Get(seed)),
                (ComparisonResult found) => Show(session.Page, found)),
        };
        verb.Add(ids);
        verb.Add(seed);
        return verb;
    }

    private static void Show(Page page, ComparisonResult found)
    {
        page.Table(found.Rows,
            new("Back-test", row => Label(found, Array.IndexOf(found.Rows, row))), new("From", row => Figures.Time(row.From), Drop: 2),
            new("To", row => Figures.Time(row.To), Drop: 2),
            new("Return", row => Figures.Return(row.Statistics.TotalReturn), Look.Signed),
            new("Per year", row => Figures.Return(row.Statistics.AnnualReturn), Look.Signed),
            new("Sharpe", row => Figures.Ratio(row.Statistics.Sharpe), Look.Right),
            new("Sortino", row => Figures.Ratio(row.Statistics.Sortino), Look.Right, Drop: 1),
            new("Drawdown", row => Figures.Percent(row.Statistics.MaxDrawdown), Look.Right),
            new("Trades", row => Figures.Whole(row.Statistics.Trades), Look.Right));
        page.Table(found.Differences,
            new("Pair", one => $"{Label(found, one.First)} − {Label(found, one.Second)}", Short: one => $"{one.First + 1} − {one.Second + 1}"),
            new("Common", one => Figures.Whole(one.Observations), Look.Right),
            new("Sharpe", one => Figures.Ratio(one.SharpeDifference), Look.Right),
            new("p (Jobson–Korkie)", one => Figures.Probability(one.JobsonKorkieP), Look.Right),
            new("p (bootstrap)", one => Figures.Probability(one.BootstrapP), Look.Right),
            new("Correlation", one => Figures.Ratio(one.Correlation), Look.Right));
        if (found.BestSharpe >= 0 && found.BestSharpe < found.Rows.Length) page.Line($"Best Sharpe ratio: {Label(found, found.BestSharpe)}.");
        foreach (BacktestDifference one in found.Differences) page.Line($"Verdict: {Verdict(found, one)}");
        foreach (string warning in found.Warnings) page.Warn(warning);
    }

    private static string Verdict(ComparisonResult found, BacktestDifference one)
    {
        string first = Label(found, one.First), second = Label(found, one.Second);
        if (!one.Overlaps || !double.IsFinite(one.BootstrapP)) return $"{first} and {second} cannot be told apart: they have too little time in common.";
        (string better, string other) = one.SharpeDifference >= 0 ? (first, second) : (second, first);
        string p = Figures.Probability(one.BootstrapP) is ['<', ..] small ? $"p {small}" : $"p = {Figures.Probability(one.BootstrapP)}";
        return one.BootstrapP < Significance
            ? $"{better} has the higher Sharpe ratio than {other}, and by more than chance explains ({p})."
            : $"{better} has the higher Sharpe ratio than {other}, but chance can explain it ({p}).";
    }

    // Tests that differ in their parameters alone have one label; their place in the list tells them apart.
    private static string Label(ComparisonResult found, int row) => row >= 0 && row < found.Rows.Length ? $"{row + 1}. {found.Rows[row].Label}" : $"#{row + 1}";

    private static string Symbols(IReadOnlyList<string> symbols) =>
        symbols.Count <= 3 ? string.Join(", ", symbols) : $"{string.Join(", ", symbols.Take(3))} and {symbols.Count - 3} more";
}
