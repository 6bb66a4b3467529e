using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;

namespace NeuralTrader.Client;

public static partial class FunctionCatalog
{
    private static IEnumerable<Function> RiskFunctions() =>
    [
        Of<CalculateIndicatorRequest, IndicatorAnswer>("calculateIndicator", Subject.Risk, Role.ReadOnly,
            "An indicator over stored bars.", (c, r, ct) => c.CalculateIndicatorAsync(r, ct), Accelerated),
    ];
}
