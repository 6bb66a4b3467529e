using NeuralTrader.Abstractions.Placement;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Risk;

/// <inheritdoc cref="IMonteCarloWorkerGrain"/>
[StatelessWorker(1), Reentrant, PreferAccelerator] // one a silo: a caller who gives up must find the activation that works for it
public sealed class MonteCarloWorkerGrain(MarketLibrary library, ComputeEngine engine, AnswerCache cache) : Grain, IMonteCarloWorkerGrain
{
    private const double UsualPrice = 100;
    private const int MostConfidences = 10;
    private static readonly double[] UsualConfidences = [0.95, 0.99];

    /// <inheritdoc/>
    public async Task<Answer<MonteCarloSimulationAnswer>> Simulate(MonteCarloSimulationRequest request, CancellationToken cancellationToken)
    {
        _ = PathEstimates.Names(request.Model);
        if (request.StepsPerYear is { } perYear) Require.Between(perYear, 0.01, 10_000_000, "stepsPerYear");
        if (request.StartPrice is { } price) Require.Positive(price, "startPrice");
        if (request.Bars is { } bars) Require.Between(bars, PathEstimates.LeastReturns + 1, int.MaxValue, "bars");
        if (request.Confidences is { } confidences) Checked(confidences);
        DeviceWish wish = request.Device.Wish();
        Answer<BarSeries?> history = await History(request, cancellationToken);
        if (history.IsRefused) return history.Refusal;
        double stepsPerYear = request.StepsPerYear
            ?? (history.Value is { } past ? BarCalendar.PeriodsPerYear(past.Key.Interval, past.Ticks) : BarCalendar.TradingDays);
        UInt128[] data = history.Value is { } read ? [read.Fingerprint] : [];
        return await cache.Ask<MonteCarloSimulationRequest, MonteCarloSimulationAnswer>(
            "monteCarloSimulation",
            request with { Symbol = history.Value?.Key.Symbol },
            data,
            async stop =>
            {
                Answer<(PathJob Job, IReadOnlyDictionary<string, double> Used)> prepared = await engine.Study(
                    Effort.Estimate(history.Value?.Count ?? 0), _ => Prepare(request, history.Value, stepsPerYear), stop);
                if (prepared.IsRefused) return prepared.Refusal;
                (PathJob job, IReadOnlyDictionary<string, double> used) = prepared.Value;
                Answer<Computed<SimulatedOutcomes>> found = await engine.Run(ComputeKernels.MonteCarlo, job, wish, stop);
                if (found.IsRefused) return found.Refusal;
                double start = request.StartPrice ?? history.Value?.Close[^1] ?? UsualPrice;
                return MonteCarloAnswers.Of(request, used, history.Value, stepsPerYear, start, found.Value.Value, found.Value.Used());
            },
            cancellationToken);
    }

    private static void Checked(IReadOnlyList<double> confidences)
    {
        Require.Count(confidences.Count, 1, MostConfidences, "confidences");
        HashSet<double> seen = [];
        foreach (double confidence in confidences)
            if (!seen.Add(Require.OpenUnitInterval(confidence, "confidences"))) throw Require.Invalid("confidences", confidence, "each once");
    }

    private async Task<Answer<BarSeries?>> History(MonteCarloSimulationRequest request, CancellationToken cancellationToken)
    {
        if (request.Symbol is null) return (BarSeries?)null;
        string symbol = Symbol.Parse(request.Symbol);
        if (!Enum.IsDefined(request.Interval)) throw Require.Invalid("interval", request.Interval, string.Join(", ", Enum.GetNames<BarInterval>()));
        if (await library.Find(symbol, request.Interval, null, cancellationToken) is not { } found)
        {
            return new Refusal(
                RefusalKind.NoMarketData, $"There are no bars of {symbol}; listInstruments says what is loaded, importMarketData brings more.", "symbol");
        }
        return request.Bars is { } most ? found.Last(most) : found;
    }

    private static (PathJob Job, IReadOnlyDictionary<string, double> Used) Prepare(
        MonteCarloSimulationRequest request, BarSeries? history, double stepsPerYear)
    {
        PathLaw law = PathLaws.Of(
            request.Model,
            request.Parameters ?? new Dictionary<string, double>(),
            history is null ? [] : PathEstimates.LogReturns(history),
            stepsPerYear,
            out IReadOnlyDictionary<string, double> used);
        PathJob job = new(
            law, request.Paths, request.Steps, 1 / stepsPerYear, request.Seed, request.Confidences ?? UsualConfidences, request.SamplePaths);
        return (job, used);
    }
}
