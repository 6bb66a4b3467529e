namespace NeuralTrader.Domain.Risk.Allocation.Programs;

/// <summary>
/// A convex programme: least ½·xᵀQx + cᵀx + Σ costₖ·tₖ with l ≤ x ≤ u and lower ≤ aᵀx (+ Σ of an epigraph's t) ≤ upper for every row.
/// </summary>
/// <param name="Size">n.</param>
/// <param name="Quadratic">Q, symmetric positive semidefinite, row-major [n, n]; null for a linear programme.</param>
/// <param name="Linear">c, shape [n].</param>
/// <param name="Lower">l, shape [n]; −∞ for none.</param>
/// <param name="Upper">u, shape [n]; +∞ for none.</param>
/// <param name="Rows">General constraints; an equality has lower = upper.</param>
/// <param name="Epigraphs">Sums of absolute values or positive parts.</param>
internal sealed record QuadraticProgram(
    int Size, double[]? Quadratic, double[] Linear, double[] Lower, double[] Upper, LinearRow[] Rows, Epigraph[] Epigraphs)
{
    /// <summary>result ← Qx, reading the rows of Q where x is not 0.</summary>
    public void Multiply(ReadOnlySpan<double> x, Span<double> result)
    {
        result.Clear();
        if (Quadratic is not null) Dense.AddTransposed(Quadratic, Size, x, result);
    }

    /// <summary>½·xᵀQx + cᵀx + Σ cost·t, each t at its least.</summary>
    public double Objective(ReadOnlySpan<double> x)
    {
        double[] product = new double[Size];
        Multiply(x, product);
        double value = (Dense.Dot(product, x) / 2) + Dense.Dot(Linear, x);
        foreach (Epigraph epigraph in Epigraphs)
        {
            double[] t = epigraph.Least(x);
            value += Dense.Dot(epigraph.Cost, t);
        }
        return value;
    }

    /// <summary>aᵀx + Σ of the epigraphs' t, each at its least: what a row is about.</summary>
    public double Level(LinearRow row, ReadOnlySpan<double> x)
    {
        double level = Dense.Dot(row.Coefficients, x);
        if (row.PerEpigraph is { } shares)
            for (int e = 0; e < shares.Length; e++)
                if (shares[e] != 0) level += shares[e] * Epigraphs[e].Least(x).Sum();
        return level;
    }
}

/// <summary>A general constraint, lower ≤ aᵀx + Σₑ shareₑ·Σₖ tₑₖ ≤ upper.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Coefficients">a, shape [n].</param>
/// <param name="Lower">−∞ for none.</param>
/// <param name="Upper">+∞ for none; the lower one for an equality.</param>
/// <param name="PerEpigraph">Share of each epigraph's sum; null for none.</param>
internal sealed record LinearRow(string Name, double[] Coefficients, double Lower, double Upper, double[]? PerEpigraph = null)
{
    /// <summary>True where only one level is allowed.</summary>
    public bool IsEquality => Lower == Upper;
}

/// <summary>Variables tₖ ≥ |mₖᵀx − centreₖ|, or ≥ max(0, mₖᵀx − centreₖ).</summary>
/// <param name="IsAbsolute">Absolute values; otherwise positive parts.</param>
/// <param name="Matrix">mₖ, row-major [rows, n]; null where tₖ is about xₖ itself.</param>
/// <param name="Center">Shape [rows].</param>
/// <param name="Cost">What a unit of tₖ costs in the objective, 0 or more, shape [rows].</param>
internal sealed record Epigraph(bool IsAbsolute, double[]? Matrix, double[] Center, double[] Cost)
{
    /// <summary>mₖᵀx for all k.</summary>
    public void Multiply(ReadOnlySpan<double> x, Span<double> result)
    {
        if (Matrix is null) x[..result.Length].CopyTo(result);
        else Dense.Multiply(Matrix, x.Length, x, result);
    }

    /// <summary>result += Σ weightₖ·mₖ.</summary>
    public void AddTransposed(ReadOnlySpan<double> weights, Span<double> result)
    {
        if (Matrix is null) Dense.AddScaled(1, weights, result);
        else Dense.AddTransposed(Matrix, result.Length, weights, result);
    }

    /// <summary>The least t that x allows.</summary>
    public double[] Least(ReadOnlySpan<double> x)
    {
        double[] t = new double[Center.Length];
        Multiply(x, t);
        for (int k = 0; k < t.Length; k++) t[k] = IsAbsolute ? Math.Abs(t[k] - Center[k]) : Math.Max(0, t[k] - Center[k]);
        return t;
    }
}

/// <summary>Which side of its range a variable or a row lies at.</summary>
internal enum Side : sbyte
{
    /// <summary>At the upper end.</summary>
    Upper = -1,

    /// <summary>Between the ends.</summary>
    Free = 0,

    /// <summary>At the lower end.</summary>
    Lower = 1,
}

/// <summary>A solution with what proves it.</summary>
/// <param name="X">Shape [n], within its bounds.</param>
/// <param name="RowMultipliers">Change of the least objective for a unit more at the row's binding end; ≥ 0 at a lower end, ≤ 0 at an upper one.</param>
/// <param name="BoundMultipliers">The same of each variable's bound.</param>
/// <param name="Variables">Which bounds bind.</param>
/// <param name="RowSides">Which rows bind.</param>
/// <param name="Objective">The least value.</param>
/// <param name="KktResidual">Largest violation of the Karush–Kuhn–Tucker conditions, relative to the size of gradient and levels.</param>
/// <param name="Iterations">Factorisations done.</param>
internal sealed record ProgramSolution(
    double[] X, double[] RowMultipliers, double[] BoundMultipliers, Side[] Variables, Side[] RowSides, double Objective, double KktResidual, int Iterations);
