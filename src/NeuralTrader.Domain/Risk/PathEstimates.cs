using System.Text.Json.Serialization;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Risk;

/// <summary>The law that simulated prices follow.</summary>
public enum SimulationModel
{
    /// <summary>Geometric Brownian motion.</summary>
    [JsonStringEnumMemberName("gbm")] GeometricBrownian = 1,

    /// <summary>Merton's jump-diffusion.</summary>
    [JsonStringEnumMemberName("jump")] JumpDiffusion = 2,

    /// <summary>Heston's stochastic volatility.</summary>
    [JsonStringEnumMemberName("heston")] Heston = 3,

    /// <summary>Stationary bootstrap of the symbol's own returns.</summary>
    [JsonStringEnumMemberName("bootstrap")] Bootstrap = 4,

    /// <summary>GARCH(1,1), with Student-t shocks where degreesOfFreedom is given.</summary>
    [JsonStringEnumMemberName("garch")] Garch = 5,
}

/// <summary>Parameters of simulation models from a history of prices.</summary>
public static class PathEstimates
{
    /// <summary>Fewest log-returns that an estimate takes.</summary>
    public const int LeastReturns = 30;

    /// <summary>Names of a model's parameters.</summary>
    /// <param name="model">The model.</param>
    /// <returns>In the order of the model's definition.</returns>
    public static IReadOnlyList<string> Names(SimulationModel model) => model switch
    {
        SimulationModel.GeometricBrownian => ["drift", "volatility"],
        SimulationModel.JumpDiffusion => ["drift", "volatility", "jumpsPerYear", "jumpMean", "jumpDeviation"],
        SimulationModel.Heston => ["drift", "startVariance", "longVariance", "reversion", "volatilityOfVariance", "correlation"],
        SimulationModel.Bootstrap => ["meanBlock"],
        SimulationModel.Garch => ["mean", "omega", "alpha", "beta", "startVariance", "degreesOfFreedom"],
        _ => throw Require.Invalid("model", model, "gbm, jump, heston, bootstrap or garch"),
    };

    /// <summary>What a parameter is, for who has to give it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">One of its parameters.</param>
    public static string Meaning(SimulationModel model, string name) => (model, name) switch
    {
        (_, "drift") => "a number: yearly growth of the expected price, a fraction",
        (_, "volatility") => "a number above 0: deviation of yearly log-returns",
        (_, "jumpsPerYear") => "a number of 0 or more: jumps expected in a year",
        (_, "jumpMean") => "a number: mean of a jump of the log-price",
        (_, "jumpDeviation") => "a number of 0 or more: deviation of a jump of the log-price",
        (SimulationModel.Heston, "startVariance") => "a number above 0: yearly variance at the start, the volatility squared",
        (_, "startVariance") => "a number above 0: variance of the first step",
        (_, "longVariance") => "a number above 0: yearly variance that it returns to",
        (_, "reversion") =>
            "a number above 0: how fast variance returns to its long-run value, per year; half of a distance is gone after 0.69 / reversion years",
        (_, "volatilityOfVariance") => "a number above 0: σ of dv = κ(θ − v)dt + σ√v·dW",
        (_, "correlation") => "a number from -0.999 to 0.999: of price and variance; below 0 where volatility rises as prices fall",
        (_, "meanBlock") => "a number of 1 or more: mean length of a block, in returns",
        (_, "mean") => "a number: mean log-return of a step",
        (_, "omega") => "a number above 0: the constant of the variance of a step",
        (_, "alpha") => "a number of 0 or more: weight of the last squared shock",
        (_, "beta") => "a number of 0 or more: weight of the last variance",
        _ => "a number",
    };

    /// <summary>Log-returns of closing prices.</summary>
    /// <param name="bars">n + 1 bars.</param>
    /// <returns>Shape [n], oldest first.</returns>
    public static double[] LogReturns(BarSeries bars)
    {
        ReadOnlySpan<double> close = bars.Close;
        double[] returns = new double[Math.Max(0, close.Length - 1)];
        for (int i = 0; i < returns.Length; i++) returns[i] = Math.Log(close[i + 1] / close[i]);
        return returns;
    }

    /// <summary>Estimates what a history tells of a model's parameters.</summary>
    /// <param name="model">The model.</param>
    /// <param name="logReturns">Shape [n], n ≥ 30, oldest first.</param>
    /// <param name="stepsPerYear">Returns in a year.</param>
    /// <returns>By name. What the history does not tell is not there: Heston's reversion, volatility of variance and correlation where
    /// <see cref="HestonMoments"/> finds none.</returns>
    /// <exception cref="InvalidInputException">Too few returns, or one that is not finite.</exception>
    /// <remarks>
    /// Jumps are returns further from the median than four deviations, the deviation taken from the quartiles, which jumps do not move: threshold
    /// estimation after Mancini (2009), Scandinavian J. of Statistics 36(2). GARCH: maximum likelihood, <see cref="Garch"/>. The bootstrap's mean block is
    /// 10 returns, whatever the history.
    /// </remarks>
    public static IReadOnlyDictionary<string, double> Of(SimulationModel model, ReadOnlySpan<double> logReturns, double stepsPerYear)
    {
        Require.FiniteSample(logReturns, LeastReturns);
        (double mean, double deviation) = MeanAndDeviation(logReturns);
        double drift = (mean + (deviation * deviation / 2)) * stepsPerYear, variance = deviation * deviation * stepsPerYear;
        switch (model)
        {
            case SimulationModel.GeometricBrownian:
                return new Dictionary<string, double> { ["drift"] = drift, ["volatility"] = Math.Sqrt(variance) };
            case SimulationModel.Heston:
                (_, double recent) = MeanAndDeviation(logReturns[Math.Max(0, logReturns.Length - 21)..]);
                Dictionary<string, double> heston = new()
                {
                    ["drift"] = drift, ["startVariance"] = recent * recent * stepsPerYear, ["longVariance"] = variance,
                };
                if (HestonMoments.Of(logReturns, stepsPerYear) is { } moments)
                {
                    heston["reversion"] = moments.Reversion;
                    heston["volatilityOfVariance"] = moments.VolatilityOfVariance;
                    heston["correlation"] = moments.Correlation;
                }
                return heston;
            case SimulationModel.Bootstrap:
                return new Dictionary<string, double> { ["meanBlock"] = Math.Min(10, logReturns.Length) };
            case SimulationModel.Garch:
                GarchFit fit = Garch.Fit(logReturns);
                return new Dictionary<string, double>
                {
                    ["mean"] = fit.Model.Mean, ["omega"] = fit.Model.Omega, ["alpha"] = fit.Model.Alpha, ["beta"] = fit.Model.Beta,
                    ["startVariance"] = fit.NextVariance,
                };
            case SimulationModel.JumpDiffusion:
                return Jumps(logReturns, drift, stepsPerYear);
            default:
                throw Require.Invalid("model", model, "gbm, jump, heston, bootstrap or garch");
        }
    }

    private static Dictionary<string, double> Jumps(ReadOnlySpan<double> logReturns, double drift, double stepsPerYear)
    {
        double[] sorted = logReturns.ToArray();
        Array.Sort(sorted);
        double median = sorted[sorted.Length / 2];
        double robust = (sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4]) / 1.3489795; // quartiles of a normal law are 1.349 deviations apart
        List<double> calm = [], jumps = [];
        foreach (double r in logReturns) (Math.Abs(r - median) > 4 * robust ? jumps : calm).Add(r);
        (double centre, double deviation) = MeanAndDeviation(calm.ToArray());
        double[] sizes = [.. jumps.Select(jump => jump - centre)];
        return new Dictionary<string, double>
        {
            ["drift"] = drift,
            ["volatility"] = deviation * Math.Sqrt(stepsPerYear),
            ["jumpsPerYear"] = sizes.Length * stepsPerYear / logReturns.Length,
            ["jumpMean"] = sizes.Length == 0 ? 0 : sizes.Average(),
            ["jumpDeviation"] = sizes.Length < 2 ? 0 : MeanAndDeviation(sizes).Deviation,
        };
    }

    private static (double Mean, double Deviation) MeanAndDeviation(ReadOnlySpan<double> sample)
    {
        double mean = 0, squares = 0;
        foreach (double x in sample) mean += x / sample.Length;
        foreach (double x in sample) squares += (x - mean) * (x - mean);
        return (mean, Math.Sqrt(squares / (sample.Length - 1)));
    }
}
