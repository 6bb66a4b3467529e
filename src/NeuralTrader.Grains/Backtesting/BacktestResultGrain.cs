using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Grains.Backtesting;

/// <summary>What is kept of one account.</summary>
[GenerateSerializer, Alias("backtest-result-state")]
public sealed record BacktestResultState
{
    /// <summary>The result; null before there is one.</summary>
    [Id(0)] public BacktestResult? Result { get; init; }
}

/// <inheritdoc cref="IBacktestResultGrain"/>
public sealed class BacktestResultGrain([PersistentState("result")] IPersistentState<BacktestResultState> stored) : Grain, IBacktestResultGrain
{
    /// <inheritdoc/>
    public Task Keep(BacktestResult result) => stored.Commit(new BacktestResultState { Result = result });

    /// <inheritdoc/>
    public Task<BacktestResult?> Read() => Task.FromResult(stored.State.Result);
}
