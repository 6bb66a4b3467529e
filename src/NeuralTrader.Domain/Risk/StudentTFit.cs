using MathNet.Numerics;

namespace NeuralTrader.Domain.Risk;

/// <summary>A Student's t distribution with a location and a scale, fitted to a sample by maximum likelihood.</summary>
/// <param name="Location">Its middle, a fraction per period.</param>
/// <param name="Scale">The deviation is scale·√(ν / (ν − 2)).</param>
/// <param name="DegreesOfFreedom">ν, above 1.</param>
/// <param name="LogLikelihood">At these parameters.</param>
public sealed record StudentTFit(double Location, double Scale, double DegreesOfFreedom, double LogLikelihood)
{
    private const int LeastObservations = 20;
    private const double Heavy = 2.5;

    /// <summary>What a reader should know of degrees of freedom near or below 2; null for others.</summary>
    /// <param name="degrees">ν.</param>
    public static string? Warning(double degrees) => degrees switch
    {
        <= 2 => FormattableString.Invariant(
            $"With {degrees:0.##} degrees of freedom the variance is not finite: figures far out, and over several days, are hardly known."),
        < Heavy => FormattableString.Invariant($"With {degrees:0.##} degrees of freedom, near 2, nearly all of the variance is tail: figures far out are hardly known."),
        _ => null,
    };

    /// <summary>The likeliest location, scale and degrees of freedom.</summary>
    /// <param name="returns">Shape [n], n ≥ 20, in any order.</param>
    /// <exception cref="InvalidInputException">Too few values, one that is not finite, or a sample that does not vary.</exception>
    /// <remarks>Lange, Little and Taylor (1989), Robust statistical modeling using the t distribution, JASA 84; ν is kept above 1, so that a mean
    /// exists.</remarks>
    public static StudentTFit Of(ReadOnlySpan<double> returns)
    {
        ReturnMoments moments = ReturnMoments.Of(Require.BoundedSample(returns, LeastObservations), 0);
        if (!(moments.Deviation > 1e-14) || !double.IsFinite(moments.Deviation))
            throw Require.Invalid("returns", moments.Deviation, "a sample whose deviation is above 1e-14 and finite");
        double[] scaled = new double[returns.Length];
        for (int i = 0; i < scaled.Length; i++) scaled[i] = (returns[i] - moments.Mean) / moments.Deviation;
        double start = moments.ExcessKurtosis > 0.1 ? Math.Clamp(4 + (6 / moments.ExcessKurtosis), 2.5, 60) : 60;
        (double[] x, double value, _) = QuasiNewton.Minimise((at, gradient) =>
            Negative(scaled, at, gradient), [0, Math.Log((start - 2) / start) / 2, Coordinate(start)]);
        return new StudentTFit(
            moments.Mean + (moments.Deviation * x[0]), moments.Deviation * Math.Exp(x[1]), Degrees(x[2]),
            -value - (scaled.Length * Math.Log(moments.Deviation)));
    }

    // Coordinates: location, ln scale, logit(1 / ν).
    private static double Negative(double[] sample, ReadOnlySpan<double> x, Span<double> gradient)
    {
        double scale = Math.Exp(x[1]), nu = Degrees(x[2]), n = sample.Length;
        (double logs, double byLocation, double byScale, double byDegrees) = (0, 0, 0, 0);
        foreach (double r in sample)
        {
            double z = (r - x[0]) / scale, w = z * z / nu, part = w / (1 + w);
            logs += Math.Log(1 + w);
            byLocation += (nu + 1) * z / (nu * scale * (1 + w));
            byScale += (nu + 1) * part;
            byDegrees += (nu + 1) / (2 * nu) * part;
        }
        double head = SpecialFunctions.GammaLn((nu + 1) / 2) - SpecialFunctions.GammaLn(nu / 2) - (Math.Log(Math.PI * nu) / 2) - x[1];
        double headSlope = ((SpecialFunctions.DiGamma((nu + 1) / 2) - SpecialFunctions.DiGamma(nu / 2)) / 2) - (1 / (2 * nu));
        gradient[0] = -byLocation;
        gradient[1] = n - byScale;
        gradient[2] = ((n * headSlope) - (logs / 2) + byDegrees) * nu * (1 - (1 / nu)); // dν/dx = −ν·(1 − 1/ν)
        return ((nu + 1) / 2 * logs) - (n * head);
    }

    private static double Degrees(double x) => 1 + Math.Exp(-x);

    private static double Coordinate(double degrees) => -Math.Log(degrees - 1);
}
