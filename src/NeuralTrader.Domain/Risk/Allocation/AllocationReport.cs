using System.Globalization;
using NeuralTrader.Domain.Risk.Allocation.Programs;

namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>The figures of a portfolio whose weights have been found.</summary>
internal static class AllocationReport
{
    private const double Bound = 1e-12, Doubtful = 2, AllButAll = 0.995;

    /// <summary>All figures.</summary>
    /// <param name="market">What is known of the assets.</param>
    /// <param name="spec">What was asked for.</param>
    /// <param name="constraints">As they were read.</param>
    /// <param name="weights">Shape [n].</param>
    /// <param name="proof">The programme's solution; null where the weights have a closed form or their own equations.</param>
    /// <param name="residual">Of these equations.</param>
    /// <param name="frontier">Efficient portfolios.</param>
    /// <param name="warnings">Found on the way.</param>
    public static AllocatedPortfolio Of(
        AllocationMarket market, AllocationSpec spec, ConstraintSet constraints, double[] weights, ProgramSolution? proof, double residual,
        IReadOnlyList<FrontierPoint> frontier, IEnumerable<string> warnings)
    {
        int n = market.Count;
        double[] pull = new double[n]; // Σw
        if (market.Covariance is not null) Dense.AddTransposed(market.Covariance, n, weights, pull);
        double variance = market.Covariance is null ? double.NaN : Dense.Dot(pull, weights), volatility = Math.Sqrt(variance), invested = weights.Sum();
        double turnover = constraints.Current is { } held ? weights.Zip(held, (now, then) => Math.Abs(now - then)).Sum() : double.NaN, cost = turnover * spec.TransactionCost;
        double years = market.YearsOfMeans;
        double earned = market.ExpectedReturns is { } returns
            ? Dense.Dot(returns, weights) + ((1 - invested) * spec.RiskFreeRate) - (double.IsNaN(cost) ? 0 : cost)
            : double.NaN;
        double sharpe = volatility > 0 ? (earned - spec.RiskFreeRate) / volatility : double.NaN;
        // Lo (2002): of a ratio per period √((1 + SR²/2)/T); per year it is √periods of that.
        double sharpeError = years > 0 ? Math.Sqrt((1 / years) + (sharpe * sharpe / 2 / market.Observations)) : double.NaN;
        (double valueAtRisk, double shortfall) = ShortfallProgram.Tail(market, weights, spec.Confidence);
        double squares = Dense.Dot(weights, weights), mean = 0;
        for (int i = 0; i < n; i++) mean += Math.Abs(weights[i]) * market.Volatility(i);
        AllocatedAsset[] assets =
        [
            .. Enumerable.Range(0, n).Select(i => new AllocatedAsset(
                market.Assets[i], weights[i], constraints.Current?[i] ?? double.NaN, market.ExpectedReturns?[i] ?? double.NaN,
                years > 0 ? market.Volatility(i) / Math.Sqrt(years) : double.NaN, market.Volatility(i),
                variance > 0 ? weights[i] * pull[i] / variance : double.NaN, volatility > 0 ? pull[i] / volatility : double.NaN)),
        ];
        List<string> said = [.. warnings];
        if (spec.Objective == AllocationObjective.MaxSharpe && years > 0)
        {
            said.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The portfolio's mean return is known to ± {100 * volatility / Math.Sqrt(years):0.0} % a year only, and the largest Sharpe ratio of a " +
                $"sample is always too good: {sharpe:0.00} ± {sharpeError:0.00} before this bias. Least variance or risk parity use no mean returns."));
        }
        if (spec.Objective is AllocationObjective.Utility or AllocationObjective.TargetReturn or AllocationObjective.TargetRisk && years > 0)
        {
            string alone = n > 1 && weights.Any(weight => weight >= AllButAll) ? " It puts everything into one asset." : "";
            said.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The portfolio's mean return is known to ± {100 * volatility / Math.Sqrt(years):0.0} % a year only, and the objective takes the means of the "
                + $"past for certain.{alone} Least variance or risk parity use no mean returns."));
        }
        if (market.Observations > 0 && market.Observations < Doubtful * n)
            said.Add($"{market.Observations} observations for {n} assets: the covariances are little more than noise; Ledoit-Wolf shrinkage or fewer assets do better.");
        return new AllocatedPortfolio(
            spec.Objective, assets, 1 - invested, earned, years > 0 ? volatility / Math.Sqrt(years) : double.NaN, volatility, sharpe, sharpeError,
            valueAtRisk, shortfall, spec.Confidence, squares > 0 ? 1 / squares : double.NaN, volatility > 0 ? mean / volatility : double.NaN,
            weights.Sum(Math.Abs), turnover, cost, proof is null ? [] : Binding(market, constraints, proof), frontier, residual, market.Observations, said);
    }

    private static List<BindingConstraint> Binding(AllocationMarket market, ConstraintSet constraints, ProgramSolution proof)
    {
        List<BindingConstraint> binding = [];
        for (int r = 0; r < proof.RowMultipliers.Length; r++)
        {
            if (proof.RowSides[r] == Side.Free) continue;
            LinearRow? row = r < constraints.Rows.Length ? constraints.Rows[r] : null;
            double multiplier = proof.RowMultipliers[r];
            BindingEnd end = multiplier < 0 ? BindingEnd.Max : BindingEnd.Min;
            if (row is null || Math.Abs(multiplier) > Bound)
                binding.Add(new BindingConstraint(row?.Name ?? "return", end, row is null ? double.NaN : end == BindingEnd.Max ? row.Upper : row.Lower, multiplier));
        }
        for (int i = 0; i < market.Count; i++)
        {
            if (proof.Variables[i] == Side.Free) continue;
            bool isLow = proof.Variables[i] == Side.Lower;
            binding.Add(new BindingConstraint(
                market.Assets[i], isLow ? BindingEnd.Min : BindingEnd.Max, isLow ? constraints.Lower[i] : constraints.Upper[i], proof.BoundMultipliers[i]));
        }
        return binding;
    }
}
