namespace NeuralTrader.Domain.Risk.Allocation.Programs;

/// <summary>
/// Solves programmes that are alike, one after another: the active-set method from the last answer's binding constraints, then from none, and
/// where that gives up or does not apply the interior point method, whose answer the active-set method sharpens if it can.
/// </summary>
internal sealed class ProgramSolver
{
    private readonly ActiveSetSolver fast = new();
    private Side[] variables = [], rows = [];
    private bool isWarm;

    /// <summary>Solves; null where the programme is infeasible or unbounded.</summary>
    public ProgramSolution? Solve(QuadraticProgram program, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (program.Quadratic is null || program.Epigraphs.Length > 0) return Robust(program, cancellationToken);
        if (isWarm && variables.Length == program.Size && rows.Length == program.Rows.Length && Sharpened(program, variables, rows) is { } again) return again;
        if (Sharpened(program, new Side[program.Size], new Side[program.Rows.Length]) is { } found) return found;
        if (Robust(program, cancellationToken) is not { } rough) return null;
        Side[] sides = new Side[program.Size], binding = new Side[program.Rows.Length];
        ActiveSetSolver.Guess(program, rough.X, rough.BoundMultipliers, rough.RowMultipliers, sides, binding);
        return Sharpened(program, sides, binding) ?? rough;
    }

    // In units in which the largest coefficient of the objective is 1, for the interior point method's tolerances are absolute.
    private static ProgramSolution? Robust(QuadraticProgram program, CancellationToken cancellationToken)
    {
        double largest = 0;
        foreach (double c in program.Linear) largest = Math.Max(largest, Math.Abs(c));
        if (program.Quadratic is { } quadratic)
            for (int i = 0; i < program.Size; i++) largest = Math.Max(largest, quadratic[(i * program.Size) + i]);
        foreach (Epigraph epigraph in program.Epigraphs) largest = Math.Max(largest, epigraph.Cost.Max());
        double unit = largest > 0 ? 1 / largest : 1;
        QuadraticProgram scaled = program with
        {
            Quadratic = program.Quadratic is null ? null : Times(program.Quadratic, unit), Linear = Times(program.Linear, unit),
            Epigraphs = [.. program.Epigraphs.Select(epigraph => epigraph with { Cost = Times(epigraph.Cost, unit) })],
        };
        return InteriorPointSolver.Solve(scaled, cancellationToken) is { } found
            ? found with
            {
                RowMultipliers = Times(found.RowMultipliers, 1 / unit), BoundMultipliers = Times(found.BoundMultipliers, 1 / unit),
                Objective = program.Objective(found.X),
            }
            : null;
    }

    private ProgramSolution? Sharpened(QuadraticProgram program, Side[] sides, Side[] binding)
    {
        double[] x = new double[program.Size], multipliers = new double[program.Rows.Length], reduced = new double[program.Size];
        isWarm = false;
        if (!fast.Solve(program, x, multipliers, reduced, sides, binding)) return null;
        double residual = Residual(program, x, multipliers, reduced, sides, binding);
        if (!(residual < 1e-8)) return null;
        (variables, rows, isWarm) = ([.. sides], [.. binding], true);
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = Math.Min(Math.Max(x[i], program.Lower[i]), program.Upper[i]);
            if (sides[i] == Side.Free) reduced[i] = 0;
        }
        return new ProgramSolution(x, multipliers, reduced, [.. sides], [.. binding], program.Objective(x), residual, fast.Steps);
    }

    private static double Residual(QuadraticProgram program, double[] x, double[] multipliers, double[] reduced, Side[] sides, Side[] binding)
    {
        double size = 1e-300, worst = 0, primal = 0;
        foreach (double g in reduced) size = Math.Max(size, Math.Abs(g));
        foreach (double c in program.Linear) size = Math.Max(size, Math.Abs(c));
        for (int r = 0; r < multipliers.Length; r++) size = Math.Max(size, Math.Abs(multipliers[r]));
        for (int i = 0; i < x.Length; i++)
        {
            worst = Math.Max(worst, sides[i] switch { Side.Free => Math.Abs(reduced[i]), Side.Lower => -reduced[i], Side.Upper => reduced[i] });
            primal = Math.Max(primal, Math.Max(program.Lower[i] - x[i], x[i] - program.Upper[i]));
        }
        for (int r = 0; r < multipliers.Length; r++)
        {
            LinearRow row = program.Rows[r];
            double level = Dense.Dot(row.Coefficients, x);
            if (!row.IsEquality) worst = Math.Max(worst, binding[r] switch { Side.Free => 0, Side.Lower => -multipliers[r], Side.Upper => multipliers[r] });
            primal = Math.Max(primal, Math.Max(row.Lower - level, level - row.Upper) / (1 + Math.Abs(level)));
        }
        return Math.Max(worst / size, primal);
    }

    private static double[] Times(double[] values, double factor)
    {
        double[] result = new double[values.Length];
        Dense.AddScaled(factor, values, result);
        return result;
    }
}
