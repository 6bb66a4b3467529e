using NeuralTrader.Abstractions.Forecasting;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Forecasting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Markets;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Forecasting;

/// <inheritdoc cref="IForecastGrain"/>
[StatelessWorker(1), Reentrant] // one a silo: a caller who gives up must find the activation that works for it
public sealed class ForecastGrain(MarketLibrary library, ComputeEngine engine) : Grain, IForecastGrain
{
    /// <inheritdoc/>
    public ValueTask<ModelTypeList> Types() => ValueTask.FromResult(new ModelTypeList(ModelTypes.All));

    /// <inheritdoc/>
    public async Task<Answer<NeuralForecastAnswer>> Forecast(NeuralForecastRequest request, CancellationToken cancellationToken)
    {
        ForecastSpec spec = new ForecastSpec(request.Horizon, request.ConfidenceLevel, request.Method, request.Season, request.Evaluations).Checked();
        int lookback = Require.Between(request.Lookback, 60, 10_000, "lookback");
        if (request.ModelId is { } model)
        {
            return new Refusal(
                RefusalKind.NotAvailable, $"There is no model {model}: {ModelTypes.NoNetworks} Without a modelId a classical method forecasts the symbol.", "modelId");
        }
        Answer<BarSeries> found = await library.Read(request.Symbol, request.Interval, cancellationToken);
        if (found.IsRefused) return found.Refusal;
        BarSeries bars = found.Value.Between(null, request.To).Last(lookback);
        double[] closes = [.. bars.Select(bar => bar.Close)];
        if (closes.Length == 0)
        {
            return new Refusal(
                RefusalKind.InsufficientData, $"{found.Value.Key.Symbol} has no bar at or before {Require.Iso(request.To!.Value)}; its first is of {Require.Iso(found.Value.TimeAt(0))}.", "to");
        }
        Answer<Answer<SeriesForecast>> made = await engine.Study(
            Effort.Forecasts(closes.Length, spec.Origins), stop => SeriesForecast.Of(closes, spec, stop), cancellationToken);
        if (made.IsRefused) return made.Refusal;
        if (made.Value.IsRefused) return made.Value.Refusal with { Detail = $"{bars.Key.Symbol}: {made.Value.Refusal.Detail}" };
        DateTime[] times = [.. bars.Select(bar => bar.Time)];
        return new NeuralForecastAnswer(
            bars.Key.Symbol, ModelId: null, times[^1], closes[^1], bars.Currency, closes.Length, SeriesFingerprint.Of([(bars.Key.Symbol, times, closes)]),
            made.Value.Value, bars.Provenance, DeviceUsed.Cpu(request.Device));
    }
}
