using NeuralTrader.Abstractions.Backtesting;
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
        return stored.Commit(new BacktestIndexState { Newest = [.. others.Append(summary).OrderByDescending(test => test.StartedAt).Take(Kept)] });
    }

    /// <inheritdoc/>
    public Task<BacktestList> List(ListBacktestsRequest request) =>
        Task.FromResult(new BacktestList([.. stored.State.Newest.Take(Require.Between(request.Limit, 1, Kept, "limit"))]));
}
