using NeuralTrader.Domain.Risk.Allocation.Programs;

namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>Chooses the weights of a portfolio.</summary>
public static class PortfolioOptimizer
{
    private const double MostBudget = 1e6;
    private const int MostFrontierPoints = 200;
    private const long MostShortfallWork = 4_000_000_000; // scenarios · assets², some ten seconds of one core
    private const double Near = 1e-9, Kept = 1e-6;

    /// <summary>The best weights, or the refusal that names what leaves none.</summary>
    /// <param name="market">What is known of the assets.</param>
    /// <param name="spec">What is wanted.</param>
    /// <param name="views">For Black–Litterman, and for any other objective under returns with views; null for the market's own returns.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidInputException">An argument is out of range, or what the objective needs is missing.</exception>
    public static Answer<AllocatedPortfolio> Optimize(
        AllocationMarket market, AllocationSpec spec, MarketViews? views = null, CancellationToken cancellationToken = default)
    {
        Check(market, spec, views);
        int observations = market.Observations;
        BlackLittermanReturns? believed = null;
        if (views is not null)
        {
            believed = BlackLitterman.Returns(market, views);
            market = new AllocationMarket(
                market.Assets, believed.Covariance, [.. believed.ExpectedReturns.Select(value => value + spec.RiskFreeRate)], market.Scenarios, market.PeriodsPerYear);
        }
        if (market.FirstIndefinite() is { } impossible)
            return new Refusal(RefusalKind.SingularCovariance,
                $"The covariance matrix is not positive semidefinite: {impossible} and the assets before it make a portfolio " +
                "of negative variance, which no returns have.",
                "covariance");
        Answer<ConstraintSet> read = ConstraintSet.Of(market, spec);
        if (read.IsRefused) return read.Refusal;
        Answer<AllocatedPortfolio> chosen = spec.Objective switch
        {
            AllocationObjective.RiskParity => ByRisk(market, spec, read.Value),
            AllocationObjective.HierarchicalRiskParity => ByTree(market, spec, read.Value),
            AllocationObjective.MinShortfall => ByScenarios(market, spec, read.Value, cancellationToken),
            AllocationObjective.MinVariance or AllocationObjective.MaxSharpe or AllocationObjective.TargetReturn or AllocationObjective.TargetRisk
                or AllocationObjective.Utility or AllocationObjective.BlackLitterman => ByMeanVariance(market, spec, read.Value, cancellationToken),
        };
        if (chosen.IsRefused) return chosen;
        // Returns with views are no sample's means, so that the market above has no observations to take errors from; its covariances still have.
        AllocatedPortfolio found = chosen.Value with { Observations = observations };
        return believed is null ? found : found with
        {
            Assets = [.. found.Assets.Select((asset, i) => asset with { ImpliedReturn = believed.Equilibrium[i] + spec.RiskFreeRate })],
        };
    }

    private static void Check(AllocationMarket market, AllocationSpec spec, MarketViews? views)
    {
        if (!Enum.IsDefined(spec.Objective)) throw Require.Invalid("objective", spec.Objective, string.Join(", ", Enum.GetNames<AllocationObjective>()));
        Require.Between(spec.RiskAversion, 1e-6, 1e6, "riskAversion");
        Require.Between(spec.RiskFreeRate, -1, 1, "riskFreeRate");
        Require.Between(spec.Confidence, 0.5, 0.9999, "confidence");
        Require.Between(spec.TransactionCost, 0, 1, "transactionCost");
        if (spec.FrontierPoints != 0) Require.Between(spec.FrontierPoints, 2, MostFrontierPoints, "frontierPoints");
        bool needsTarget = spec.Objective is AllocationObjective.TargetReturn or AllocationObjective.TargetRisk;
        if (needsTarget && spec.Target is null) throw Require.Invalid<string?>("target", null, "an annual return or volatility, such as 0.1");
        if (!needsTarget && spec.Objective != AllocationObjective.MinShortfall && spec.Target is not null)
            throw Require.Invalid("target", spec.Target, "none: this objective has no target");
        if (spec.Target is { } target) Require.Between(target, spec.Objective == AllocationObjective.TargetRisk ? 1e-6 : -10, 10, "target");
        if (spec.Objective == AllocationObjective.BlackLitterman && views is null) throw Require.Invalid<string?>("blackLitterman", null, "the market's weights, and views");
        bool needsReturns = spec.Objective is AllocationObjective.MaxSharpe or AllocationObjective.TargetReturn or AllocationObjective.TargetRisk or AllocationObjective.Utility
            || spec.FrontierPoints > 0 || spec.Target is not null;
        if (needsReturns && market.ExpectedReturns is null && views is null) throw Require.Invalid<string?>("expectedReturns", null, "expected returns: this objective weighs them");
        if (spec.Objective == AllocationObjective.MinShortfall)
        {
            if (market.Scenarios is null) throw Require.Invalid<string?>("scenarios", null, "returns of the assets in at least one scenario");
            long work = (long)market.ScenarioCount * market.Count * market.Count;
            if (work > MostShortfallWork) throw Require.Invalid("scenarios", market.ScenarioCount, $"scenarios · assets² up to {MostShortfallWork}");
        }
        else if (market.Covariance is null) throw Require.Invalid<string?>("covariance", null, "a covariance matrix: this objective weighs it");
        if (spec.RiskBudgets is not null && spec.Objective != AllocationObjective.RiskParity)
            throw Require.Invalid("riskBudgets", string.Join(", ", spec.RiskBudgets.Keys), "none: only risk_parity has budgets");
    }

    private static Answer<AllocatedPortfolio> ByMeanVariance(AllocationMarket market, AllocationSpec spec, ConstraintSet constraints, CancellationToken stop)
    {
        if (market.FirstDependent() is { } asset)
            return new Refusal(RefusalKind.SingularCovariance,
                $"The covariance matrix is not positive definite: {asset} is, to working precision, a combination of the assets before it" +
                (market.Observations > 0 ? $" in {market.Observations} observations of {market.Count} assets. Ledoit-Wolf shrinkage, more observations or fewer assets cure it." : "."),
                "covariance");
        MeanVariance program = new(market, constraints, spec.RiskFreeRate, spec.TransactionCost, stop);
        if (program.At(0) is not { } steady) return Infeasibility.Explain(constraints, market.Assets, stop);

        List<string> warnings = [];
        ProgramSolution? found;
        switch (spec.Objective)
        {
            case AllocationObjective.MinVariance:
                found = steady;
                if (spec.TransactionCost > 0) warnings.Add("Costs do not enter into the least variance; a turnover limit does, and so do costs in every objective with a return.");
                break;
            case AllocationObjective.TargetReturn:
                double wanted = spec.Target!.Value - spec.RiskFreeRate;
                if (program.Excess(steady.X) >= wanted) found = steady;
                else if (program.LargestExcess() < wanted - Near) return Infeasibility.Return(spec.Target.Value, program.LargestExcess() + spec.RiskFreeRate);
                else found = program.AtExcess(Math.Min(wanted, program.LargestExcess())) ?? (wanted > program.LargestExcess() - Kept ? program.Steep() : null);
                break;
            case AllocationObjective.TargetRisk:
                double least = Math.Sqrt(program.Variance(steady.X));
                if (spec.Target!.Value < least - Near)
                    return new Refusal(RefusalKind.Infeasible, $"A volatility of {Infeasibility.Text(spec.Target.Value)} is below {Infeasibility.Text(least)}, the least that the constraints allow.", "target");
                found = program.AtVolatility(spec.Target.Value);
                if (found is not null && Math.Sqrt(program.Variance(found.X)) < spec.Target.Value * (1 - Kept))
                    warnings.Add($"The largest return the constraints allow comes with a volatility of {Infeasibility.Text(Math.Sqrt(program.Variance(found.X)))} already; more risk earns nothing.");
                break;
            case AllocationObjective.MaxSharpe:
                if (!(program.LargestExcess() > 0))
                    return new Refusal(RefusalKind.Infeasible, $"No allowed portfolio earns more than the risk-free rate of {Infeasibility.Text(spec.RiskFreeRate)}: the largest return is {Infeasibility.Text(program.LargestExcess() + spec.RiskFreeRate)}.", "riskFreeRate");
                found = program.BestRatio();
                break;
            default:
                found = program.At(1 / spec.RiskAversion);
                break;
        }
        if (found is null) return Infeasibility.Explain(constraints, market.Assets, stop);
        List<FrontierPoint> frontier = spec.FrontierPoints > 0 ? EfficientFrontier.Of(program, spec.FrontierPoints, spec.RiskFreeRate, spec.FrontierWeights) : [];
        return AllocationReport.Of(market, spec, constraints, found.X, found, found.KktResidual, frontier, warnings);
    }

    private static Answer<AllocatedPortfolio> ByRisk(AllocationMarket market, AllocationSpec spec, ConstraintSet constraints)
    {
        int n = market.Count;
        double[] budgets = new double[n];
        Array.Fill(budgets, 1.0 / n);
        if (spec.RiskBudgets is { } given)
        {
            budgets = ConstraintSet.Weights(market, given, "riskBudgets", MostBudget);
            for (int i = 0; i < n; i++) Require.Positive(budgets[i], $"riskBudgets[{market.Assets[i]}]");
            double sum = budgets.Sum();
            for (int i = 0; i < n; i++) budgets[i] /= sum;
        }
        if (RiskParity.Weights(market.Covariance!, budgets) is not { } weights)
            return new Refusal(RefusalKind.SingularCovariance, "The covariance matrix is not positive semidefinite.", "covariance");
        double[] pull = new double[n];
        Dense.AddTransposed(market.Covariance, n, weights, pull);
        double variance = Dense.Dot(pull, weights), residual = 0;
        for (int i = 0; i < n; i++) residual = Math.Max(residual, Math.Abs((weights[i] * pull[i] / variance) - budgets[i]));
        return Fixed(market, spec, constraints, weights, residual, "Risk parity");
    }

    private static Answer<AllocatedPortfolio> ByTree(AllocationMarket market, AllocationSpec spec, ConstraintSet constraints) =>
        Fixed(market, spec, constraints, HierarchicalRiskParity.Weights(market.Covariance!, market.Count), 0, "Hierarchical risk parity");

    // A rule with one answer: its weights are scaled to what may be invested, and either meet the constraints or do not.
    private static Answer<AllocatedPortfolio> Fixed(
        AllocationMarket market, AllocationSpec spec, ConstraintSet constraints, double[] weights, double residual, string rule)
    {
        double scale = Math.Max(constraints.Given.MinInvested, Math.Min(1, constraints.Given.MaxInvested));
        if (!(scale > 0)) throw Require.Invalid("constraints.maxInvested", constraints.Given.MaxInvested, "a number above 0: the rule's weights are long");
        for (int i = 0; i < weights.Length; i++) weights[i] *= scale;
        for (int i = 0; i < weights.Length; i++)
            if (weights[i] > constraints.Upper[i] + Near || weights[i] < constraints.Lower[i] - Near)
                return Broken(market.Assets[i], weights[i], weights[i] > constraints.Upper[i] ? constraints.Upper[i] : constraints.Lower[i], "constraints.assets");
        QuadraticProgram levels = constraints.Program(null, weights, cost: 0);
        foreach (LinearRow row in constraints.Rows)
        {
            double level = levels.Level(row, weights);
            if (level > row.Upper + Near || level < row.Lower - Near) return Broken(row.Name, level, level > row.Upper ? row.Upper : row.Lower, "constraints");
        }
        List<FrontierPoint> frontier = spec.FrontierPoints > 0 && market.FirstDependent() is null
            ? EfficientFrontier.Of(new MeanVariance(market, constraints, spec.RiskFreeRate, spec.TransactionCost, default), spec.FrontierPoints, spec.RiskFreeRate, spec.FrontierWeights)
            : [];
        return AllocationReport.Of(market, spec, constraints, weights, null, residual, frontier, []);

        Refusal Broken(string name, double level, double limit, string field) => new(
            RefusalKind.Infeasible, $"{rule} has one answer, and it breaks a constraint: {name} would be {Infeasibility.Text(level)} against a limit of {Infeasibility.Text(limit)}.", field);
    }

    private static Answer<AllocatedPortfolio> ByScenarios(AllocationMarket market, AllocationSpec spec, ConstraintSet constraints, CancellationToken stop)
    {
        double[] excess = market.ExpectedReturns is { } returns ? [.. returns.Select(value => value - spec.RiskFreeRate)] : new double[market.Count];
        double? least = spec.Target - spec.RiskFreeRate;
        if (ShortfallProgram.Solve(market, constraints, spec.Confidence, least, excess, stop) is not { } found)
        {
            MeanVariance program = new(market, constraints, spec.RiskFreeRate, 0, stop);
            double largest = least is null ? double.NaN : program.LargestExcess();
            return largest < least ? Infeasibility.Return(spec.Target!.Value, largest + spec.RiskFreeRate) : Infeasibility.Explain(constraints, market.Assets, stop);
        }
        List<string> warnings = [];
        if (spec.TransactionCost > 0) warnings.Add("Costs do not enter into the least shortfall; a turnover limit does.");
        double tail = market.ScenarioCount * (1 - spec.Confidence);
        if (tail < 10) warnings.Add($"The shortfall is the mean of {Infeasibility.Text(tail)} scenarios only.");
        List<FrontierPoint> frontier = spec.FrontierPoints > 0 && market.Covariance is not null && market.FirstDependent() is null
            ? EfficientFrontier.Of(new MeanVariance(market, constraints, spec.RiskFreeRate, spec.TransactionCost, stop), spec.FrontierPoints, spec.RiskFreeRate, spec.FrontierWeights)
            : [];
        return AllocationReport.Of(market, spec, constraints, found.X, found, found.KktResidual, frontier, warnings);
    }
}
