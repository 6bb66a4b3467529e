using System.CommandLine;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Chooses a portfolio: `nt allocate`.</summary>
internal static class AllocationVerb
{
    public static Verb Create()
    {
        AllocationOptions options = new();
        Verb verb = new("allocate", "Choose the weights of a portfolio: least risk, most return for it, equal risks, your own views, under your constraints.")
        {
            Examples =
            [
                "nt allocate SPY AAPL IBM --objective min_variance --cap 0.4", "nt allocate SPY AAPL IBM --objective max_sharpe --risk-free 0.03",
                "nt allocate SPY AAPL IBM --market SPY=80%,AAPL=15%,IBM=5% --view \"AAPL - IBM = 2% ± 1%\"",
                "nt allocate SPY AAPL --black-litterman '{\"marketWeights\":{\"SPY\":0.9,\"AAPL\":0.1},\"views\":[{\"assets\":{\"AAPL\":1},\"return\":0.08}]}'",
                "nt allocate --portfolio growth --objective risk_parity",
            ],
            Work = session => session.Show(options.Request(session), (OptimizePortfolioAnswer answer) => AllocationView.Write(session.Page, answer)),
        };
        options.AddTo(verb);
        return verb;
    }
}

/// <summary>The words of `nt allocate` and the request they make.</summary>
internal sealed class AllocationOptions
{
    private readonly Argument<string[]> symbols = new("symbols")
    {
        Description = "The assets; none with --portfolio for what it holds.", Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<AllocationObjective?> objective = Ask.Word<AllocationObjective>(
        "--objective", "What the portfolio is chosen for; min_variance by default, black_litterman with a market or views.");

    private readonly Option<CovarianceEstimator?> estimator = Ask.Word<CovarianceEstimator>(
        "--estimator", "How covariances are estimated; ledoit_wolf by default.");

    private readonly Option<double?> target = Number(
        "--target", "Annual return or volatility, for target_return, target_risk and, as the least return, min_shortfall.");

    private readonly Option<double?> cap = Number("--cap", "Largest weight of an asset.");
    private readonly Option<double?> floor = Number("--floor", "Least weight of an asset; negative allows short positions.");
    private readonly Option<double?> gross = Number("--gross", "Largest sum of absolute weights.");
    private readonly Option<double?> turnover = Number("--turnover", "Largest sum of absolute changes; needs --portfolio.");
    private readonly Option<double?> aversion = Number("--risk-aversion", "Of the objectives utility and black_litterman; 2.5 by default.");
    private readonly Option<double?> riskFree = Number("--risk-free", "Annual rate of cash; 0 by default.");
    private readonly Option<double?> cost = Number("--cost", "Of a unit bought or sold, a fraction; needs --portfolio.");
    private readonly ViewOptions views = new();
    private readonly Option<string?> portfolio = new("--portfolio")
    {
        Description = "Start from what it holds, and show the trades that lead to the new weights.",
    };

    private readonly Option<int> points = new("--frontier") { Description = "Portfolios on the efficient frontier; 0 for none.", DefaultValueFactory = _ => 6 };
    private readonly Option<BarInterval?> interval = Ask.Interval();
    private readonly Option<DateTime?> from = Ask.From(), to = Ask.To();

    public void AddTo(Command verb)
    {
        verb.Add(symbols);
        Option[] all =
        [
            objective, target, cap, floor, gross, turnover, cost, portfolio, aversion, riskFree, .. views.All, estimator, points, interval, from, to,
        ];
        foreach (Option option in all) verb.Add(option);
    }

    public OptimizePortfolioRequest Request(Session session)
    {
        AllocationConstraints usual = new();
        MarketViews? market = views.Read(session);
        return new OptimizePortfolioRequest(
            session.Get(symbols) is { Length: > 0 } named ? named : null,
            session.Get(objective) ?? (market is null ? AllocationObjective.MinVariance : AllocationObjective.BlackLitterman),
            session.Get(target),
            usual with
            {
                MinWeight = session.Get(floor) ?? usual.MinWeight, MaxWeight = session.Get(cap) ?? usual.MaxWeight,
                GrossLimit = session.Get(gross), TurnoverLimit = session.Get(turnover),
            },
            session.Get(aversion) ?? 2.5, session.Get(riskFree) ?? 0, BlackLitterman: market, PortfolioId: session.Get(portfolio),
            TransactionCost: session.Get(cost) ?? 0, FrontierPoints: session.Get(points),
            Estimator: session.Get(estimator) ?? CovarianceEstimator.LedoitWolf,
            Interval: session.Get(interval) ?? BarInterval.Day, From: session.Get(from), To: session.Get(to));
    }

    private static Option<double?> Number(string name, string description) => new(name) { Description = description, HelpName = "number" };
}
