namespace NeuralTrader.Domain.Risk.Allocation.Programs;

/// <summary>
/// Solves a strictly convex quadratic programme by guessing which constraints bind, solving the equations that remain, and correcting the whole
/// guess at once. It ends in a handful of steps, with the answer to working precision, or it gives up.
/// </summary>
/// <remarks>
/// Primal-dual active set: Hintermüller, Ito and Kunisch (2002), SIAM J. Optimization 13(3); Portugal, Júdice and Vicente (1994), Math. Comp. 63.
/// A step costs k³/6 for k free variables plus n·k. There is no guarantee against cycling, so whoever calls has another method at hand.
/// </remarks>
internal sealed class ActiveSetSolver
{
    private const int MostSteps = 60;
    private const double Tolerance = 1e-11;

    private readonly CholeskyFactor factor = new(), schur = new();
    private double[] free = [], gradient = [], columns = [], y = [];
    private int[] index = [], active = [];

    /// <summary>Factorisations of the last call.</summary>
    public int Steps { get; private set; }

    /// <summary>Solves from a guess, which it changes into what binds at the solution; false where it did not get there.</summary>
    /// <param name="program">Without epigraphs, Q positive definite.</param>
    /// <param name="x">Out, shape [n].</param>
    /// <param name="multipliers">Out, of the rows.</param>
    /// <param name="reduced">Out, shape [n]: gradient of the Lagrangian, which is the multiplier of the bound where one binds.</param>
    /// <param name="variables">In and out.</param>
    /// <param name="rows">In and out; equalities are always taken in.</param>
    public bool Solve(QuadraticProgram program, double[] x, double[] multipliers, double[] reduced, Side[] variables, Side[] rows)
    {
        int n = program.Size;
        Grow(n, rows.Length);
        for (int r = 0; r < rows.Length; r++)
            if (program.Rows[r].IsEquality) rows[r] = Side.Lower;
        int fewest = int.MaxValue, patience = 8;
        for (Steps = 1; Steps <= MostSteps; Steps++)
        {
            if (!SolveGuess(program, x, multipliers, variables, rows)) return false;
            Gradient(program, x, multipliers, reduced);
            int wrong = Correct(program, x, multipliers, reduced, variables, rows);
            if (wrong == 0) return true;
            if (wrong < fewest) (fewest, patience) = (wrong, 8);
            else if (--patience < 0) return false;
        }
        return false;
    }

    /// <summary>Which constraints bind, judged by a point and its multipliers alone.</summary>
    public static void Guess(QuadraticProgram program, ReadOnlySpan<double> x, ReadOnlySpan<double> bounds, ReadOnlySpan<double> multipliers, Side[] variables, Side[] rows)
    {
        for (int i = 0; i < variables.Length; i++)
            variables[i] = bounds[i] > x[i] - program.Lower[i] ? Side.Lower : -bounds[i] > program.Upper[i] - x[i] ? Side.Upper : Side.Free;
        for (int r = 0; r < rows.Length; r++)
        {
            LinearRow row = program.Rows[r];
            double level = Dense.Dot(row.Coefficients, x);
            rows[r] = row.IsEquality || multipliers[r] > level - row.Lower ? Side.Lower : -multipliers[r] > row.Upper - level ? Side.Upper : Side.Free;
        }
    }

    // Variables at a bound stay there; the free ones solve the stationarity and active-row equations.
    private bool SolveGuess(QuadraticProgram program, double[] x, double[] multipliers, Side[] variables, Side[] rows)
    {
        int n = program.Size, k = 0, m = 0;
        for (int i = 0; i < n; i++)
        {
            if (variables[i] == Side.Free) (index[k++], x[i]) = (i, 0);
            else x[i] = variables[i] == Side.Lower ? program.Lower[i] : program.Upper[i];
        }
        for (int r = 0; r < rows.Length; r++)
            if (rows[r] != Side.Free) active[m++] = r;
        if (m > k) return false;

        ReadOnlySpan<double> quadratic = program.Quadratic;
        factor.Begin(k);
        for (int a = 0; a < k; a++)
        {
            ReadOnlySpan<double> source = quadratic.Slice(index[a] * n, n);
            Span<double> target = factor.Row(a);
            if (k == n) source[a..].CopyTo(target[a..]);
            else
                for (int b = a; b < k; b++) target[b] = source[index[b]];
        }
        if (!factor.Factor()) return false;

        program.Multiply(x, gradient.AsSpan(0, n)); // of the fixed variables alone: the free ones are 0 here
        for (int a = 0; a < k; a++) free[a] = -(program.Linear[index[a]] + gradient[index[a]]);
        factor.Solve(free);
        int stride = factor.Stride;
        if (columns.Length < m * stride) columns = new double[m * stride];
        schur.Begin(m);
        for (int p = 0; p < m; p++)
        {
            LinearRow row = program.Rows[active[p]];
            Span<double> column = columns.AsSpan(p * stride, stride);
            for (int a = 0; a < k; a++) column[a] = row.Coefficients[index[a]];
            double level = (rows[active[p]] == Side.Upper ? row.Upper : row.Lower) - Dense.Dot(row.Coefficients, x);
            y[p] = level - Dense.Dot(column[..k], free.AsSpan(0, k));
            factor.Solve(column);
            for (int q = 0; q <= p; q++)
            {
                double sum = 0;
                double[] other = program.Rows[active[q]].Coefficients;
                for (int a = 0; a < k; a++) sum += other[index[a]] * column[a];
                schur.Row(q)[p] = sum;
            }
        }
        if (m > 0)
        {
            if (!schur.Factor(1e-12)) return false;
            schur.Solve(y);
        }
        Array.Clear(multipliers);
        for (int p = 0; p < m; p++)
        {
            multipliers[active[p]] = y[p];
            Dense.AddScaled(y[p], columns.AsSpan(p * stride, k), free.AsSpan(0, k));
        }
        for (int a = 0; a < k; a++) x[index[a]] = free[a];
        return true;
    }

    private static void Gradient(QuadraticProgram program, double[] x, double[] multipliers, double[] reduced)
    {
        program.Multiply(x, reduced);
        Dense.AddScaled(1, program.Linear, reduced);
        for (int r = 0; r < multipliers.Length; r++)
            if (multipliers[r] != 0) Dense.AddScaled(-multipliers[r], program.Rows[r].Coefficients, reduced);
    }

    // Puts right what the guess has wrong, and counts it.
    private static int Correct(QuadraticProgram program, double[] x, double[] multipliers, double[] reduced, Side[] variables, Side[] rows)
    {
        double scale = 1e-300;
        foreach (double c in program.Linear) scale = Math.Max(scale, Math.Abs(c));
        for (int i = 0; i < x.Length; i++)
            if (variables[i] != Side.Free) scale = Math.Max(scale, Math.Abs(reduced[i]));
        double slack = Tolerance * scale;
        int wrong = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double room = Tolerance * (1 + Math.Abs(x[i]));
            Side right = variables[i] switch
            {
                Side.Free => x[i] < program.Lower[i] - room ? Side.Lower : x[i] > program.Upper[i] + room ? Side.Upper : Side.Free,
                Side.Lower => reduced[i] < -slack && program.Upper[i] > program.Lower[i] ? Side.Free : Side.Lower,
                _ => reduced[i] > slack && program.Upper[i] > program.Lower[i] ? Side.Free : Side.Upper,
            };
            if (right == variables[i]) continue;
            wrong++;
            variables[i] = right;
        }
        for (int r = 0; r < rows.Length; r++)
        {
            LinearRow row = program.Rows[r];
            if (row.IsEquality) continue;
            double level = Dense.Dot(row.Coefficients, x), room = Tolerance * (1 + Math.Abs(level));
            Side right = rows[r] switch
            {
                Side.Free => level < row.Lower - room ? Side.Lower : level > row.Upper + room ? Side.Upper : Side.Free,
                Side.Lower => multipliers[r] < 0 ? Side.Free : Side.Lower,
                _ => multipliers[r] > 0 ? Side.Free : Side.Upper,
            };
            if (right == rows[r]) continue;
            wrong++;
            rows[r] = right;
        }
        return wrong;
    }

    private void Grow(int n, int m)
    {
        int wide = (n + 15) & -8;
        if (index.Length < n) (index, free, gradient) = (new int[n], new double[wide], new double[wide]);
        if (active.Length < m) (active, y) = (new int[m], new double[(m + 15) & -8]);
    }
}
