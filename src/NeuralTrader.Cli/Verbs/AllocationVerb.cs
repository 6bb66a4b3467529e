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
        Argument<string[]> symbols = new("symbols") { Description = "The assets; none with --portfolio for what it holds.", Arity = ArgumentArity.ZeroOrMore };
        Option<AllocationObjective?> objective = Ask.Word<AllocationObjective>("--objective", "What the portfolio is chosen for; min_variance by default.");
        Option<CovarianceEstimator?> estimator = Ask.Word<CovarianceEstimator>("--estimator", "How covariances are estimated; ledoit_wolf by default.");
        Option<double?> target = Number("--target", "Annual return or volatility, for target_return, target_risk and, as the least return, min_shortfall.");
        Option<double?> cap = Number("--cap", "Largest weight of an asset."), floor = Number("--floor", "Least weight of an asset; negative allows short positions.");
        Option<double?> gross = Number("--gross", "Largest sum of absolute weights."), turnover = Number("--turnover", "Largest sum of absolute changes; needs --portfolio.");
        Option<double?> aversion = Number("--risk-aversion", "Of the objective utility; 2.5 by default."), riskFree = Number("--risk-free", "Annual rate of cash; 0 by default.");
        Option<double?> cost = Number("--cost", "Of a unit bought or sold, a fraction; needs --portfolio.");
        Option<string?> portfolio = new("--portfolio") { Description = "Start from what it holds, and show the trades that lead to the new weights." };
        Option<int> points = new("--frontier") { Description = "Portfolios on the efficient frontier; 0 for none.", DefaultValueFactory = _ => 6 };
        Option<BarInterval?> interval = Ask.Interval();
        Option<DateTime?> from = Ask.From(), to = Ask.To();
        Verb verb = new("allocate", "Choose the weights of a portfolio: least risk, most return for it, equal risks, and others, under your constraints.")
        {
            Examples = ["nt allocate SPY AAPL MSFT --objective min_variance --cap 0.4", "nt allocate SPY AAPL MSFT --objective max_sharpe --risk-free 0.03", "nt allocate --portfolio growth --objective risk_parity"],
            Work = session =>
            {
                AllocationConstraints usual = new();
                AllocationConstraints constraints = usual with
                {
                    MinWeight = session.Get(floor) ?? usual.MinWeight, MaxWeight = session.Get(cap) ?? usual.MaxWeight, GrossLimit = session.Get(gross), TurnoverLimit = session.Get(turnover),
                };
                return session.Show(
                    new OptimizePortfolioRequest(
                        session.Get(symbols) is { Length: > 0 } named ? named : null, session.Get(objective) ?? AllocationObjective.MinVariance, session.Get(target), constraints,
                        session.Get(aversion) ?? 2.5, session.Get(riskFree) ?? 0, PortfolioId: session.Get(portfolio), TransactionCost: session.Get(cost) ?? 0,
                        FrontierPoints: session.Get(points), Estimator: session.Get(estimator) ?? CovarianceEstimator.LedoitWolf,
                        Interval: session.Get(interval) ?? BarInterval.Day, From: session.Get(from), To: session.Get(to)),
                    (OptimizePortfolioAnswer answer) => AllocationView.Write(session.Page, answer));
            },
        };
        verb.Add(symbols);
        foreach (Option option in (Option[])[objective, target, cap, floor, gross, turnover, cost, portfolio, aversion, riskFree, estimator, points, interval, from, to]) verb.Add(option);
        return verb;
    }

    private static Option<double?> Number(string name, string description) => new(name) { Description = description, HelpName = "number" };
}
