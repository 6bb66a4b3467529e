using MathNet.Numerics.LinearAlgebra;

namespace NeuralTrader.Domain.Risk;

/// <summary>Standard errors of a fitted model's parameters; NaN where the likelihood does not bend enough to give one.</summary>
/// <param name="Mean">Of μ.</param>
/// <param name="Omega">Of ω.</param>
/// <param name="Alpha">Of α.</param>
/// <param name="Beta">Of β.</param>
/// <param name="DegreesOfFreedom">Of ν; NaN for normal shocks.</param>
[GenerateSerializer, Immutable, Alias("garch-errors")]
public sealed record GarchErrors(double Mean, double Omega, double Alpha, double Beta, double DegreesOfFreedom);

/// <summary>A GARCH(1,1) model fitted to a series.</summary>
/// <param name="Model">The parameters of the greatest likelihood.</param>
/// <param name="StandardErrors">From the inverse Hessian: right if the shocks are what the model says.</param>
/// <param name="RobustErrors">Bollerslev–Wooldridge: right also when only mean and variance are.</param>
/// <param name="LogLikelihood">At the parameters.</param>
/// <param name="Observations">How many returns.</param>
/// <param name="NextVariance">Variance of the period after the last, per period.</param>
/// <param name="IsConverged">False when the search did not come to rest.</param>
[GenerateSerializer, Immutable, Alias("garch-fit")]
public sealed record GarchFit(
    GarchModel Model, GarchErrors StandardErrors, GarchErrors RobustErrors, double LogLikelihood, int Observations, double NextVariance, bool IsConverged);

/// <summary>Fits GARCH(1,1) by maximum likelihood.</summary>
public static class Garch
{
    /// <summary>Fewest returns that a fit takes.</summary>
    public const int LeastObservations = 100;

    private static readonly double[] Shares = [0.02, 0.05, 0.1, 0.25], Persistences = [0.5, 0.8, 0.9, 0.95, 0.98, 0.995];

    /// <summary>The model that makes a series likeliest, with a constant mean.</summary>
    /// <param name="returns">Shape [n], n ≥ 100, fractions per period, oldest first.</param>
    /// <param name="innovations">Normal, or Student's t with its degrees of freedom estimated too.</param>
    /// <exception cref="InvalidInputException">Too few values, one that is not finite, or a series that does not vary.</exception>
    /// <remarks>
    /// Bollerslev (1986); Student's t: Bollerslev (1987), Review of Economics and Statistics 69(3). BFGS on unconstrained coordinates with the analytic
    /// gradient of Fiorentini, Calzolari and Panattoni (1996); robust errors: Bollerslev and Wooldridge (1992), Econometric Reviews 11(2).
    /// </remarks>
    public static GarchFit Fit(ReadOnlySpan<double> returns, Innovations innovations = Innovations.Normal)
    {
        Require.BoundedSample(returns, LeastObservations);
        if (!Enum.IsDefined(innovations)) throw Require.Invalid("innovations", innovations, "Normal or StudentT");
        double mean = 0, variance = 0;
        foreach (double r in returns) mean += r / returns.Length;
        foreach (double r in returns) variance += (r - mean) * (r - mean) / returns.Length;
        double scale = Math.Sqrt(variance);
        if (!(scale > 1e-14) || !double.IsFinite(variance)) throw Require.Invalid("returns", scale, "a series whose deviation is above 1e-14 and finite");

        // The series is fitted in units of its own deviation, so that one tolerance suits every market.
        double[] scaled = new double[returns.Length];
        for (int t = 0; t < scaled.Length; t++) scaled[t] = returns[t] / scale;
        GarchLikelihood likelihood = new(scaled, innovations);
        (double[] x, double value, bool isConverged) = QuasiNewton.Minimise(likelihood.Negative, Start(likelihood, mean / scale));
        GarchModel model = likelihood.Model(x);
        (GarchErrors plain, GarchErrors robust) = Errors(likelihood, model, scale);
        GarchModel natural = model with { Mean = model.Mean * scale, Omega = model.Omega * variance };
        return new GarchFit(
            natural, plain, robust, -value - (scaled.Length * Math.Log(scale)), scaled.Length, natural.Variances(returns)[^1], isConverged);
    }

    // The likelihood may have several hills; the descent begins on the highest point of a coarse grid.
    private static double[] Start(GarchLikelihood likelihood, double mean)
    {
        double[] best = [], gradient = new double[likelihood.Size];
        double lowest = double.PositiveInfinity;
        foreach (double persistence in Persistences)
        {
            foreach (double share in Shares)
            {
                double[] x = likelihood.Coordinates(new GarchModel(mean, 1 - persistence, share * persistence, (1 - share) * persistence, 8));
                double value = likelihood.Negative(x, gradient);
                if (value < lowest) (best, lowest) = (x, value);
            }
        }
        return best;
    }

    private static (GarchErrors Plain, GarchErrors Robust) Errors(GarchLikelihood likelihood, GarchModel model, double scale)
    {
        int k = likelihood.Size;
        Matrix<double> hessian = Matrix<double>.Build.DenseOfArray(likelihood.Hessian(model)),
            scores = Matrix<double>.Build.DenseOfArray(likelihood.ScoreProducts(model));
        double[] plain = new double[k], robust = new double[k];
        Array.Fill(plain, double.NaN);
        Array.Fill(robust, double.NaN);
        Matrix<double> inverse = hessian.Inverse();
        Matrix<double> sandwich = inverse * scores * inverse;
        bool isPeak = inverse.Enumerate().All(double.IsFinite) && hessian.Evd(Symmetricity.Symmetric).EigenValues.All(value => value.Real > 0);
        for (int i = 0; i < k && isPeak; i++) (plain[i], robust[i]) = (Math.Sqrt(inverse[i, i]), Math.Sqrt(sandwich[i, i]));
        return (Named(plain), Named(robust));

        GarchErrors Named(double[] e) => new(e[0] * scale, e[1] * scale * scale, e[2], e[3], k > 4 ? e[4] : double.NaN);
    }
}
