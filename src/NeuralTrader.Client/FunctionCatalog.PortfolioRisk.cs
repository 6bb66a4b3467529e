using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Client;

public static partial class FunctionCatalog
{
    private static IEnumerable<Function> PortfolioRiskFunctions() =>
    [
        Of<RiskAnalysisRequest, RiskAnalysisAnswer>("riskAnalysis", Subject.Risk, Role.ReadOnly,
            "Value at risk, expected shortfall and what they are made of.", (c, r, ct) => c.RiskAnalysisAsync(r, ct), Accelerated),
        Of<StressTestRequest, StressTestAnswer>("stressTest", Subject.Risk, Role.ReadOnly,
            "What falls of the past and sudden moves would do to a portfolio.", (c, r, ct) => c.StressTestAsync(r, ct), Accelerated),
        Of<ListStressScenariosRequest, StressScenarioList>("listStressScenarios", Subject.Risk, Role.ReadOnly,
            "The named falls of the past, with dates and sources.", (c, r, ct) => c.ListStressScenariosAsync(r, ct)),
        Of<CalculateVarRequest, TailEstimate>("calculateVar", Subject.Risk, Role.ReadOnly,
            "Value at risk of returns, by the definition asked for.", (c, r, ct) => c.CalculateVarAsync(r, ct)),
        Of<CalculateCvarRequest, TailEstimate>("calculateCvar", Subject.Risk, Role.ReadOnly,
            "Expected shortfall of returns, by the definition asked for.", (c, r, ct) => c.CalculateCvarAsync(r, ct)),
        Of<CalculateSharpeRatioRequest, SharpeRatio>("calculateSharpeRatio", Subject.Risk, Role.ReadOnly,
            "Sharpe ratio with its standard errors.", (c, r, ct) => c.CalculateSharpeRatioAsync(r, ct)),
        Of<CalculateSortinoRatioRequest, SortinoRatio>("calculateSortinoRatio", Subject.Risk, Role.ReadOnly,
            "Sortino ratio, its downside deviation over all observations.", (c, r, ct) => c.CalculateSortinoRatioAsync(r, ct)),
        Of<CalculateDrawdownRequest, DrawdownAnswer>("calculateDrawdown", Subject.Risk, Role.ReadOnly,
            "How far and how long something was below its highest value.", (c, r, ct) => c.CalculateDrawdownAsync(r, ct)),
        Of<CalculateMaxLeverageRequest, LeverageLimit>("calculateMaxLeverage", Subject.Risk, Role.ReadOnly,
            "The most leverage that every given rule allows.", (c, r, ct) => c.CalculateMaxLeverageAsync(r, ct)),
        Of<CalculateKellyRequest, KellyAnswer>("calculateKelly", Subject.Risk, Role.ReadOnly,
            "Kelly's stake of a bet, or exposure to an investment.", (c, r, ct) => c.CalculateKellyAsync(r, ct)),
        Of<CalculatePositionSizeRequest, PositionSize>("calculatePositionSize", Subject.Risk, Role.ReadOnly,
            "How many units to hold, never above a cap.", (c, r, ct) => c.CalculatePositionSizeAsync(r, ct)),
        Of<ValidatePositionRequest, PositionVerdict>("validatePosition", Subject.Risk, Role.ReadOnly,
            "Whether a position keeps to limits, rule by rule.", (c, r, ct) => c.ValidatePositionAsync(r, ct)),
        Of<CalculateRiskBatchRequest, RiskBatchAnswer>("calculateRiskBatch", Subject.Risk, Role.ReadOnly,
            "Many risk calculations at once.", (c, r, ct) => c.CalculateRiskBatchAsync(r, ct)),
    ];
}
