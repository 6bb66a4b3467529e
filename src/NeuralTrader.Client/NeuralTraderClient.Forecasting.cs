using NeuralTrader.Abstractions.Forecasting;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    /// <summary>Every kind of model, and whether this build does it.</summary>
    public Task<ModelTypeList> ListModelTypesAsync(ListModelTypesRequest request, CancellationToken cancellationToken = default) =>
        grains.GetGrain<IForecastGrain>(Any).Types().AsTask();

    /// <summary>The closes to come of an instrument, with intervals whose worth in the past is measured.</summary>
    public Task<NeuralForecastAnswer> NeuralForecastAsync(NeuralForecastRequest request, CancellationToken cancellationToken = default) =>
        Long(token => grains.GetGrain<IForecastGrain>(Any).Forecast(request, token).Value(), cancellationToken);
}
