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
        Of<OptimizePortfolioRequest, OptimizePortfolioAnswer>("optimizePortfolio", Subject.Risk, Role.ReadOnly,
            "The best weights of a portfolio under constraints, and the efficient frontier.", (c, r, ct) => c.OptimizePortfolioAsync(r, ct), Accelerated),
    ];
}
