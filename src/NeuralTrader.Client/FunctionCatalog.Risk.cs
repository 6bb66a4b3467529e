using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;

namespace NeuralTrader.Client;

public static partial class FunctionCatalog
{
    private static IEnumerable<Function> RiskFunctions() =>
    [
        Of<CalculateIndicatorRequest, IndicatorAnswer>("calculateIndicator", Subject.Risk, Role.ReadOnly,
            "An indicator over stored bars.", (c, r, ct) => c.CalculateIndicatorAsync(r, ct), Accelerated),
        Of<MonteCarloSimulationRequest, MonteCarloSimulationAnswer>("monteCarloSimulation", Subject.Risk, Role.ReadOnly,
            "What a price may do: moments, quantiles and losses of up to 1e8 paths of five models.", (c, r, ct) => c.MonteCarloSimulationAsync(r, ct), Accelerated),
    ];
}
