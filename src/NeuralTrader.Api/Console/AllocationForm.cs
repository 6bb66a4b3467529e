using System.Globalization;
using System.Text.RegularExpressions;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Api.Console;

/// <summary>A portfolio optimisation as its form was sent, percentages for fractions.</summary>
public static partial class AllocationForm
{
    /// <summary>Portfolios drawn on the frontier.</summary>
    public const int FrontierPoints = 40;

    /// <summary>The optimisation that the form asks for.</summary>
    /// <exception cref="InvalidInputException">A field is malformed or missing.</exception>
    public static OptimizePortfolioRequest Read(FormFields form)
    {
        string? portfolioId = form.Text("portfolio");
        AllocationObjective objective = form.Choice("objective", AllocationObjective.MinVariance);
        return new OptimizePortfolioRequest(
            Symbols: form.Text("symbols") is null && portfolioId is not null ? null : form.Symbols("symbols"),
            Objective: objective,
            Target: NeedsTarget(objective) ? form.Fraction("target") : null,
            Constraints: Constraints(form),
            RiskAversion: form.Number("riskAversion") ?? 2.5,
            RiskFreeRate: form.Fraction("riskFreeRate") ?? 0,
            Confidence: form.Fraction("confidence") ?? 0.95,
            BlackLitterman: Views(form),
            PortfolioId: portfolioId,
            TransactionCost: (form.Number("cost") ?? 0) / 10_000,
            FrontierPoints: FrontierPoints,
            Estimator: form.Choice("estimator", CovarianceEstimator.LedoitWolf),
            Interval: form.Choice("interval", BarInterval.Day),
            From: form.Date("from"),
            To: form.Date("to"));
    }

    /// <summary>Whether an objective has a target to meet.</summary>
    public static bool NeedsTarget(AllocationObjective objective) =>
        objective is AllocationObjective.TargetReturn or AllocationObjective.TargetRisk or AllocationObjective.MinShortfall;

    /// <summary>An objective in words.</summary>
    public static string Words(AllocationObjective objective) => objective switch
    {
        AllocationObjective.MinVariance => "Least volatility",
        AllocationObjective.MaxSharpe => "Highest Sharpe ratio",
        AllocationObjective.TargetReturn => "Least volatility for a return",
        AllocationObjective.TargetRisk => "Most return for a volatility",
        AllocationObjective.Utility => "Return less risk (utility)",
        AllocationObjective.RiskParity => "Risk parity",
        AllocationObjective.HierarchicalRiskParity => "Hierarchical risk parity",
        AllocationObjective.MinShortfall => "Least expected shortfall",
        AllocationObjective.BlackLitterman => "Black–Litterman",
    };

    /// <summary>An estimator in words.</summary>
    public static string Words(CovarianceEstimator estimator) => estimator switch
    {
        CovarianceEstimator.LedoitWolf => "Ledoit–Wolf shrinkage",
        CovarianceEstimator.Sample => "sample covariances",
        CovarianceEstimator.Ewma => "exponential weights",
    };

    private static MarketViews? Views(FormFields form)
    {
        string[] views = (form.Text("views") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return form.Text("market") is { } market ? new MarketViews(ViewWords.Weights(market), [.. views.Select(line => ViewWords.Parse(line, "views"))])
            : views.Length == 0 ? null
            : throw new InvalidInputException("market", null, $"the market that the views differ from: {ViewWords.AllowedWeights}");
    }

    private static AllocationConstraints Constraints(FormFields form)
    {
        Dictionary<string, WeightRange> assets = [];
        List<GroupRange> groups = [];
        foreach (string line in (form.Text("ranges") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Match match = RangeLine().Match(line);
            if (!match.Success) throw new InvalidInputException("ranges", line, "“AAPL 5 to 20” or “Tech = AAPL QQQ 0 to 40”, in percent");
            string[] symbols = [.. match.Groups["symbol"].Captures.Select(one => Symbol.Parse(one.Value, "ranges"))];
            (double min, double max) = (Percent(match.Groups["min"]), Percent(match.Groups["max"]));
            if (symbols.Length == 1 && NameOf(match) is null) assets[symbols[0]] = new WeightRange(min, max);
            else groups.Add(new GroupRange(NameOf(match) ?? string.Join(" + ", symbols), symbols, min, max));
        }
        return new AllocationConstraints(
            MinWeight: form.Fraction("minWeight") ?? 0,
            MaxWeight: form.Fraction("maxWeight") ?? 1,
            Assets: assets.Count > 0 ? assets : null,
            Groups: groups.Count > 0 ? groups : null,
            MinInvested: form.Fraction("minInvested") ?? 1,
            MaxInvested: form.Fraction("maxInvested") ?? 1,
            GrossLimit: form.Fraction("grossLimit"),
            TurnoverLimit: form.Fraction("turnoverLimit"));
    }

    private static string? NameOf(Match match) => match.Groups["name"] is { Success: true } name ? name.Value.Trim() : null;

    private static double Percent(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture) / 100;

    // A name and =, or none; symbols; least and largest percentage.
    [GeneratedRegex(
        """
        ^((?<name>[^=]+)=)? \s* ((?<symbol>[A-Za-z^][\w.^-]*) [\s,+]+)+?
        (?<min>-?\d+(\.\d+)?) \s*%?\s* (to|–) \s* (?<max>-?\d+(\.\d+)?) \s*%?$
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex RangeLine();
}
