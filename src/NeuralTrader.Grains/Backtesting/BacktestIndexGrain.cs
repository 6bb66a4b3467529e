using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Grains.Backtesting;

/// <summary>The newest back-tests.</summary>
[GenerateSerializer, Alias("backtest-index-state")]
public sealed record BacktestIndexState
{
    /// <summary>Newest first.</summary>
    [Id(0)] public IReadOnlyList<BacktestSummary> Newest { get; init; } = [];
}

/// <inheritdoc cref="IBacktestIndexGrain"/>
public sealed class BacktestIndexGrain([PersistentState("index")] IPersistentState<BacktestIndexState> stored) : Grain, IBacktestIndexGrain
{
    private const int Kept = 1_000;

    /// <inheritdoc/>
    public Task Note(BacktestSummary summary)
    {
        IEnumerable<BacktestSummary> others = stored.State.Newest.Where(known => known.BacktestId != summary.BacktestId);
        return stored.Commit(new BacktestIndexState { Newest = JobOwner.Kept(others.Append(summary).OrderByDescending(test => test.StartedAt), Kept, test => test.Owner) });
    }

    /// <inheritdoc/>
    public Task<BacktestList> List(ListBacktestsRequest request)
    {
        int limit = Require.Between(request.Limit, 1, Kept, "limit");
        Caller? caller = CallerContext.Current;
        return Task.FromResult(new BacktestList([.. stored.State.Newest.Where(test => !JobOwner.Hides(test.Owner, caller)).Take(limit)]));
    }
}
