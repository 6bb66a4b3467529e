namespace NeuralTrader.Domain.Risk.Allocation.Programs;

/// <summary>
/// Solves any convex quadratic or linear programme, those with sums of absolute values or positive parts included: the primal-dual interior
/// point method with Mehrotra's predictor and corrector. A step costs one factorisation of an n × n matrix however many epigraph variables
/// there are, for each of them is eliminated by hand.
/// </summary>
/// <remarks>Mehrotra (1992), SIAM J. Optimization 2(4); Nocedal and Wright (2006), Numerical Optimization, §16.6.</remarks>
internal sealed class InteriorPointSolver
{
    private const int MostSteps = 120;
    private const double Goal = 1e-11, StepShare = 0.995;

    private readonly QuadraticProgram program;
    private readonly int n;
    private readonly CholeskyFactor factor = new(), schur = new();
    private readonly Inequalities below, above; // bounds: x ≥ l, x ≤ u
    private readonly Border[] borders;
    private readonly EpigraphState[] states;
    private readonly double[] x, gradient, right, step;
    private readonly double[] borderColumns, borderRight;

    private InteriorPointSolver(QuadraticProgram program)
    {
        this.program = program;
        n = program.Size;
        int wide = (n + 15) & -8;
        (x, gradient, right, step) = (new double[wide], new double[wide], new double[wide], new double[wide]);
        (below, above) = (new Inequalities(n), new Inequalities(n));
        borders = [.. program.Rows.SelectMany((row, r) => Border.Of(row, r))];
        states = [.. program.Epigraphs.Select(epigraph => new EpigraphState(epigraph))];
        borderRight = new double[(borders.Length + 15) & -8];
        borderColumns = new double[borders.Length * wide];
    }

    /// <summary>Solves; null where it does not come to an end, which is what an infeasible or unbounded programme looks like.</summary>
    public static ProgramSolution? Solve(QuadraticProgram program, CancellationToken cancellationToken = default) =>
        new InteriorPointSolver(program).Run(cancellationToken);

    private ProgramSolution? Run(CancellationToken cancellationToken)
    {
        Start();
        double best = double.PositiveInfinity;
        int stalled = 0, steps = 0;
        ProgramSolution? found = null;
        for (; steps < MostSteps && stalled < 12; steps++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double error = Residuals(out double gap, out int pairs);
            if (!double.IsFinite(error)) break;
            if (error < best * 0.9) (best, stalled, found) = (error, 0, Solution(error, steps));
            else stalled++;
            if (error <= Goal) break;
            double mu = gap / pairs;
            if (!Prepare()) break;
            Direction(0, corrector: false);
            double affine = LargestStep(1);
            double ahead = GapAfter(affine) / pairs, sigma = Math.Pow(ahead / mu, 3);
            Direction(sigma * mu, corrector: true);
            Move(LargestStep(StepShare));
        }
        return best <= 1e-7 ? found : null;
    }

    private void Start()
    {
        for (int i = 0; i < n; i++)
        {
            double lower = program.Lower[i], upper = program.Upper[i];
            x[i] = double.IsFinite(lower) && double.IsFinite(upper) ? (lower + upper) / 2 : double.IsFinite(lower) ? lower + 1 : double.IsFinite(upper) ? upper - 1 : 0;
            below.Begin(i, double.IsFinite(lower), x[i] - lower);
            above.Begin(i, double.IsFinite(upper), upper - x[i]);
        }
        foreach (EpigraphState state in states) state.Start(x.AsSpan(0, n));
        foreach (Border border in borders) border.Start(Level(border));
    }

    private double Level(Border border)
    {
        double level = Dense.Dot(border.Row.Coefficients, x.AsSpan(0, n));
        if (border.Row.PerEpigraph is { } shares)
            for (int e = 0; e < states.Length; e++) level += shares[e] * states[e].Sum;
        return border.Sign * level;
    }

    // Fills the residuals of every equation; returns the largest relative one, the gap included.
    private double Residuals(out double gap, out int pairs)
    {
        Span<double> g = gradient.AsSpan(0, n);
        program.Multiply(x.AsSpan(0, n), g);
        double curvature = Dense.Dot(g, x.AsSpan(0, n)), size = 1, primal = 0, linear = Dense.Dot(program.Linear, x);
        Dense.AddScaled(1, program.Linear, g);
        for (int i = 0; i < n; i++) size = Math.Max(size, Math.Abs(g[i]));
        (gap, pairs) = (0, 0);
        for (int i = 0; i < n; i++)
        {
            if (below.IsOn[i])
            {
                g[i] -= below.Z[i];
                primal = Math.Max(primal, Math.Abs(below.Residual[i] = program.Lower[i] - x[i] + below.S[i]));
                (gap, pairs) = (gap + (below.S[i] * below.Z[i]), pairs + 1);
            }
            if (above.IsOn[i])
            {
                g[i] += above.Z[i];
                primal = Math.Max(primal, Math.Abs(above.Residual[i] = x[i] - program.Upper[i] + above.S[i]));
                (gap, pairs) = (gap + (above.S[i] * above.Z[i]), pairs + 1);
            }
        }
        foreach (EpigraphState state in states) primal = Math.Max(primal, state.Residuals(x.AsSpan(0, n), g, ref gap, ref pairs));
        foreach (Border border in borders)
        {
            Dense.AddScaled(border.Sign * border.Z, border.Row.Coefficients, g);
            if (border.Row.PerEpigraph is { } shares)
                for (int e = 0; e < states.Length; e++)
                    if (shares[e] != 0) states[e].AddDual(border.Sign * shares[e] * border.Z);
            border.Residual = Level(border) + border.S - border.Limit;
            primal = Math.Max(primal, Math.Abs(border.Residual) / (1 + Math.Abs(border.Limit)));
            if (!border.IsEquality) (gap, pairs) = (gap + (border.S * border.Z), pairs + 1);
        }
        double dual = 0;
        for (int i = 0; i < n; i++) dual = Math.Max(dual, Math.Abs(g[i]));
        foreach (EpigraphState state in states) dual = Math.Max(dual, state.Dual());
        pairs = Math.Max(pairs, 1);
        return Math.Max(Math.Max(primal, dual / size), gap / (1e-3 + Math.Abs((curvature / 2) + linear)));
    }

    private bool Prepare()
    {
        factor.Begin(n);
        double trace = 0;
        for (int i = 0; i < n; i++)
        {
            Span<double> row = factor.Row(i);
            if (program.Quadratic is { } quadratic) quadratic.AsSpan((i * n) + i, n - i).CopyTo(row[i..]);
            else row[i..].Clear();
            row[i] += below.Weight(i) + above.Weight(i);
        }
        foreach (EpigraphState state in states) state.AddTo(factor);
        for (int i = 0; i < n; i++) trace += factor.Row(i)[i];
        for (int i = 0; i < n; i++) factor.Row(i)[i] += 1e-15 * (trace / n);
        if (!factor.Factor(0)) return false;

        int m = borders.Length, stride = factor.Stride;
        schur.Begin(m);
        for (int p = 0; p < m; p++)
        {
            Border border = borders[p];
            Span<double> column = borderColumns.AsSpan(p * stride, stride);
            column.Clear();
            Dense.AddScaled(border.Sign, border.Row.Coefficients, column[..n]);
            AddEpigraphs(border, column[..n]);
            column[..n].CopyTo(border.Reduced);
            factor.Solve(column);
            for (int q = 0; q <= p; q++) schur.Row(q)[p] = Dense.Dot(borders[q].Reduced, column[..n]) + Shared(borders[q], border);
            schur.Row(p)[p] += border.IsEquality ? 0 : border.S / border.Z;
            schur.Row(p)[p] *= 1 + 1e-14;
        }
        return m == 0 || schur.Factor(0);
    }

    private void AddEpigraphs(Border border, Span<double> column)
    {
        if (border.Row.PerEpigraph is not { } shares) return;
        for (int e = 0; e < states.Length; e++)
            if (shares[e] != 0) states[e].AddReducedRow(border.Sign * shares[e], column);
    }

    private double Shared(Border one, Border other)
    {
        if (one.Row.PerEpigraph is not { } a || other.Row.PerEpigraph is not { } b) return 0;
        double sum = 0;
        for (int e = 0; e < states.Length; e++) sum += a[e] * b[e] * states[e].InverseSum;
        return sum * one.Sign * other.Sign;
    }

    // Solves the Newton equations for the target s·z = mu; a corrector takes the predictor's curvature along.
    private void Direction(double mu, bool corrector)
    {
        Span<double> r = right.AsSpan(0, n);
        for (int i = 0; i < n; i++)
        {
            r[i] = -gradient[i];
            if (below.IsOn[i]) r[i] += below.Aim(i, mu, corrector);
            if (above.IsOn[i]) r[i] -= above.Aim(i, mu, corrector);
        }
        foreach (EpigraphState state in states) state.Aim(mu, corrector, r);
        int m = borders.Length, stride = factor.Stride;
        Span<double> d = step;
        r.CopyTo(d);
        factor.Solve(d);
        for (int p = 0; p < m; p++)
        {
            Border border = borders[p];
            double target = -border.Residual;
            if (!border.IsEquality) target += border.Aim(mu, corrector) / border.Z;
            if (border.Row.PerEpigraph is { } shares)
                for (int e = 0; e < states.Length; e++) target -= border.Sign * shares[e] * states[e].RightShare;
            borderRight[p] = Dense.Dot(border.Reduced, d[..n]) - target;
        }
        if (m > 0) schur.Solve(borderRight);
        for (int p = 0; p < m; p++)
        {
            Border border = borders[p];
            border.DZ = borderRight[p];
            Dense.AddScaled(-border.DZ, borderColumns.AsSpan(p * stride, n), d[..n]);
            if (!border.IsEquality) border.DS = -(border.Complement + (border.S * border.DZ)) / border.Z;
        }
        for (int i = 0; i < n; i++)
        {
            if (below.IsOn[i]) below.Finish(i, -d[i]);
            if (above.IsOn[i]) above.Finish(i, d[i]);
        }
        foreach (EpigraphState state in states)
        {
            double pull = 0;
            int e = Array.IndexOf(states, state);
            foreach (Border border in borders)
                if (border.Row.PerEpigraph is { } shares) pull += border.Sign * shares[e] * border.DZ;
            state.Finish(d[..n], pull);
        }
    }

    private double LargestStep(double share)
    {
        double most = 1 / share;
        for (int i = 0; i < n; i++)
        {
            if (below.IsOn[i]) most = Math.Min(most, below.Most(i));
            if (above.IsOn[i]) most = Math.Min(most, above.Most(i));
        }
        foreach (EpigraphState state in states) most = Math.Min(most, state.Most());
        foreach (Border border in borders)
            if (!border.IsEquality) most = Math.Min(most, Math.Min(Inequalities.Room(border.S, border.DS), Inequalities.Room(border.Z, border.DZ)));
        return Math.Min(1, most * share);
    }

    private double GapAfter(double length)
    {
        double gap = 0;
        for (int i = 0; i < n; i++)
        {
            if (below.IsOn[i]) gap += below.Product(i, length);
            if (above.IsOn[i]) gap += above.Product(i, length);
        }
        foreach (EpigraphState state in states) gap += state.Product(length);
        foreach (Border border in borders)
            if (!border.IsEquality) gap += (border.S + (length * border.DS)) * (border.Z + (length * border.DZ));
        return gap;
    }

    private void Move(double length)
    {
        Dense.AddScaled(length, step.AsSpan(0, n), x);
        below.Move(length);
        above.Move(length);
        foreach (EpigraphState state in states) state.Move(length);
        foreach (Border border in borders)
        {
            border.Z += length * border.DZ;
            if (!border.IsEquality) border.S += length * border.DS;
        }
    }

    private ProgramSolution Solution(double error, int steps)
    {
        double[] point = new double[n], bounds = new double[n], multipliers = new double[program.Rows.Length];
        for (int i = 0; i < n; i++)
        {
            bounds[i] = (below.IsOn[i] ? below.Z[i] : 0) - (above.IsOn[i] ? above.Z[i] : 0);
            point[i] = Math.Min(Math.Max(x[i], program.Lower[i]), program.Upper[i]);
        }
        foreach (Border border in borders) multipliers[border.Index] -= border.Sign * border.Z;
        Side[] variables = new Side[n], rows = new Side[multipliers.Length];
        for (int i = 0; i < n; i++)
            variables[i] = below.Binds(i) ? Side.Lower : above.Binds(i) ? Side.Upper : Side.Free;
        foreach (Border border in borders)
            if (border.IsEquality || border.Z > border.S) rows[border.Index] = border.Sign > 0 && !border.IsEquality ? Side.Upper : Side.Lower;
        return new ProgramSolution(point, multipliers, bounds, variables, rows, double.NaN, error, steps + 1);
    }
}
