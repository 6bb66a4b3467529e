using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Compute.Risk;

/// <summary>Laws by the names of their parameters.</summary>
public static class PathLaws
{
    /// <summary>A law of given and estimated parameters.</summary>
    /// <param name="model">Which law.</param>
    /// <param name="given">What the caller sets; it goes before what history says.</param>
    /// <param name="logReturns">A history to estimate the rest from; empty for none.</param>
    /// <param name="stepsPerYear">Steps, and returns of the history, in a year.</param>
    /// <param name="used">Every parameter by name, as it is used.</param>
    /// <returns>The law.</returns>
    /// <exception cref="InvalidInputException">A name is unknown, or a parameter is neither given nor to be estimated.</exception>
    public static PathLaw Of(
        SimulationModel model,
        IReadOnlyDictionary<string, double> given,
        IReadOnlyList<double> logReturns,
        double stepsPerYear,
        out IReadOnlyDictionary<string, double> used)
    {
        IReadOnlyList<string> names = PathEstimates.Names(model);
        foreach ((string name, double value) in given)
        {
            if (!names.Contains(name)) throw Require.Invalid("parameters", name, string.Join(", ", names));
            Require.Finite(value, Field(name));
        }
        Dictionary<string, double> all = new(given);
        if (logReturns.Count > 0 && names.Any(name => name != "degreesOfFreedom" && !given.ContainsKey(name)))
            foreach ((string name, double value) in PathEstimates.Of(model, [.. logReturns], stepsPerYear)) all.TryAdd(name, value);
        used = all;
        double Of(string name) => all.TryGetValue(name, out double value)
            ? value
            : throw Require.Invalid<string?>(Field(name), null, logReturns.Count > 0
                ? $"{PathEstimates.Meaning(model, name)}; this history is too short or too even to tell it"
                : $"{PathEstimates.Meaning(model, name)}; or a symbol whose history it is estimated from");
        try
        {
            return Law();
        }
        catch (InvalidInputException wrong) when (names.Contains(wrong.Field))
        {
            throw new InvalidInputException(Field(wrong.Field), wrong.Value, wrong.Allowed);
        }

        PathLaw Law()
        {
            switch (model)
            {
                case SimulationModel.GeometricBrownian:
                    return new GbmLaw(Of("drift"), Of("volatility"));
                case SimulationModel.JumpDiffusion:
                    return new MertonLaw(Of("drift"), Of("volatility"), Of("jumpsPerYear"), Of("jumpMean"), Of("jumpDeviation"));
                case SimulationModel.Heston:
                    return new HestonLaw(
                        Of("drift"), Of("startVariance"), Of("longVariance"), Of("reversion"), Of("volatilityOfVariance"), Of("correlation"));
                case SimulationModel.Garch:
                    double? degrees = all.TryGetValue("degreesOfFreedom", out double freedom) ? freedom : null;
                    return new GarchLaw(Of("mean"), Of("omega"), Of("alpha"), Of("beta"), Of("startVariance"), degrees);
                default:
                    if (logReturns.Count == 0) throw Require.Invalid<string?>("symbol", null, "a symbol, whose returns the bootstrap draws from");
                    return new BootstrapLaw(logReturns, Of("meanBlock"));
            }
        }
    }

    private static string Field(string name) => $"parameters.{name}";
}
