using MathNet.Numerics;

namespace NeuralTrader.Domain.Risk;

/// <summary>How likely a series is under GARCH(1,1), with analytic first derivatives.</summary>
/// <param name="returns">Shape [n], in units of their own deviation.</param>
/// <param name="innovations">What the shocks are drawn from.</param>
internal sealed class GarchLikelihood(double[] returns, Innovations innovations)
{
    private readonly bool isNormal = innovations == Innovations.Normal;

    /// <summary>Parameters: μ, ω, α, β and, with Student's t, ν.</summary>
    public int Size => isNormal ? 4 : 5;

    /// <summary>A model from unconstrained coordinates: μ, ln ω, logit(α + β), logit(α / (α + β)), logit(2 / ν).</summary>
    public GarchModel Model(ReadOnlySpan<double> x)
    {
        double persistence = Logistic(x[2]), share = Logistic(x[3]);
        return new GarchModel(x[0], Math.Exp(x[1]), persistence * share, persistence * (1 - share), isNormal ? double.PositiveInfinity : 2 / Logistic(x[4]));
    }

    /// <summary>The coordinates of a model.</summary>
    public double[] Coordinates(GarchModel model)
    {
        double[] x = [model.Mean, Math.Log(model.Omega), Logit(model.Persistence), Logit(model.Alpha / model.Persistence), Logit(2 / model.DegreesOfFreedom)];
        return x[..Size];
    }

    /// <summary>The negative log-likelihood in unconstrained coordinates, with its gradient.</summary>
    public double Negative(ReadOnlySpan<double> x, Span<double> gradient)
    {
        GarchModel model = Model(x);
        Span<double> natural = stackalloc double[Size];
        double value = -Value(model, natural);
        double persistence = model.Persistence, share = Logistic(x[3]);
        gradient[0] = -natural[0];
        gradient[1] = -natural[1] * model.Omega;
        gradient[2] = -((natural[2] * share) + (natural[3] * (1 - share))) * persistence * (1 - persistence);
        gradient[3] = -(natural[2] - natural[3]) * persistence * share * (1 - share);
        if (!isNormal) gradient[4] = natural[4] * model.DegreesOfFreedom * (1 - Logistic(x[4])); // dν/dx = −ν·(1 − 2/ν)
        return value;
    }

    /// <summary>Minus the second derivatives of the log-likelihood in the natural parameters: central differences of the analytic gradient.</summary>
    public double[,] Hessian(GarchModel model)
    {
        int k = Size;
        double[] up = new double[k], down = new double[k];
        double[,] hessian = new double[k, k];
        double[] at = [model.Mean, model.Omega, model.Alpha, model.Beta, model.DegreesOfFreedom];
        for (int i = 0; i < k; i++)
        {
            double step = 1e-5 * Math.Max(Math.Abs(at[i]), i == 0 ? 1 : 1e-3);
            Value(Moved(i, step), up);
            Value(Moved(i, -step), down);
            for (int j = 0; j < k; j++) hessian[i, j] = -(up[j] - down[j]) / (2 * step);
        }
        for (int i = 0; i < k; i++) for (int j = 0; j < i; j++) hessian[i, j] = hessian[j, i] = (hessian[i, j] + hessian[j, i]) / 2;
        return hessian;

        GarchModel Moved(int i, double by)
        {
            double[] p = [.. at];
            p[i] += by;
            return new GarchModel(p[0], p[1], p[2], p[3], p[4]);
        }
    }

    /// <summary>The sum over time of the scores' outer products, in the natural parameters.</summary>
    public double[,] ScoreProducts(GarchModel model)
    {
        double[,] products = new double[Size, Size];
        Value(model, new double[Size], products);
        return products;
    }

    // The log-likelihood, its gradient in (μ, ω, α, β, ν) and, where asked for, the scores' outer products.
    private double Value(GarchModel model, Span<double> gradient, double[,]? products = null)
    {
        (double mean, double alpha, double beta, double nu) = (model.Mean, model.Alpha, model.Beta, model.DegreesOfFreedom);
        int n = returns.Length;
        gradient.Clear();
        (double sum, double squares) = (0, 0);
        foreach (double r in returns)
        {
            sum += r - mean;
            squares += (r - mean) * (r - mean);
        }
        double head = 0, headSlope = 0;
        if (!isNormal)
        {
            head = SpecialFunctions.GammaLn((nu + 1) / 2) - SpecialFunctions.GammaLn(nu / 2) - (Math.Log(Math.PI * (nu - 2)) / 2);
            headSlope = ((SpecialFunctions.DiGamma((nu + 1) / 2) - SpecialFunctions.DiGamma(nu / 2)) / 2) - (1 / (2 * (nu - 2)));
        }
        Span<double> score = stackalloc double[5];
        (double h, double square, double error) = (squares / n, squares / n, 0);
        double dMean = -2 * sum / n, dOmega = 0, dAlpha = 0, dBeta = 0, dSquare = dMean, value = 0;
        for (int t = 0; t < n; t++)
        {
            (dMean, dOmega) = ((alpha * dSquare) + (beta * dMean), 1 + (beta * dOmega));
            (dAlpha, dBeta) = (square + (beta * dAlpha), h + (beta * dBeta));
            h = model.Omega + (alpha * square) + (beta * h);
            error = returns[t] - mean;
            (square, dSquare) = (error * error, -2 * error);
            double byVariance, byMean;
            if (isNormal)
            {
                value -= (Math.Log(2 * Math.PI) + Math.Log(h) + (square / h)) / 2;
                (byVariance, byMean, score[4]) = (((square / h) - 1) / (2 * h), error / h, 0);
            }
            else
            {
                double w = square / ((nu - 2) * h), log = Math.Log(1 + w), part = w / (1 + w);
                value += head - (Math.Log(h) / 2) - ((nu + 1) / 2 * log);
                (byVariance, byMean) = ((((nu + 1) * part) - 1) / (2 * h), (nu + 1) * error / ((nu - 2) * h * (1 + w)));
                score[4] = headSlope - (log / 2) + ((nu + 1) / 2 * part / (nu - 2));
            }
            (score[0], score[1], score[2], score[3]) = (byMean + (byVariance * dMean), byVariance * dOmega, byVariance * dAlpha, byVariance * dBeta);
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] += score[i];
                if (products is not null) for (int j = 0; j < gradient.Length; j++) products[i, j] += score[i] * score[j];
            }
        }
        return value;
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double Logit(double p) => Math.Log(p / (1 - p));
}
