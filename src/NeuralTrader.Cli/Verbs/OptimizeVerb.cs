using System.CommandLine;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt optimize`: starts a parameter search, follows it, and says what to think of what it found.</summary>
internal static class OptimizeVerb
{
    public static Verb Create()
    {
        OptimizeOptions options = new();
        Option<bool> noWait = new("--no-wait") { Description = "Start it and return; `nt optimizations ID` shows it later." };
        Verb verb = new("optimize", "Search a strategy's parameters, and ask whether what is found is more than luck.")
        {
            Examples =
            [
                "nt optimize sma_cross SPX --range fast=10..50:5 --range slow=[100,150,200]",
                "nt optimize rsi_reversal AAPL -r period=5..30:1 -r oversold=20..40:5 --metric sortino",
                "nt optimize momentum SPY -r lookback=20..500:1 -r skip=0..60:1 --method bayesian --trials 80",
                "nt optimize breakout SPX -r entry=20..100:5 --anchored --json",
            ],
            Patience = TimeSpan.FromHours(12),
            Work = session => Work(session, options.Request(session), session.Get(noWait)),
        };
        options.AddTo(verb);
        verb.Add(noWait);
        return verb;
    }

    public static Verb List()
    {
        Argument<string?> id = new("id") { Description = "Show this one.", Arity = ArgumentArity.ZeroOrOne };
        Option<int> limit = new("--limit") { Description = "Most to list.", DefaultValueFactory = _ => 20 };
        Option<string?> trials = Download.Option("--trials", "every trial of the search");
        Verb verb = new("optimizations", "List the newest parameter searches, show one again, or write all of its trials to a file.")
        {
            Examples = ["nt optimizations", "nt optimizations first-search --json", "nt optimizations first-search --trials trials.csv"],
            Patience = TimeSpan.FromMinutes(10),
            Work = session => (session.Get(id), session.Get(trials)) switch
            {
                (null, null) => session.Show(
                    new ListOptimizationsRequest(session.Get(limit)), (OptimizationList found) => OptimizationView.List(session.Page, found)),
                (null, _) => throw ProblemException.Usage("--trials needs the search whose trials it writes: `nt optimizations ID --trials FILE`."),
                ({ } one, null) => session.Show(new GetOptimizationRequest(one), (Optimization search) => OptimizationView.Write(session.Page, search)),
                ({ } one, { } file) => Download.To(session, file, form => session.Gateway.Fetch(
                    $"api/v1/trading/optimizations/{Uri.EscapeDataString(one)}/trials.{form}", session.CancellationToken)),
            },
        };
        verb.Add(id);
        verb.Add(limit);
        verb.Add(trials);
        return verb;
    }

    private static Task Work(Session session, OptimizeStrategyRequest request, bool noWait)
    {
        string id = request.OptimizationId ?? $"opt-{Guid.CreateVersion7():N}";
        Job job = new(id, "Search", $"nt optimizations {id}", $"nt call cancelOptimization --optimizationId {id}")
        {
            Start = async () => (await session.Ask<OptimizeStrategyRequest, Optimization>(request with { OptimizationId = id, Wait = false })).Progress,
            Ask = async () => (await session.Ask<GetOptimizationRequest, Optimization>(new GetOptimizationRequest(id))).Progress,
            Cancel = limit => session.Ask<CancelOptimizationRequest, JobProgress>(new CancelOptimizationRequest(id), limit),
            Show = () => session.Show(new GetOptimizationRequest(id), (Optimization done) => OptimizationView.Write(session.Page, done)),
        };
        return job.Run(session, noWait);
    }
}

/// <summary>The words of `nt optimize` and the request they make.</summary>
internal sealed class OptimizeOptions
{
    private readonly Argument<string> strategy = Ask.Text("strategy", "Its name; `nt strategies` lists them.");
    private readonly Argument<string[]> symbols = new("symbols")
    {
        Description = "The instrument; several where the strategy reads them together.", Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<Dictionary<string, ParameterRange>?> ranges = RangeWords.Option();
    private readonly Option<SearchMethod?> method = Ask.Word<SearchMethod>("--method", "How combinations are chosen; grid by default.");
    private readonly Option<SearchMetric?> metric = Ask.Word<SearchMetric>("--metric", "What is looked for; sharpe by default.");
    private readonly Option<int?> trials = new("--trials") { Description = "Combinations that random and bayesian try." };
    private readonly Option<int> seed = new("--seed") { Description = "The same seed gives the same answer.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> minTrades = new("--min-trades") { Description = "Combinations with fewer trades are not chosen." };
    private readonly Option<int> top = new("--top") { Description = "Best combinations to show.", DefaultValueFactory = _ => 10 };
    private readonly Option<double?> outOfSample = new("--out-of-sample")
    {
        Description = "Part of the bars, the newest, that the choice never sees; 0.3 by default.",
    };

    private readonly Option<int?> windows = new("--walk-forward") { Description = "Windows of the walk-forward; 5 by default, 0 for none." };
    private readonly Option<bool> anchored = new("--anchored") { Description = "Every training window of the walk-forward begins at the first bar." };
    private readonly Option<int?> folds = new("--folds") { Description = "Folds of the purged cross-validation; 5 by default, 0 for none." };
    private readonly Option<int?> blocks = new("--blocks") { Description = "Blocks of the probability of overfitting; 16 by default, 0 for none." };
    private readonly Option<Dictionary<string, double>?> parameters = Ask.Parameters("A parameter that is not varied; the others take their defaults.");
    private readonly Option<DateTime?> from = Ask.From(), to = Ask.To();
    private readonly Option<Dictionary<string, decimal>?> costs = Ask.Costs();
    private readonly Option<BarInterval?> interval = Ask.Interval();
    private readonly Option<PriceBasis?> basis = Ask.Word<PriceBasis>("--basis", "Which corporate actions are in the prices; the best there is by default.");
    private readonly Option<FillRule?> fill = Ask.Word<FillRule>("--fill", "When a signal's order trades; nextOpen by default.");
    private readonly Option<double> capital = new("--capital") { Description = "To begin with.", DefaultValueFactory = _ => 100_000 };
    private readonly Option<double?> stopLoss = new("--stop-loss") { Description = "Fraction against a position that closes it." };
    private readonly Option<double?> takeProfit = new("--take-profit") { Description = "Fraction in a position's favour that closes it." };
    private readonly Option<bool> longOnly = new("--long-only") { Description = "No short positions." };
    private readonly Option<bool> whole = new("--whole-units") { Description = "No parts of a unit." };
    private readonly Option<string?> id = new("--id") { Description = "The search's name; the same name with the same request is the same search." };

    public void AddTo(Command verb)
    {
        verb.Add(strategy);
        verb.Add(symbols);
        Option[] all =
        [
            ranges, method, metric, trials, seed, minTrades, top, outOfSample, windows, anchored, folds, blocks, parameters, from, to, costs, interval,
            basis, fill, capital, stopLoss, takeProfit, longOnly, whole, id,
        ];
        foreach (Option option in all) verb.Add(option);
    }

    public OptimizeStrategyRequest Request(Session session)
    {
        SearchValidation usual = new();
        return new OptimizeStrategyRequest(
            session.Get(strategy), session.Get(ranges)!, null, session.Get(symbols), session.Get(method) ?? SearchMethod.Grid,
            session.Get(metric) ?? SearchMetric.Sharpe, session.Get(trials), session.Get(seed), session.Get(minTrades), session.Get(top),
            Validation: usual with
            {
                OutOfSample = session.Get(outOfSample) ?? usual.OutOfSample, WalkForwardWindows = session.Get(windows) ?? usual.WalkForwardWindows,
                Anchored = session.Get(anchored), Folds = session.Get(folds) ?? usual.Folds, PboBlocks = session.Get(blocks) ?? usual.PboBlocks,
            },
            From: session.Get(from), To: session.Get(to), Parameters: session.Get(parameters), Costs: TradeCosts.Of(session.Get(costs)),
            Interval: session.Get(interval) ?? BarInterval.Day, Basis: session.Get(basis), InitialCapital: session.Get(capital),
            FillRule: session.Get(fill) ?? FillRule.NextOpen, AllowShort: !session.Get(longOnly), WholeUnits: session.Get(whole),
            StopLoss: session.Get(stopLoss),
            TakeProfit: session.Get(takeProfit), OptimizationId: session.Get(id));
    }
}
