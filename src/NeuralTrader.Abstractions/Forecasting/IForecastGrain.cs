using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Abstractions.Forecasting;

/// <summary>Forecasts that need no trained model; a stateless worker.</summary>
[Alias("grain.forecast"), Repeatable, Needs(Role.ReadOnly)]
public interface IForecastGrain : IGrainWithIntegerKey
{
    /// <summary>Every kind of model.</summary>
    [Alias("types")] ValueTask<ModelTypeList> Types();

    /// <summary>The closes to come of an instrument.</summary>
    [Alias("forecast"), ResponseTimeout("00:02:30")] Task<Answer<NeuralForecastAnswer>> Forecast(NeuralForecastRequest request, CancellationToken cancellationToken);
}
