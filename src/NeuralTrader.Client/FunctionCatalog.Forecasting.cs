using NeuralTrader.Abstractions.Forecasting;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Client;

public static partial class FunctionCatalog
{
    private static IEnumerable<Function> ForecastingFunctions() =>
    [
        Of<ListModelTypesRequest, ModelTypeList>("listModelTypes", Subject.Forecasting, Role.ReadOnly,
            "Every kind of model, and whether this build does it.", (c, r, ct) => c.ListModelTypesAsync(r, ct)),
        Of<NeuralForecastRequest, NeuralForecastAnswer>("neuralForecast", Subject.Forecasting, Role.ReadOnly,
            "The closes to come with intervals, and what such forecasts were worth out of sample. This build forecasts by classical methods.",
            (c, r, ct) => c.NeuralForecastAsync(r, ct)),
    ];
}
