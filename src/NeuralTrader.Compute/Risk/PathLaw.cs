using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>The law that a price follows, in the units of its paper; checked when it is made.</summary>
public abstract record PathLaw
{
    private protected PathLaw()
    {
    }

    /// <summary>Path-steps a geometric Brownian motion does in the time of one of these, roughly.</summary>
    internal abstract int Cost { get; }

    /// <summary>A runner of this law's body.</summary>
    internal abstract PathRunner Runner(PathJob job, int lanes);

    private protected static PathRunner Of<TModel>(TModel model, PathJob job, int lanes)
        where TModel : unmanaged, IPathModel => PathRunner.Of(model, DrawKey.Of(job.Seed, 0), job.Steps, lanes);
}

/// <summary>What is simulated.</summary>
/// <param name="Law">The law of the price.</param>
/// <param name="Paths">1 to 100,000,000.</param>
/// <param name="Steps">Steps of a path, 1 to 10,000.</param>
/// <param name="StepYears">Length of a step in years, for laws in continuous time.</param>
/// <param name="Seed">Any number: the same seed gives the same figures on every machine.</param>
/// <param name="Confidences">For value at risk, each strictly between 0 and 1.</param>
/// <param name="SamplePaths">Single paths to show, 0 to 100.</param>
public sealed record PathJob(
    PathLaw Law, int Paths, int Steps, double StepYears, long Seed, IReadOnlyList<double> Confidences, int SamplePaths);

/// <summary>Geometric Brownian motion.</summary>
/// <param name="Drift">μ, the annual growth of the expected price, continuously compounded.</param>
/// <param name="Volatility">σ, annual.</param>
/// <remarks>Samuelson (1965); the log-return of a step is normal with mean (μ − σ²/2)Δt and deviation σ√Δt.</remarks>
public sealed record GbmLaw(double Drift, double Volatility) : PathLaw
{
    internal override int Cost => 1;

    internal override PathRunner Runner(PathJob job, int lanes)
    {
        Limits.Drift(Drift);
        Limits.Volatility(Volatility);
        double dt = job.StepYears;
        return Of(new GbmModel((float)((Drift - (Volatility * Volatility / 2)) * dt), (float)(Volatility * Math.Sqrt(dt))), job, lanes);
    }
}

/// <summary>Merton's jump-diffusion.</summary>
/// <param name="Drift">μ, the annual growth of the expected price with its jumps.</param>
/// <param name="Volatility">σ of the diffusion, annual.</param>
/// <param name="JumpsPerYear">λ.</param>
/// <param name="JumpMean">Mean of a jump of the log-price.</param>
/// <param name="JumpDeviation">Its standard deviation.</param>
public sealed record MertonLaw(double Drift, double Volatility, double JumpsPerYear, double JumpMean, double JumpDeviation) : PathLaw
{
    internal override int Cost => 2;

    internal override PathRunner Runner(PathJob job, int lanes)
    {
        Limits.Drift(Drift);
        Limits.Volatility(Volatility);
        Require.Between(JumpMean, -5.0, 5, nameof(JumpMean));
        Require.Between(JumpDeviation, 0.0, 5, nameof(JumpDeviation));
        double dt = job.StepYears;
        Require.Between(JumpsPerYear, 0.0, 0.5 / dt, nameof(JumpsPerYear));
        double compensation = JumpsPerYear * (Math.Exp(JumpMean + (JumpDeviation * JumpDeviation / 2)) - 1);
        return Of(
            new MertonModel(
                (float)((Drift - (Volatility * Volatility / 2) - compensation) * dt),
                (float)(Volatility * Math.Sqrt(dt)),
                (float)JumpMean,
                (float)JumpDeviation,
                JumpOdds.Of(JumpsPerYear * dt)),
            job,
            lanes);
    }
}

/// <summary>Heston's stochastic volatility.</summary>
/// <param name="Drift">μ, the annual growth of the expected price.</param>
/// <param name="StartVariance">v₀, annual.</param>
/// <param name="LongVariance">θ, annual.</param>
/// <param name="Reversion">κ, per year.</param>
/// <param name="VolatilityOfVariance">σ of the variance, per √year.</param>
/// <param name="Correlation">ρ of price and variance.</param>
/// <remarks>Heston (1993), A closed-form solution for options with stochastic volatility, Review of Financial Studies 6(2).</remarks>
public sealed record HestonLaw(
    double Drift, double StartVariance, double LongVariance, double Reversion, double VolatilityOfVariance, double Correlation) : PathLaw
{
    internal override int Cost => 4;

    internal override PathRunner Runner(PathJob job, int lanes)
    {
        Limits.Drift(Drift);
        Require.Between(StartVariance, 1e-8, 25, nameof(StartVariance));
        Require.Between(LongVariance, 1e-8, 25, nameof(LongVariance));
        Require.Between(Reversion, 1e-3, 100, nameof(Reversion));
        Require.Between(VolatilityOfVariance, 1e-3, 10, nameof(VolatilityOfVariance));
        Require.Between(Correlation, -0.999, 0.999, nameof(Correlation));
        double dt = job.StepYears, kappa = Reversion, xi = VolatilityOfVariance, rho = Correlation;
        double decay = Math.Exp(-kappa * dt);
        double common = ((kappa * rho / xi) - 0.5) * dt / 2; // γ₁ = γ₂ = ½
        return Of(
            new HestonModel(
                (float)StartVariance,
                (float)LongVariance,
                (float)decay,
                (float)(xi * xi * decay * (1 - decay) / kappa),
                (float)(LongVariance * xi * xi * (1 - decay) * (1 - decay) / (2 * kappa)),
                (float)((Drift * dt) - (rho * kappa * LongVariance * dt / xi)),
                (float)(common - (rho / xi)),
                (float)(common + (rho / xi)),
                (float)(dt / 2 * (1 - (rho * rho)))),
            job,
            lanes);
    }
}

/// <summary>GARCH(1,1) of the log-returns of steps.</summary>
/// <param name="Mean">Mean log-return of a step.</param>
/// <param name="Constant">ω, a variance per step.</param>
/// <param name="Reaction">α.</param>
/// <param name="Persistence">β; α + β below 1.</param>
/// <param name="StartVariance">Variance of the first step.</param>
/// <param name="Degrees">ν of Student-t innovations of unit variance, above 2; null for normal ones.</param>
public sealed record GarchLaw(double Mean, double Constant, double Reaction, double Persistence, double StartVariance, double? Degrees) : PathLaw
{
    internal override int Cost => 2;

    internal override PathRunner Runner(PathJob job, int lanes)
    {
        Require.Between(Mean, -1.0, 1, nameof(Mean));
        Require.Between(Constant, 1e-14, 1, "omega");
        Require.Between(Reaction, 0.0, 1, "alpha");
        Require.Between(Persistence, 0.0, 1, "beta");
        Require.Between(StartVariance, 1e-14, 1, nameof(StartVariance));
        if (Reaction + Persistence >= 1)
            throw Require.Invalid("beta", Persistence, $"less than 1 − alpha = {1 - Reaction:R}, or the variance has no mean");
        var model = new GarchModel((float)Mean, (float)Constant, (float)Reaction, (float)Persistence, (float)StartVariance);
        if (Degrees is not { } degrees) return Of(model, job, lanes);
        Require.Between(degrees, 2.05, 1000, "degreesOfFreedom");
        return Of(new StudentGarchModel(model, (float)degrees), job, lanes);
    }
}

/// <summary>Stationary bootstrap of given log-returns.</summary>
/// <param name="LogReturns">At least 2, finite, one a step.</param>
/// <param name="MeanBlock">Mean length of a block in steps, 1 to their number.</param>
public sealed record BootstrapLaw(IReadOnlyList<double> LogReturns, double MeanBlock) : PathLaw
{
    internal override int Cost => 3;

    internal override PathRunner Runner(PathJob job, int lanes)
    {
        double[] returns = [.. LogReturns];
        Require.FiniteSample(returns, 2, nameof(LogReturns));
        Require.Between(MeanBlock, 1.0, returns.Length, nameof(MeanBlock));
        float[] table = new float[returns.Length];
        for (int i = 0; i < table.Length; i++) table[i] = (float)Require.Between(returns[i], -5.0, 5, $"{nameof(LogReturns)}[{i}]");
        PathTable held = PathTable.Of(table);
        uint restart = (uint)Math.Min(Math.Round(4294967296.0 / MeanBlock), uint.MaxValue);
        PathRunner runner = Of(new BootstrapModel(held.Address, (uint)table.Length, restart), job, lanes);
        runner.Table = held;
        return runner;
    }
}

/// <summary>What laws have in common.</summary>
file static class Limits
{
    public static void Drift(double drift) => Require.Between(drift, -5.0, 5, nameof(drift));

    public static void Volatility(double volatility) => Require.Between(volatility, 1e-6, 5, nameof(volatility));
}
