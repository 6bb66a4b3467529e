using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Grains.Placement;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Risk;

/// <inheritdoc cref="IMonteCarloGrain"/>
[StatelessWorker, Reentrant, PreferAccelerator]
public sealed class MonteCarloGrain(MarketLibrary library, ComputeEngine engine, AnswerCache cache) : Grain, IMonteCarloGrain
{
    private const double UsualPrice = 100;
    private static readonly double[] UsualConfidences = [0.95, 0.99];

    /// <inheritdoc/>
    public async Task<Answer<MonteCarloSimulationAnswer>> Simulate(MonteCarloSimulationRequest request, CancellationToken cancellationToken)
    {
        _ = PathEstimates.Names(request.Model);
        Require.Between(request.StepsPerYear, 0.01, 10_000_000, "stepsPerYear");
        if (request.StartPrice is { } price) Require.Positive(price, "startPrice");
        if (request.Bars is { } bars) Require.Between(bars, PathEstimates.LeastReturns + 1, int.MaxValue, "bars");
        if (request.Confidences is { Count: > 10 } many) throw Require.Invalid("confidences", many.Count, "at most 10");
        DeviceWish wish = request.Device.Wish();
        Answer<BarSeries?> history = await History(request, cancellationToken);
        if (history.IsRefused) return history.Refusal;
        UInt128[] data = history.Value is { } read ? [read.Fingerprint] : [];
        return await cache.Ask<MonteCarloSimulationRequest, MonteCarloSimulationAnswer>(
            "monteCarloSimulation",
            request with { Symbol = history.Value?.Key.Symbol },
            data,
            stop => Simulate(request, history.Value, wish, stop),
            cancellationToken);
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

    // The law first, which may have to be fitted to the history: that is work for the processor. The paths then go where they are walked soonest.
    private async Task<Answer<MonteCarloSimulationAnswer>> Simulate(
        MonteCarloSimulationRequest request, BarSeries? history, DeviceWish wish, CancellationToken cancellationToken)
    {
        Answer<(PathJob Job, IReadOnlyDictionary<string, double> Parameters)> asked = await engine.Study(_ => Job(request, history), cancellationToken);
        if (asked.IsRefused) return asked.Refusal;
        Answer<Computed<SimulatedOutcomes>> found = await engine.Run(ComputeKernels.MonteCarlo, asked.Value.Job, wish, cancellationToken);
        if (found.IsRefused) return found.Refusal;
        double price = request.StartPrice ?? history?.Close[^1] ?? UsualPrice;
        return MonteCarloAnswers.Of(request, asked.Value.Parameters, history, price, found.Value.Value, found.Value.Used());
    }

    private static (PathJob Job, IReadOnlyDictionary<string, double> Parameters) Job(MonteCarloSimulationRequest request, BarSeries? history)
    {
        double[] returns = history is null ? [] : PathEstimates.LogReturns(history);
        PathLaw law = PathLaws.Of(
            request.Model, request.Parameters ?? new Dictionary<string, double>(), returns, request.StepsPerYear, out IReadOnlyDictionary<string, double> used);
        var job = new PathJob(
            law, request.Paths, request.Steps, 1 / request.StepsPerYear, request.Seed, request.Confidences ?? UsualConfidences, request.SamplePaths);
        return (job, used);
    }
}
