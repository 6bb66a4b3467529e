using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Compute.Risk;

/// <summary>Draws one joint day of a portfolio, with the same bits for every width, number of threads and device.</summary>
/// <param name="engine">Knows the devices that may draw instead of the processor; null for none.</param>
/// <param name="wish">Where the caller would like it drawn.</param>
public sealed class PortfolioSampler(ComputeEngine? engine = null, DeviceWish wish = DeviceWish.Auto)
{
    private const double AlmostNormal = 1000; // more degrees of freedom do not show in single precision

    /// <summary>Where the last day was drawn: "cpu" or "cuda".</summary>
    public string Device { get; private set; } = "cpu";

    /// <summary>Why it is not the device that was wished for; null where it is.</summary>
    public string? FallbackReason { get; private set; }

    /// <inheritdoc cref="JointDraw"/>
    public (Tail Tail, TailErrors Errors) Draw(JointLaw law, RiskSettings settings, CancellationToken cancellationToken)
    {
        double gross = 0; // weights are fractions of it, so that single precision holds them whatever the currency
        foreach (double value in law.Values) gross += Math.Abs(value);
        PortfolioJob job = new(
            [.. law.Values.Select(value => value / gross)], law.Means, law.Covariance, law.Degrees < AlmostNormal ? law.Degrees : null,
            settings.Paths, settings.Seed, [settings.Confidence]);
        Computed<SimulatedOutcomes> drawn =
            engine?.Within(ComputeKernels.Portfolio, job, wish, cancellationToken) ?? new(MonteCarlo.Run(job, cancellationToken), "cpu", null);
        (Device, FallbackReason) = (drawn.Device, drawn.FallbackReason);
        OutcomeTail tail = drawn.Value.Tails[0];
        return (
            new Tail(tail.ValueAtRisk * gross, tail.ExpectedShortfall * gross),
            new TailErrors(tail.ValueAtRiskError * gross, tail.ExpectedShortfallError * gross));
    }
}
