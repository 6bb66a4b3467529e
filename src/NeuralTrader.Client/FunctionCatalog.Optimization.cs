using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Client;

public static partial class FunctionCatalog
{
    private static IEnumerable<Function> OptimizationFunctions() =>
    [
        Of<OptimizeStrategyRequest, Optimization>("optimizeStrategy", Subject.Trading, Role.User,
            "Searches a strategy's parameters, and asks whether what it finds is more than luck.", (c, r, ct) => c.OptimizeStrategyAsync(r, ct), Accelerated),
        Of<GetOptimizationRequest, Optimization>("getOptimization", Subject.Trading, Role.ReadOnly,
            "A parameter search by its id.", (c, r, ct) => c.GetOptimizationAsync(r, ct)),
        Of<CancelOptimizationRequest, JobProgress>("cancelOptimization", Subject.Trading, Role.User,
            "Stops a running parameter search.", (c, r, ct) => c.CancelOptimizationAsync(r, ct)),
        Of<ListOptimizationsRequest, OptimizationList>("listOptimizations", Subject.Trading, Role.ReadOnly,
            "The newest parameter searches.", (c, r, ct) => c.ListOptimizationsAsync(r, ct)),
    ];
}
