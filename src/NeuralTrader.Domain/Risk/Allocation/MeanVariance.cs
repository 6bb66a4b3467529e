using NeuralTrader.Domain.Risk.Allocation.Programs;

namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>
/// Portfolios on the efficient frontier, all of them answers of one programme: least ½·w'Σw − λ·e(w), where e is the annual return in excess of
/// the risk-free rate, less the costs of getting there. Volatility and return rise with λ, so a portfolio with a given volatility, or the one
/// with the largest Sharpe ratio, is found by a search over λ in which each answer starts from the binding constraints of the last.
/// </summary>
/// <remarks>Markowitz (1952), J. Finance 7(1); for the ratio: at its maximum σ² = λ·e, and σ² − λ·e has one change of sign.</remarks>
internal sealed class MeanVariance
{
    private const double Steepest = 1e10, Near = 1e-9;
    private const int MostSteps = 200;

    private readonly AllocationMarket market;
    private readonly ConstraintSet constraints;
    private readonly double[] excess;
    private readonly double cost;
    private readonly ProgramSolver solver = new();
    private readonly CancellationToken stop;
    private ProgramSolution? steepest;
    private double? largest;

    /// <summary>Portfolios of these assets under these constraints.</summary>
    /// <param name="market">With a covariance matrix; without expected returns there is only the portfolio of least variance.</param>
    /// <param name="constraints">Of the weights.</param>
    /// <param name="riskFree">Annual.</param>
    /// <param name="cost">Of a unit bought or sold.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public MeanVariance(AllocationMarket market, ConstraintSet constraints, double riskFree, double cost, CancellationToken cancellationToken)
    {
        (this.market, this.constraints, this.cost, stop) = (market, constraints, cost, cancellationToken);
        excess = market.ExpectedReturns is { } returns ? [.. returns.Select(value => value - riskFree)] : new double[market.Count];
    }

    /// <summary>Programmes solved so far.</summary>
    public int Solved { get; private set; }

    /// <summary>The portfolio at this slope; null where no weights meet the constraints.</summary>
    public ProgramSolution? At(double slope)
    {
        double[] linear = new double[excess.Length];
        Dense.AddScaled(-slope, excess, linear);
        return Solve(constraints.Program(market.Covariance, linear, slope * cost));
    }

    /// <summary>The portfolio of least variance that earns this excess return; null where there is none.</summary>
    public ProgramSolution? AtExcess(double least)
    {
        double[]? shares = null;
        if (cost > 0)
        {
            shares = new double[constraints.Epigraphs.Length];
            shares[constraints.Turnover] = -cost;
        }
        return Solve(constraints.Program(market.Covariance, new double[excess.Length], 0, new LinearRow("return", excess, least, double.PositiveInfinity, shares)));
    }

    /// <summary>Annual return above the risk-free rate, less costs.</summary>
    public double Excess(ReadOnlySpan<double> weights)
    {
        double value = Dense.Dot(excess, weights);
        if (cost > 0)
            for (int i = 0; i < weights.Length; i++) value -= cost * Math.Abs(weights[i] - constraints.Current![i]);
        return value;
    }

    /// <summary>w'Σw.</summary>
    public double Variance(ReadOnlySpan<double> weights)
    {
        double[] product = new double[weights.Length];
        Dense.AddTransposed(market.Covariance, weights.Length, weights, product);
        return Dense.Dot(product, weights);
    }

    /// <summary>The largest excess return that the constraints allow; NaN where no weights meet them.</summary>
    public double LargestExcess()
    {
        if (largest is { } known) return known;
        if (constraints.Rows.Length == 1 && cost == 0) return (largest = Filled()).Value;
        double[] linear = new double[excess.Length];
        Dense.AddScaled(-1, excess, linear);
        ProgramSolution? found = Solve(constraints.Program(null, linear, cost));
        largest = found is null ? double.NaN : Excess(found.X);
        return largest.Value;
    }

    // Bounds and a budget alone: what earns most is bought first, and what earns nothing only where it must be.
    private double Filled()
    {
        int[] order = [.. Enumerable.Range(0, excess.Length).OrderByDescending(i => excess[i])];
        double invested = constraints.Lower.Sum(), value = Dense.Dot(excess, constraints.Lower);
        foreach (int i in order)
        {
            double room = (excess[i] > 0 ? constraints.Given.MaxInvested : constraints.Given.MinInvested) - invested;
            double bought = Math.Min(constraints.Upper[i] - constraints.Lower[i], room);
            if (bought <= 0) continue;
            (invested, value) = (invested + bought, value + (bought * excess[i]));
        }
        return value;
    }

    /// <summary>Of the portfolios with the largest return the one of least variance.</summary>
    public ProgramSolution? Steep()
    {
        if (steepest is not null) return steepest;
        double goal = LargestExcess();
        for (double slope = 1; slope <= Steepest; slope *= 8)
        {
            ProgramSolution? found = At(slope);
            if (found is not null) steepest = found;
            if (found is null || Excess(found.X) >= goal - (Near * (1 + Math.Abs(goal)))) break;
        }
        return steepest;
    }

    /// <summary>The portfolio with the largest Sharpe ratio.</summary>
    public ProgramSolution? BestRatio() =>
        Search(0.25, (slope, found) => ((slope * Excess(found.X)) / Variance(found.X)) - 1, tolerance: 1e-13);

    /// <summary>The portfolio with this volatility, or the one with the largest return where that has less.</summary>
    public ProgramSolution? AtVolatility(double volatility) =>
        Search(1, (_, found) => (Variance(found.X) / (volatility * volatility)) - 1, tolerance: 1e-13);

    // Regula falsi with the weights of Anderson and Björck (1973), BIT 13, on a function of the slope that goes from below 0 to above.
    private ProgramSolution? Search(double guess, Func<double, ProgramSolution, double> gauge, double tolerance)
    {
        if (At(0) is not { } low) return null;
        (double a, double below) = (0, gauge(0, low));
        if (below >= 0) return low;
        double goal = LargestExcess(), b = guess, above = below;
        for (; above < 0; b *= 4)
        {
            if (b > Steepest || At(b) is not { } found) return low;
            above = gauge(b, found);
            if (Math.Abs(above) <= tolerance) return found;
            if (above >= 0) break;
            if (Excess(found.X) >= goal - (Near * (1 + Math.Abs(goal)))) return found; // the frontier ends before
            (low, a, below) = (found, b, above);
        }
        int last = 0;
        for (int step = 0; step < MostSteps && b - a > 1e-14 * b; step++)
        {
            double middle = b - (above * (b - a) / (above - below));
            if (!(middle > a && middle < b)) middle = a + ((b - a) / 2);
            if (At(middle) is not { } found) break;
            double value = gauge(middle, found);
            if (Math.Abs(value) <= tolerance) return found;
            if (value < 0)
            {
                if (last < 0) above *= Kept(value / below);
                (low, a, below, last) = (found, middle, value, -1);
            }
            else
            {
                if (last > 0) below *= Kept(value / above);
                (b, above, last) = (middle, value, 1);
            }
        }
        return low;
    }

    // What is left of the weight of an end that stays for the second time.
    private static double Kept(double share) => share < 1 ? 1 - share : 0.5;

    private ProgramSolution? Solve(QuadraticProgram program)
    {
        Solved++;
        return solver.Solve(program, stop);
    }
}
