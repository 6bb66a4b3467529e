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
        Of<CorrelationAnalysisRequest, CorrelationAnalysisAnswer>("correlationAnalysis", Subject.Risk, Role.ReadOnly,
            "Correlations of all pairs, clusters and the common factor.", (c, r, ct) => c.CorrelationAnalysisAsync(r, ct), Accelerated),
        Of<DtwDistanceRequest, DtwDistanceAnswer>("dtwDistance", Subject.Risk, Role.ReadOnly,
            "How far two series are from each other when time may be stretched.", (c, r, ct) => c.DtwDistanceAsync(r, ct), Accelerated),
        Of<DtwBatchRequest, DtwBatchAnswer>("dtwBatch", Subject.Risk, Role.ReadOnly,
            "Which of many series, or stretches of a past, are nearest to one.", (c, r, ct) => c.DtwBatchAsync(r, ct), Accelerated),
        Of<MonteCarloSimulationRequest, MonteCarloSimulationAnswer>("monteCarloSimulation", Subject.Risk, Role.ReadOnly,
            "What a price may do: moments, quantiles and losses of up to 1e8 paths of five models.", (c, r, ct) => c.MonteCarloSimulationAsync(r, ct), Accelerated),
    ];
}
