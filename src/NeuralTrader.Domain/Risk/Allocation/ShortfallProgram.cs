using NeuralTrader.Domain.Risk.Allocation.Programs;

namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>The portfolio of least expected shortfall over scenarios, a linear programme.</summary>
/// <remarks>
/// Rockafellar and Uryasev (2000), Optimization of conditional value-at-risk, J. Risk 2(3): least ζ + Σ max(0, loss − ζ) / ((1 − α)·T) over weights and ζ.
/// </remarks>
internal static class ShortfallProgram
{
    /// <summary>Solves; null where no weights meet the constraints and earn the least return.</summary>
    /// <param name="market">With scenarios.</param>
    /// <param name="constraints">Of the weights.</param>
    /// <param name="confidence">α.</param>
    /// <param name="leastReturn">Annual, in excess of the risk-free rate; null for none.</param>
    /// <param name="excess">Annual excess returns, shape [n].</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static ProgramSolution? Solve(
        AllocationMarket market, ConstraintSet constraints, double confidence, double? leastReturn, double[] excess, CancellationToken cancellationToken)
    {
        int n = market.Count, periods = market.ScenarioCount, wide = n + 1;
        double[] scenarios = market.Scenarios!, matrix = new double[periods * wide];
        double unit = 0;
        foreach (double value in scenarios) unit = Math.Max(unit, Math.Abs(value));
        unit = unit > 0 ? 1 / unit : 1; // the largest return is 1, for the method's tolerances are absolute
        for (int t = 0; t < periods; t++)
        {
            Dense.AddScaled(-unit, scenarios.AsSpan(t * n, n), matrix.AsSpan(t * wide, n));
            matrix[(t * wide) + n] = -1;
        }
        double[] linear = new double[wide], each = new double[periods];
        linear[n] = 1;
        Array.Fill(each, 1 / ((1 - confidence) * periods));
        Epigraph losses = new(false, matrix, new double[periods], each);
        List<LinearRow> rows = [.. constraints.Rows.Select(row => row with { Coefficients = [.. row.Coefficients, 0], PerEpigraph = row.PerEpigraph is null ? null : [.. row.PerEpigraph, 0] })];
        if (leastReturn is { } least) rows.Add(new LinearRow("return", [.. excess, 0], least, double.PositiveInfinity));
        QuadraticProgram program = new(
            wide, null, linear, [.. constraints.Lower, double.NegativeInfinity], [.. constraints.Upper, double.PositiveInfinity], [.. rows], [.. constraints.Epigraphs, losses]);
        ProgramSolution? found = InteriorPointSolver.Solve(program, cancellationToken);
        return found is null
            ? null
            : found with { X = found.X[..n], BoundMultipliers = found.BoundMultipliers[..n], Variables = found.Variables[..n], Objective = program.Objective(found.X) / unit };
    }

    /// <summary>Loss that is exceeded with probability 1 − α at most, and the mean loss in the worst 1 − α, per period; positive when money is lost.</summary>
    /// <param name="market">With scenarios.</param>
    /// <param name="weights">Shape [n].</param>
    /// <param name="confidence">α.</param>
    public static (double ValueAtRisk, double Shortfall) Tail(AllocationMarket market, double[] weights, double confidence)
    {
        int periods = market.ScenarioCount;
        if (periods == 0) return (double.NaN, double.NaN);
        double[] results = new double[periods];
        Dense.Multiply(market.Scenarios, market.Count, weights, results);
        Array.Sort(results);
        double tail = periods * (1 - confidence);
        int whole = Math.Min((int)(tail + 1e-9), periods - 1);
        double sum = 0;
        for (int i = 0; i < whole; i++) sum += results[i];
        return (-results[whole], -(sum + (Math.Max(0, tail - whole) * results[whole])) / tail);
    }
}
