using System.Runtime.CompilerServices;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting.Search;
using Orleans.Concurrency;

namespace NeuralTrader.Api.Tests.Fakes;

/// <summary>A search that is done, in two parts; "opt-running" is not, and "missing" is none.</summary>
[Reentrant]
public sealed class FakeOptimizationGrain : Grain, IOptimizationGrain
{
    public Task<Ownership?> Owner(CancellationToken cancellationToken) => Task.FromResult<Ownership?>(null);

    public Task<Ownership?> AssignOwner(string owner, CancellationToken cancellationToken) => Task.FromResult<Ownership?>(null);

    private string Id => this.GetPrimaryKeyString();

    public Task<Answer<JobProgress>> Start(OptimizeStrategyRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Answer<JobProgress>>(At(2) with { Message = $"{request.ParameterRanges["fast"].Min} {request.ParameterRanges["slow"].Values?.Count}" });

    public Task<Answer<Optimization>> Read(CancellationToken cancellationToken)
    {
        if (Id == "missing") return Task.FromResult<Answer<Optimization>>(NotFound());
        Dictionary<string, ParameterRange> ranges = new() { ["fast"] = ParameterRange.Of(10, 20), ["slow"] = ParameterRange.Between(50, 60, 10) };
        return Task.FromResult<Answer<Optimization>>(new Optimization(
            Id, At(Id == "opt-running" ? 1 : 2), new OptimizeStrategyRequest("sma_cross", ranges, "SPY"), DateTime.UnixEpoch, 1, null,
            new DeviceUsed("cpu", null)));
    }

    public Task<Answer<JobProgress>> Progress() => Task.FromResult<Answer<JobProgress>>(Id == "missing" ? NotFound() : At(2));

    public Task<Answer<JobProgress>> Cancel(CancellationToken cancellationToken) => Task.FromResult<Answer<JobProgress>>(At(2));

    public async IAsyncEnumerable<JobProgress> Watch([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int done = 1; done <= 2; done++)
        {
            await Task.Delay(20, cancellationToken);
            yield return At(done);
        }
    }

    private JobProgress At(int done) => new(Id, done == 2 ? JobState.Completed : JobState.Running, done, 2, done / 2.0, "working");

    private static Refusal NotFound() => new(RefusalKind.OptimizationNotFound, "No search is called missing.", "optimizationId");
}

public sealed class FakeOptimizationChunkGrain : Grain, IOptimizationChunkGrain
{
    public Task Keep(SearchChunk chunk) => Task.CompletedTask;

    public Task<bool> IsKept() => Task.FromResult(true);

    public Task<SearchChunk?> Read()
    {
        int number = this.GetPrimaryKeyString()[^1] - '0', first = 2 * number;
        SearchColumns figures = new([0.5, -0.25], [1.5, double.NaN], [2, 0], [0.125, 0.5], [7, 0]);
        return Task.FromResult(number > 1 ? null : new SearchChunk(number, 0, [first, first + 1], [first, first + 1], figures, figures, [], [], [], []));
    }
}

public sealed class FakeOptimizationIndexGrain : Grain, IOptimizationIndexGrain
{
    public Task Note(OptimizationSummary summary) => Task.CompletedTask;

    public Task<OptimizationList> List(ListOptimizationsRequest request) => Task.FromResult(new OptimizationList([]));
}
