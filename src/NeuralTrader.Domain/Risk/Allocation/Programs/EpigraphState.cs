namespace NeuralTrader.Domain.Risk.Allocation.Programs;

/// <summary>
/// The variables of one epigraph in an interior point method. Each tₖ is in two inequalities, mₖᵀx − tₖ ≤ cₖ and either −mₖᵀx − tₖ ≤ −cₖ
/// (absolute value) or −tₖ ≤ 0 (positive part), so it is eliminated from the Newton equations by division.
/// </summary>
internal sealed class EpigraphState(Epigraph epigraph)
{
    private readonly int count = epigraph.Center.Length;
    private readonly double turned = epigraph.IsAbsolute ? 1 : 0; // the second inequality holds −turned·(mᵀx − c)
    private readonly double[] t = new double[epigraph.Center.Length], dt = new double[epigraph.Center.Length];
    private readonly double[] levels = new double[epigraph.Center.Length], dual = new double[epigraph.Center.Length];
    private readonly double[] weight = new double[epigraph.Center.Length], link = new double[epigraph.Center.Length];
    private readonly double[] inverse = new double[epigraph.Center.Length], rest = new double[epigraph.Center.Length];
    private readonly Inequalities over = new(epigraph.Center.Length), under = new(epigraph.Center.Length);
    private double[] scaled = [], padded = [];

    /// <summary>Σ tₖ.</summary>
    public double Sum => t.Sum();

    /// <summary>Σ 1 / (curvature of tₖ).</summary>
    public double InverseSum => inverse.Sum();

    /// <summary>Σ of the right-hand sides over the curvatures: what a row over all tₖ sees of them.</summary>
    public double RightShare { get; private set; }

    /// <summary>First values.</summary>
    public void Start(ReadOnlySpan<double> x)
    {
        epigraph.Multiply(x, levels);
        for (int k = 0; k < count; k++)
        {
            double level = levels[k] - epigraph.Center[k];
            t[k] = Math.Max(Math.Abs(level), 1e-2) * 2;
            over.Begin(k, isOn: true, t[k] - level);
            under.Begin(k, isOn: true, t[k] + (turned * level));
            double start = epigraph.Cost[k] > 0 ? epigraph.Cost[k] / 2 : 1;
            (over.Z[k], under.Z[k]) = (start, start);
        }
    }

    /// <summary>Residuals of its inequalities; its multipliers are added to the gradient.</summary>
    public double Residuals(ReadOnlySpan<double> x, Span<double> gradient, ref double gap, ref int pairs)
    {
        epigraph.Multiply(x, levels);
        double worst = 0;
        for (int k = 0; k < count; k++)
        {
            double level = levels[k] - epigraph.Center[k];
            over.Residual[k] = level - t[k] + over.S[k];
            under.Residual[k] = (-turned * level) - t[k] + under.S[k];
            worst = Math.Max(worst, Math.Max(Math.Abs(over.Residual[k]), Math.Abs(under.Residual[k])));
            gap += (over.S[k] * over.Z[k]) + (under.S[k] * under.Z[k]);
            dual[k] = epigraph.Cost[k] - over.Z[k] - under.Z[k];
            rest[k] = over.Z[k] - (turned * under.Z[k]);
        }
        pairs += 2 * count;
        epigraph.AddTransposed(rest, gradient);
        return worst;
    }

    /// <summary>Adds a row's multiplier to the gradient of every tₖ.</summary>
    public void AddDual(double multiplier)
    {
        for (int k = 0; k < count; k++) dual[k] += multiplier;
    }

    /// <summary>Largest gradient of a tₖ, relative to its cost.</summary>
    public double Dual()
    {
        double worst = 0;
        for (int k = 0; k < count; k++) worst = Math.Max(worst, Math.Abs(dual[k]));
        return worst / (1 + epigraph.Cost.Max());
    }

    /// <summary>Adds Σ wₖ·mₖmₖᵀ to the matrix that is to be factored.</summary>
    public void AddTo(CholeskyFactor factor)
    {
        for (int k = 0; k < count; k++)
        {
            double a = over.Weight(k), b = under.Weight(k);
            inverse[k] = 1 / (a + b);
            weight[k] = (1 + turned) * (1 + turned) * a * b * inverse[k];
            link[k] = (a - (turned * b)) * inverse[k];
        }
        if (epigraph.Matrix is null)
        {
            for (int k = 0; k < count; k++) factor.Row(k)[k] += weight[k];
            return;
        }
        int n = factor.Size, stride = factor.Stride;
        if (padded.Length == 0)
        {
            padded = new double[count * stride];
            scaled = new double[count * stride];
            for (int k = 0; k < count; k++) epigraph.Matrix.AsSpan(k * n, n).CopyTo(padded.AsSpan(k * stride));
        }
        for (int k = 0; k < count; k++)
        {
            double w = weight[k];
            for (int i = k * stride; i < (k + 1) * stride; i++) scaled[i] = w * padded[i];
        }
        const int Depth = 64; // rows that stay in the nearest cache while the matrix is updated
        for (int k = 0; k < count; k += Depth)
        {
            int depth = Math.Min(Depth, count - k);
            Dense.AddProducts(factor.Buffer, stride, 0, n, scaled.AsSpan(k * stride, depth * stride), padded.AsSpan(k * stride, depth * stride), depth);
        }
    }

    /// <summary>What a row with this share of every tₖ becomes once they are eliminated.</summary>
    public void AddReducedRow(double share, Span<double> column)
    {
        for (int k = 0; k < count; k++) rest[k] = share * link[k];
        epigraph.AddTransposed(rest, column);
    }

    /// <summary>Sets the aim s·z = mu and takes its part in the right-hand side.</summary>
    public void Aim(double mu, bool corrector, Span<double> right)
    {
        RightShare = 0;
        for (int k = 0; k < count; k++)
        {
            double a = over.Aim(k, mu, corrector), b = under.Aim(k, mu, corrector), own = -dual[k] + a + b;
            dt[k] = own; // kept until the step of x is known
            RightShare += own * inverse[k];
            rest[k] = -a + (turned * b) + (link[k] * own);
        }
        epigraph.AddTransposed(rest, right);
    }

    /// <summary>Steps of its variables, slacks and multipliers for a step of x and of the rows' multipliers.</summary>
    public void Finish(ReadOnlySpan<double> step, double pull)
    {
        epigraph.Multiply(step, rest);
        for (int k = 0; k < count; k++)
        {
            dt[k] = ((dt[k] - pull) * inverse[k]) + (link[k] * rest[k]);
            over.Finish(k, rest[k] - dt[k]);
            under.Finish(k, (-turned * rest[k]) - dt[k]);
        }
    }

    /// <summary>Largest step.</summary>
    public double Most()
    {
        double most = double.PositiveInfinity;
        for (int k = 0; k < count; k++) most = Math.Min(most, Math.Min(over.Most(k), under.Most(k)));
        return most;
    }

    /// <summary>Σ s·z after a step.</summary>
    public double Product(double length)
    {
        double sum = 0;
        for (int k = 0; k < count; k++) sum += over.Product(k, length) + under.Product(k, length);
        return sum;
    }

    /// <summary>Takes the step.</summary>
    public void Move(double length)
    {
        Dense.AddScaled(length, dt, t);
        over.Move(length);
        under.Move(length);
    }
}
