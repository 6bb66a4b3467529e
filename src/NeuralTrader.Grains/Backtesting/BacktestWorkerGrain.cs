using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Markets;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Backtesting;

/// <inheritdoc cref="IBacktestWorkerGrain"/>
[StatelessWorker(1), Reentrant] // one a silo: who gives up must find the activation that works for it
public sealed class BacktestWorkerGrain(MarketLibrary library, ComputeEngine engine) : Grain, IBacktestWorkerGrain
{
    private const int MostTests = 20, LeastBars = 2;

    /// <inheritdoc/>
    public async Task<Answer<BacktestResult>> Run(RunBacktestRequest request, CancellationToken cancellationToken)
    {
        List<BarSeries> series = [];
        List<IReadOnlyList<CorporateAction>> actions = [];
        foreach (string symbol in request.Symbols!)
        {
            Answer<BarSeries> bars = await Bars(symbol, request, "symbols", cancellationToken);
            if (bars.IsRefused) return bars.Refusal;
            series.Add(bars.Value);
            actions.Add(bars.Value.Key.Basis == PriceBasis.TotalReturn ? [] : await library.Actions(symbol, cancellationToken));
        }
        Answer<BarSeries> benchmark = default;
        if (request.Benchmark is { } name)
        {
            benchmark = await Bars(name, request, "benchmark", cancellationToken);
            if (benchmark.IsRefused) return benchmark.Refusal;
        }
        return await engine.Test(
            Effort.Backtest(series.Sum(bars => bars.Count)),
            stop => BacktestEngine.Run(BacktestAccounts.Spec(request), series, [.. actions], benchmark.Value, progress: null, stop), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Answer<ComparisonResult>> Compare(CompareBacktestsRequest request, CancellationToken cancellationToken)
    {
        Require.Count(request.BacktestIds?.Count, 1, MostTests, "backtestIds");
        List<BacktestResult> rows = [];
        foreach (string id in request.BacktestIds!)
        {
            Answer<Backtest> test = await GrainFactory.GetGrain<IBacktestGrain>(Ids.Parse(id, "backtestIds")).Read(cancellationToken);
            if (test.IsRefused) return test.Refusal;
            if (test.Value.Progress.State == JobState.Running)
                return new Refusal(RefusalKind.InsufficientData, $"Back-test {id} is still running.", "backtestIds");
            rows.AddRange(test.Value.Results);
        }
        if (rows.Count < 2) throw Require.Invalid("backtestIds", string.Join(", ", request.BacktestIds!), "tests with at least two results between them");
        return await engine.Study(
            Effort.Comparison(rows.Count, request.Draws),
            stop => BacktestComparison.Compare(rows, request.Seed, request.Draws, request.MeanBlock, stop), cancellationToken);
    }

    private async Task<Answer<BarSeries>> Bars(string symbol, RunBacktestRequest request, string field, CancellationToken cancellationToken)
    {
        if (await library.Find(symbol, request.Interval, request.Basis, cancellationToken) is not { } bars)
            return new Refusal(RefusalKind.NoMarketData, $"There are no {request.Interval.Adjective()} bars of {symbol}; listInstruments says what is loaded.", field);
        BarSeries range = bars.Between(request.From, request.To);
        return range.Count >= LeastBars
            ? range
            : new Refusal(RefusalKind.InsufficientData, $"{symbol} has {range.Count} bars in the period; its bars run from {bars.TimeAt(0):yyyy-MM-dd} to {bars.TimeAt(bars.Count - 1):yyyy-MM-dd}.", field);
    }
}
