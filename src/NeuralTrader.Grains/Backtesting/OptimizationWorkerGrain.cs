using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using Orleans.Concurrency;
using Orleans.Placement;

namespace NeuralTrader.Grains.Backtesting;

/// <inheritdoc cref="IOptimizationWorkerGrain"/>
[Reentrant, RandomPlacement] // a stateless worker would stay on its caller's silo, and a search is to have them all
public sealed class OptimizationWorkerGrain(MarketLibrary library, ComputeEngine engine) : Grain, IOptimizationWorkerGrain
{
    private const int LeastBars = 20, BayesianChunk = 8, LeastChunk = 64, MostChunk = 2_048;
    private const long ChunkBars = 500_000, GridChunkBars = 400_000_000; // bars of all combinations of a part: a fraction of a second

    /// <inheritdoc/>
    public async Task<Answer<OptimizationPlan>> Plan(OptimizeStrategyRequest request, CancellationToken cancellationToken)
    {
        Answer<(SearchProblem Problem, string Data)> read = await Problem(request, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        (SearchProblem problem, string data) = read.Value;
        int size = request.Method == SearchMethod.Bayesian ? BayesianChunk
            : (int)Math.Clamp((GridEvaluator.Covers(problem) ? GridChunkBars : ChunkBars) / problem.Plan.Bars, LeastChunk, MostChunk);
        (string device, string? fallback) = GridEvaluator.Device(problem, engine, request.Device.Wish(), size);
        return new OptimizationPlan(
            data, size, SearchWork.Chunks(problem.Spec, problem.Space, size), problem.Spec.Planned(problem.Space), new DeviceUsed(device, fallback));
    }

    /// <inheritdoc/>
    public async Task<Answer<int>> Run(OptimizationTask task, int number, CancellationToken cancellationToken)
    {
        Answer<SearchProblem> read = await Problem(task, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        SearchProblem problem = read.Value;
        List<SearchChunk> before = [];
        if (problem.Spec.Method == SearchMethod.Bayesian)
            for (int earlier = 0; earlier < number; earlier++) before.Add(await Kept(task, earlier));
        ISearchEvaluator evaluator = GridEvaluator.For(problem, engine: engine, wish: task.Request.Device.Wish());
        Answer<SearchChunk> chunk = await engine.Test(
            Effort.SearchPart, stop => SearchWork.Run(problem, evaluator, number, task.ChunkSize, before, stop), cancellationToken);
        if (chunk.IsRefused) return chunk.Refusal;
        await Chunk(task, number).Keep(chunk.Value);
        return chunk.Value.Points.Length;
    }

    /// <inheritdoc/>
    public async Task<Answer<int>> Conclude(OptimizationTask task, CancellationToken cancellationToken)
    {
        Answer<SearchProblem> read = await Problem(task, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        SearchTally tally = new(read.Value);
        for (int number = 0; number < task.Chunks; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tally.Add(await Kept(task, number)); // one part in memory at a time
        }
        Answer<SearchReport> report = await engine.Test(
            Effort.Conclusion(tally.Trials), stop => SearchConclusion.Of(read.Value, tally, stop), cancellationToken);
        if (report.IsRefused) return report.Refusal;
        await GrainFactory.GetGrain<IOptimizationReportGrain>(task.OptimizationId).Keep(report.Value);
        return tally.Trials;
    }

    private async Task<Answer<SearchProblem>> Problem(OptimizationTask task, CancellationToken cancellationToken)
    {
        Answer<(SearchProblem Problem, string Data)> read = await Problem(task.Request, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        return read.Value.Data == task.Data
            ? read.Value.Problem
            : new Refusal(RefusalKind.InsufficientData, $"The bars of {string.Join(", ", task.Request.Symbols!)} changed while the search ran; start it anew.", "symbols");
    }

    private async Task<Answer<(SearchProblem Problem, string Data)>> Problem(OptimizeStrategyRequest request, CancellationToken cancellationToken)
    {
        List<BarSeries> series = [];
        List<IReadOnlyList<CorporateAction>> actions = [];
        string data = "";
        foreach (string symbol in request.Symbols!)
        {
            if (await library.Find(symbol, request.Interval, request.Basis, cancellationToken) is not { } bars)
            {
                return new Refusal(
                    RefusalKind.NoMarketData, $"There are no {request.Interval.Adjective()} bars of {symbol}; listInstruments says what is loaded.", "symbol");
            }
            BarSeries range = bars.Between(request.From, request.To);
            if (range.Count < LeastBars)
            {
                return new Refusal(
                    RefusalKind.InsufficientData,
                    $"{symbol} has {range.Count} bars in the period, and a search needs {LeastBars}; "
                    + $"its bars run from {bars.TimeAt(0):yyyy-MM-dd} to {bars.TimeAt(bars.Count - 1):yyyy-MM-dd}.",
                    "from");
            }
            series.Add(range);
            actions.Add(bars.Key.Basis == PriceBasis.TotalReturn ? [] : await library.Actions(symbol, cancellationToken));
            data += $"{bars.Fingerprint:x32}{Fingerprint.Of(actions[^1]):x32}";
        }
        return (SearchProblem.Of(OptimizationRequests.Spec(request), series, [.. actions]), data);
    }

    private async Task<SearchChunk> Kept(OptimizationTask task, int number) =>
        await Chunk(task, number).Read() ?? throw new InvalidOperationException($"Part {number} of search {task.OptimizationId} is missing.");

    private IOptimizationChunkGrain Chunk(OptimizationTask task, int number) => GrainFactory.GetGrain<IOptimizationChunkGrain>($"{task.OptimizationId}:{number}");
}
