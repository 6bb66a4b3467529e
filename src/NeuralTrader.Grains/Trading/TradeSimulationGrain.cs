using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Strategies;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Trading;

/// <inheritdoc cref="ITradeSimulationGrain"/>
[StatelessWorker(1), Reentrant] // one a silo: a caller who gives up must find the activation that works for it
public sealed class TradeSimulationGrain(MarketLibrary library, ComputeEngine engine) : Grain, ITradeSimulationGrain
{
    /// <inheritdoc/>
    public async Task<Answer<SimulateTradeAnswer>> Simulate(SimulateTradeRequest request, CancellationToken cancellationToken)
    {
        if (StrategyCatalog.Find(request.Strategy) is { IsAvailable: false } strategy)
            return new Refusal(RefusalKind.StrategyUnavailable, $"{strategy.Name}: {strategy.Reason}", "strategy");
        Answer<BarSeries> bars = await library.Read(request.Symbol, request.Interval, cancellationToken);
        if (bars.IsRefused) return bars.Refusal;
        TradeSimulationSpec spec = new(
            request.Strategy, request.Action, request.Quantity, request.HorizonBars, request.Parameters, request.Costs ?? TradingCosts.Usual,
            request.Model, request.Paths,
            request.MeanBlock, request.Seed);
        Answer<Computed<TradeSimulationResult>> result = await engine.Study(
            request.Device.Wish(), Effort.Trade(request.Paths, request.HorizonBars), stop => TradeSimulation.Run(spec, bars.Value, stop), cancellationToken);
        return result.IsRefused ? result.Refusal : new SimulateTradeAnswer(result.Value.Value, result.Value.Used());
    }
}
