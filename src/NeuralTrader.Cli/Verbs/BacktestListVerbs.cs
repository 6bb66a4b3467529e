using System.CommandLine;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Backtesting;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Finished back-tests: `nt backtests`, `nt compare`.</summary>
internal static class BacktestListVerbs
{
    public static Verb List()
    {
        Argument<string?> id = new("id") { Description = "Show this one.", Arity = ArgumentArity.ZeroOrOne };
        Option<int> limit = new("--limit") { Description = "Most to list.", DefaultValueFactory = _ => 20 };
        Verb verb = new("backtests", "List the newest back-tests, or show one again.")
        {
            Examples = ["nt backtests", "nt backtests bt-0199 --json"],
            Work = session => session.Get(id) is { } one
                ? session.Show(new GetBacktestRequest(one), (Backtest test) => BacktestView.Write(session.Page, test))
                : session.Show(new ListBacktestsRequest(session.Get(limit)), (BacktestList list) => session.Page.Table(
                    list.Backtests,
                    new("Back-test", test => test.BacktestId), new("Strategy", test => test.Strategy), new("On", test => Symbols(test.Symbols)), new("State", test => Wire.Word(test.State)),
                    new("Started", test => Figures.Time(test.StartedAt)), new("Return", test => Figures.Return(test.TotalReturn), Look.Signed),
                    new("Sharpe", test => Figures.Ratio(test.Sharpe), Look.Right), new("Drawdown", test => Figures.Percent(test.MaxDrawdown), Look.Right))),
        };
        verb.Add(id);
        verb.Add(limit);
        return verb;
    }

    public static Verb Compare()
    {
        Argument<string[]> ids = new("ids") { Description = "Two to twenty back-tests.", Arity = new ArgumentArity(2, 20) };
        Option<int> seed = new("--seed") { Description = "The same seed gives the same answer.", DefaultValueFactory = _ => 1 };
        Verb verb = new("compare", "Set back-tests side by side, and test whether they differ by more than chance.")
        {
            Examples = ["nt compare bt-a bt-b"],
            Work = session => session.Show(new CompareBacktestsRequest(session.Get(ids), Seed: session.Get(seed)), (ComparisonResult found) => Show(session.Page, found)),
        };
        verb.Add(ids);
        verb.Add(seed);
        return verb;
    }

    private static void Show(Page page, ComparisonResult found)
    {
        page.Table(found.Rows,
            new("Back-test", row => row.Label), new("From", row => Figures.Time(row.From)), new("To", row => Figures.Time(row.To)),
            new("Return", row => Figures.Return(row.Statistics.TotalReturn), Look.Signed), new("Per year", row => Figures.Return(row.Statistics.AnnualReturn), Look.Signed),
            new("Sharpe", row => Figures.Ratio(row.Statistics.Sharpe), Look.Right), new("Sortino", row => Figures.Ratio(row.Statistics.Sortino), Look.Right),
            new("Drawdown", row => Figures.Percent(row.Statistics.MaxDrawdown), Look.Right), new("Trades", row => Figures.Whole(row.Statistics.Trades), Look.Right));
        page.Table(found.Differences,
            new("Pair", one => $"{Label(found, one.First)} − {Label(found, one.Second)}"), new("Common", one => Figures.Whole(one.Observations), Look.Right),
            new("Sharpe", one => Figures.Ratio(one.SharpeDifference), Look.Right), new("p (Jobson–Korkie)", one => Figures.Number(Math.Round(one.JobsonKorkieP, 4)), Look.Right),
            new("p (bootstrap)", one => Figures.Number(Math.Round(one.BootstrapP, 4)), Look.Right), new("Correlation", one => Figures.Ratio(one.Correlation), Look.Right));
        if (found.BestSharpe >= 0 && found.BestSharpe < found.Rows.Length) page.Line($"Best Sharpe ratio: {found.Rows[found.BestSharpe].Label}.");
        foreach (string warning in found.Warnings) page.Warn(warning);
    }

    private static string Label(ComparisonResult found, int row) => row >= 0 && row < found.Rows.Length ? found.Rows[row].Label : $"#{row}";

    private static string Symbols(IReadOnlyList<string> symbols) =>
        symbols.Count <= 3 ? string.Join(", ", symbols) : $"{string.Join(", ", symbols.Take(3))} and {symbols.Count - 3} more";
}
