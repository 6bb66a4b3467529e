using System.CommandLine;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Cli.Verbs;

/// <summary>`nt backtest`: starts a test, follows it, and shows what it found.</summary>
internal static class BacktestVerb
{
    public static Verb Create()
    {
        BacktestOptions options = new();
        Option<bool> noWait = new("--no-wait") { Description = "Start it and return; `nt backtests ID` shows it later." };
        Verb verb = new("backtest", "Run a strategy over history and set it beside buying and holding.")
        {
            Examples =
            [
                "nt backtest sma_cross SPX -p fast=20 -p slow=50",
                "nt backtest rsi_reversal AAPL IBM --from 2015-01-01 --costs commission=0.0005 slippage=0.0005",
                "nt backtest ensemble SPY --members momentum,breakout", "nt backtest buy_and_hold SPX --json",
            ],
            Patience = TimeSpan.FromHours(1),
            Work = session => Work(session, options.Request(session), session.Get(noWait)),
        };
        options.AddTo(verb);
        verb.Add(noWait);
        return verb;
    }

    private static Task Work(Session session, RunBacktestRequest request, bool noWait)
    {
        string id = request.BacktestId ?? $"bt-{Guid.CreateVersion7():N}";
        Job job = new(id, "Back-test", $"nt backtests {id}", $"nt call cancelBacktest --backtestId {id}")
        {
            Start = async () => (await session.Ask<RunBacktestRequest, Backtest>(request with { BacktestId = id, Wait = false })).Progress,
            Ask = async () => (await session.Ask<GetBacktestRequest, Backtest>(new GetBacktestRequest(id))).Progress,
            Cancel = limit => session.Ask<CancelBacktestRequest, JobProgress>(new CancelBacktestRequest(id), limit),
            Show = () => session.Show(new GetBacktestRequest(id), (Backtest done) => BacktestView.Write(session.Page, done)),
        };
        return job.Run(session, noWait);
    }
}

/// <summary>The words of `nt backtest` and the request they make.</summary>
internal sealed class BacktestOptions
{
    private readonly Argument<string> strategy = Ask.Text("strategy", "Its name; `nt strategies` lists them.");
    private readonly Argument<string[]> symbols = new("symbols") { Description = "The instruments.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<DateTime?> from = Ask.From(), to = Ask.To();
    private readonly Option<Dictionary<string, double>?> parameters = Ask.Parameters("A parameter of the strategy; the others take their defaults.");
    private readonly Option<Dictionary<string, decimal>?> costs = Ask.Costs();
    private readonly Option<BarInterval?> interval = Ask.Interval();
    private readonly Option<PriceBasis?> basis = Ask.Word<PriceBasis>("--basis", "Which corporate actions are in the prices; the best there is by default.");
    private readonly Option<FillRule?> fill = Ask.Word<FillRule>("--fill", "When a signal's order trades; nextOpen by default.");
    private readonly Option<double> capital = new("--capital") { Description = "To begin with.", DefaultValueFactory = _ => 100_000 };
    private readonly Option<double> leverage = new("--leverage") { Description = "Largest position as a multiple of equity.", DefaultValueFactory = _ => 1 };
    private readonly Option<double?> stopLoss = new("--stop-loss") { Description = "Fraction against a position that closes it." };
    private readonly Option<double?> takeProfit = new("--take-profit") { Description = "Fraction in a position's favour that closes it." };
    private readonly Option<string[]?> members = new("--members")
    {
        Description = "Strategies that ensemble and adaptive combine, with commas or blanks between them.", HelpName = "strategy,strategy",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> benchmark = new("--benchmark") { Description = "Symbol to compare with; buying and holding the same by default." };
    private readonly Option<bool> longOnly = new("--long-only") { Description = "No short positions." },
        whole = new("--whole-units") { Description = "No parts of a unit." }, together = new("--together") { Description = "All instruments in one account." };

    private readonly Option<string?> id = new("--id") { Description = "The test's name; the same name with the same request is the same test." };

    public void AddTo(Command verb)
    {
        verb.Add(strategy);
        verb.Add(symbols);
        Option[] all =
        [
            from, to, parameters, costs, interval, basis, fill, capital, leverage, stopLoss, takeProfit, members, benchmark, longOnly, whole, together, id,
        ];
        foreach (Option option in all) verb.Add(option);
    }

    public RunBacktestRequest Request(Session session)
    {
        (string[] members, string[] after) = Members(session.Get(this.members) ?? []);
        string[] symbols = [.. session.Get(this.symbols), .. after];
        if (symbols.Length == 0) throw ProblemException.Usage("No instrument is named; `nt backtest STRATEGY SYMBOL`, and `nt instruments` lists them.");
        return new RunBacktestRequest(
            session.Get(strategy), null, symbols, session.Get(from), session.Get(to), session.Get(parameters), TradeCosts.Of(session.Get(costs)),
            session.Get(interval) ?? BarInterval.Day, session.Get(basis), session.Get(benchmark), session.Get(together), session.Get(capital),
            session.Get(fill) ?? FillRule.NextOpen, MaxLeverage: session.Get(leverage), AllowShort: !session.Get(longOnly), WholeUnits: session.Get(whole),
            StopLoss: session.Get(stopLoss), TakeProfit: session.Get(takeProfit),
            Members: members.Length > 0 ? members : null, BacktestId: session.Get(id));
    }

    // Strategies are written small and symbols are not, so symbols behind the members are told from them.
    private static (string[] Members, string[] Symbols) Members(string[] words)
    {
        ILookup<bool, string> isSymbol = words.SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .ToLookup(word => !word.Any(char.IsLower));
        return ([.. isSymbol[false]], [.. isSymbol[true]]);
    }
}
