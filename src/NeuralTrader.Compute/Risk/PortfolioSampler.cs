using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Compute.Risk;

/// <summary>Draws one joint day of a portfolio on all cores, with the same bits for every width and number of threads.</summary>
public static class PortfolioSampler
{
    private const double AlmostNormal = 1000; // more degrees of freedom do not show in single precision

    /// <inheritdoc cref="JointDraw"/>
    public static (Tail Tail, TailErrors Errors) Draw(JointLaw law, RiskSettings settings, CancellationToken cancellationToken)
    {
        double gross = 0; // weights are fractions of it, so that single precision holds them whatever the currency
        foreach (double value in law.Values) gross += Math.Abs(value);
        SimulatedOutcomes outcomes = MonteCarlo.Run(
            new PortfolioJob(
                [.. law.Values.Select(value => value / gross)], law.Means, law.Covariance, law.Degrees < AlmostNormal ? law.Degrees : null,
                settings.Paths, settings.Seed, [settings.Confidence]),
            cancellationToken);
        OutcomeTail tail = outcomes.Tails[0];
        return (
            new Tail(tail.ValueAtRisk * gross, tail.ExpectedShortfall * gross),
            new TailErrors(tail.ValueAtRiskError * gross, tail.ExpectedShortfallError * gross));
    }
}
