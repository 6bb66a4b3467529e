using System.Globalization;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Grains.Risk;

/// <summary>Simulated figures in the words of the wire.</summary>
internal static class MonteCarloAnswers
{
    /// <summary>The answer.</summary>
    public static MonteCarloSimulationAnswer Of(
        MonteCarloSimulationRequest request, IReadOnlyDictionary<string, double> parameters, BarSeries? history, double stepsPerYear, double price,
        SimulatedOutcomes found, DeviceUsed device)
    {
        PathFan fan = found.Fan!;
        bool hasMoments = double.IsPositiveInfinity(Degrees(request, parameters));
        return new(
            request.Model,
            parameters,
            history is null ? null : new SimulationHistory(
                history.Key, history.Currency, history.Provenance, history.TimeAt(0), history.TimeAt(history.Count - 1), history.Count - 1,
                history.Fingerprint.ToString("x32", CultureInfo.InvariantCulture)),
            price,
            found.Paths,
            request.Steps,
            stepsPerYear,
            request.Seed,
            hasMoments ? new(found.Mean, found.MeanError) : Undefined,
            hasMoments ? new(found.StandardDeviation, found.StandardDeviationError) : Undefined,
            hasMoments ? found.Skewness : double.NaN,
            hasMoments ? found.Kurtosis : double.NaN,
            found.Lowest,
            found.Highest,
            new(found.LossProbability, found.LossProbabilityError),
            [.. found.Quantiles.Select(q => new SimulatedQuantile(q.Probability, q.Return, q.Error, price * (1 + q.Return)))],
            [.. found.Tails.Select(t => new SimulatedTail(
                t.Confidence, new(t.ValueAtRisk, t.ValueAtRiskError), new(t.ExpectedShortfall, t.ExpectedShortfallError)))],
            new(found.Bins!.Edges, found.Bins.Counts, found.Bins.Below, found.Bins.Above),
            new(fan.Paths, fan.Steps, fan.Bands, fan.Sample, new(fan.MeanDrawdown, fan.MeanDrawdownError), fan.Drawdown95),
            [.. Missing(found), .. Warnings(request, parameters, history)],
            device);
    }

    private static Estimate Undefined => new(double.NaN, double.NaN);

    // Only a price with Student's t log-returns has them: exp(x) of such an x grows faster than its density falls.
    private static double Degrees(MonteCarloSimulationRequest request, IReadOnlyDictionary<string, double> parameters) =>
        request.Model == SimulationModel.Garch ? parameters.GetValueOrDefault("degreesOfFreedom", double.PositiveInfinity) : double.PositiveInfinity;

    private static IEnumerable<string> Missing(SimulatedOutcomes found)
    {
        if (double.IsNaN(found.Skewness)) yield return "All paths end alike: figures of their spread and shape are null.";
        if (found.Quantiles.Any(quantile => double.IsNaN(quantile.Error)) 
            || found.Tails.Any(tail => double.IsNaN(tail.ValueAtRiskError) || double.IsNaN(tail.ExpectedShortfallError)))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Of {found.Paths:N0} paths too few lie beyond some quantiles: their standard errors, or the figures themselves, are null.");
        }
    }

    private static IEnumerable<string> Warnings(
        MonteCarloSimulationRequest request, IReadOnlyDictionary<string, double> parameters, BarSeries? history)
    {
        double degrees = Degrees(request, parameters);
        if (double.IsFinite(degrees))
        {
            yield return "Prices whose log-returns are Student's t have no finite mean: mean, deviation, skewness and kurtosis of the return are null. "
                + "Quantiles, value at risk and expected shortfall exist.";
        }
        if (request.Model == SimulationModel.Garch && GarchModel.FourthMoment(parameters["alpha"], parameters["beta"], degrees) is >= 1 and var index)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"κα² + 2αβ + β² is {index:0.##}, not below 1: log-returns of this law have no fourth moment, " +
                $"so {(double.IsFinite(degrees) ? "" : "kurtosis and ")}extremes do not settle with more paths.");
        }
        if (history is null) yield break;
        if (history.Provenance.IsSynthetic) yield return $"The history of {history.Key.Symbol} is synthetic: a generator made it.";
        foreach (string raw in RawPrices.Warnings([history])) yield return raw;
        if (history.Count < 253)
            yield return string.Create(CultureInfo.InvariantCulture, $"Estimated from {history.Count - 1} returns: the drift is hardly known.");
        if (request.Model == SimulationModel.Garch && request.Parameters?.ContainsKey("mean") != true)
            yield return "The fitted mean weighs calm days more than wild ones; the plain mean of the history may be far from it. Give `mean` to choose.";
        if (request.Model == SimulationModel.Heston)
        {
            yield return "Heston's parameters are moments of the history, not implied by options; "
                + "reversion and volatilityOfVariance are known to about a third in twenty years of days.";
        }
    }
}
