namespace NeuralTrader.Domain.Risk;

/// <summary>What the shocks of a volatility model are drawn from, scaled to a variance of 1.</summary>
public enum Innovations
{
    /// <summary>Standard normal.</summary>
    Normal = 1,

    /// <summary>Student's t, divided by √(ν / (ν − 2)).</summary>
    StudentT = 2,
}

/// <summary>GARCH(1,1): r(t) = μ + ε(t), ε(t) = √h(t)·z(t), h(t) = ω + α·ε(t−1)² + β·h(t−1).</summary>
/// <param name="Mean">μ, a fraction per period.</param>
/// <param name="Omega">ω, above 0, a squared fraction per period.</param>
/// <param name="Alpha">α, 0 or more: how much a shock adds to the next variance.</param>
/// <param name="Beta">β, 0 or more, α + β below 1: how much of the variance stays.</param>
/// <param name="DegreesOfFreedom">ν of Student's t shocks, above 2; infinity for normal ones.</param>
/// <remarks>Bollerslev (1986), Generalized autoregressive conditional heteroskedasticity, J. Econometrics 31.</remarks>
[GenerateSerializer, Immutable, Alias("garch-model")]
public sealed record GarchModel(double Mean, double Omega, double Alpha, double Beta, double DegreesOfFreedom = double.PositiveInfinity)
{
    /// <summary>κα² + 2αβ + β², κ the kurtosis of a shock: below 1, and only then, log-returns have a fourth moment.</summary>
    /// <remarks>Bollerslev (1986), Generalized autoregressive conditional heteroskedasticity, J. Econometrics 31(3), theorem 2; He and Teräsvirta (1999),
    /// Properties of moments of a family of GARCH processes, J. Econometrics 92(1).</remarks>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β.</param>
    /// <param name="degrees">ν of Student's t shocks, κ = 3(ν − 2)/(ν − 4); infinity for normal ones, κ = 3.</param>
    /// <returns>Infinity where a shock itself has no fourth moment, ν ≤ 4.</returns>
    public static double FourthMoment(double alpha, double beta, double degrees = double.PositiveInfinity)
    {
        if (degrees <= 4) return double.PositiveInfinity;
        double kurtosis = double.IsPositiveInfinity(degrees) ? 3 : 3 * (degrees - 2) / (degrees - 4);
        return (kurtosis * alpha * alpha) + (2 * alpha * beta) + (beta * beta);
    }

    /// <summary>α + β: the part of a variance's distance from its long-run level that is left a period later.</summary>
    public double Persistence => Alpha + Beta;

    /// <summary>ω / (1 − α − β): the variance that forecasts tend to, per period.</summary>
    public double LongRunVariance => Omega / (1 - Persistence);

    /// <summary>Periods after which half of a variance's distance from its long-run level is gone: ln ½ / ln(α + β).</summary>
    public double HalfLife => Math.Log(0.5) / Math.Log(Persistence);

    /// <summary>Refuses parameters that are no stationary model.</summary>
    /// <returns>The model itself.</returns>
    /// <exception cref="InvalidInputException">A parameter is out of its range, or α + β is not below 1.</exception>
    public GarchModel Checked()
    {
        Require.Finite(Mean);
        Require.Positive(Omega);
        Require.NotNegative(Alpha);
        Require.NotNegative(Beta);
        if (!(Persistence < 1)) throw Require.Invalid("alpha + beta", Persistence, "a number below 1");
        if (!(DegreesOfFreedom > 2)) throw Require.Invalid("degreesOfFreedom", DegreesOfFreedom, "a number above 2; infinity for normal shocks");
        return this;
    }

    /// <summary>The variance of each period given those before it, and of the period after the last.</summary>
    /// <param name="returns">Shape [n], fractions per period, oldest first.</param>
    /// <returns>Shape [n + 1]. Before the first period both ε² and h are the mean of all ε².</returns>
    /// <exception cref="InvalidInputException">The sample is empty or holds a value that is not finite.</exception>
    /// <remarks>Start: Fiorentini, Calzolari and Panattoni (1996), Analytic derivatives and the computation of GARCH estimates, J. Applied Econometrics
    /// 11.</remarks>
    public double[] Variances(ReadOnlySpan<double> returns)
    {
        Require.BoundedSample(returns);
        double before = 0;
        foreach (double r in returns) before += (r - Mean) * (r - Mean);
        before /= returns.Length;
        double[] variances = new double[returns.Length + 1];
        (double square, double h) = (before, before);
        for (int t = 0; t < variances.Length; t++)
        {
            variances[t] = h = Omega + (Alpha * square) + (Beta * h);
            if (t < returns.Length) square = (returns[t] - Mean) * (returns[t] - Mean);
        }
        return variances;
    }

    /// <summary>Expected variance of each of the periods ahead.</summary>
    /// <param name="next">Variance of the next period, as <see cref="Variances"/> gives it last.</param>
    /// <param name="horizon">Periods ahead, 1 or more.</param>
    /// <returns>Shape [horizon]: long-run + (α + β)^(k−1)·(next − long-run).</returns>
    public double[] Forecast(double next, int horizon)
    {
        Require.Positive(next);
        double[] variances = new double[Require.Between(horizon, 1, 100_000)];
        double distance = next - LongRunVariance;
        for (int k = 0; k < horizon; k++, distance *= Persistence) variances[k] = LongRunVariance + distance;
        return variances;
    }
}
