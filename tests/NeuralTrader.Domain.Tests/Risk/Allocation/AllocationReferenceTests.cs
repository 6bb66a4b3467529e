using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Domain.Tests.Risk.Allocation;

/// <summary>Against cvxopt 1.3.0, SciPy 1.10 (HiGHS, linkage) and López de Prado's program; Reference/goldens.py prints every figure.</summary>
public sealed class AllocationReferenceTests
{
    private static readonly AllocationMarket Twelve = SampleAssets.Of(12, 240);

    public static TheoryData<string, AllocationSpec, double[]> Portfolios() => new()
    {
        {
            "minimum variance", new(AllocationObjective.MinVariance, new(MaxWeight: 0.15)),
            [0.0131314877, 0.15, 0.0300303573, 0.1015073024, 0.0437727915, 0.1047052408, 0.0190888375, 0.1198330408, 0.15, 0.15, 0, 0.1179309421]
        },
        {
            "target return", new(AllocationObjective.TargetReturn, new(MaxWeight: 0.25), Target: 0.16),
            [0, 0.1729225117, 0.1227633716, 0.0915942206, 0.0139268416, 0.0523840890, 0.0183795350, 0.1490117516, 0.25, 0.0126226415, 0, 0.1163950373]
        },
        {
            "utility", new(AllocationObjective.Utility, new(MaxWeight: 0.25), RiskAversion: 3),
            [0, 0.25, 0.25, 0.1384638518, 0, 0, 0, 0.25, 0, 0, 0, 0.1115361483]
        },
        {
            "maximum Sharpe", new(AllocationObjective.MaxSharpe, new(MaxWeight: 0.25), RiskFreeRate: 0.02),
            [0, 0.2134966646, 0.25, 0.1021932643, 0, 0, 0.0101759105, 0.2123893621, 0.0857363976, 0, 0, 0.1260084010]
        },
        {
            "target risk", new(AllocationObjective.TargetRisk, new(MaxWeight: 0.25), Target: 0.088),
            [0, 0.1700770999, 0.2322765391, 0.0881840874, 0, 0, 0.0019029873, 0.1592036153, 0.2364906217, 0, 0, 0.1118650348]
        },
        {
            "costs and turnover",
            new(AllocationObjective.Utility, new(MaxWeight: 0.25, TurnoverLimit: 0.5), RiskAversion: 12, TransactionCost: 0.002,
                CurrentWeights: Enumerable.Range(1, 12).ToDictionary(i => $"A{i}", _ => 1.0 / 12)),
            [0, 0.1079642794, 0.25, 0.0833333333, 0.0833333333, 0.0512496849, 0.0833333333, 0.1377067057, 0.0833333333, 0, 0.0320836489, 0.0876623460]
        },
        {
            "long and short",
            new(AllocationObjective.Utility, new(-0.2, 0.3, Groups: [new("first", ["A1", "A2", "A3", "A4"], Max: 0.3)], GrossLimit: 1.4), RiskAversion: 12),
            [0, 0, 0.3, 0, 0, 0, 0.1971942342, 0.3, 0.1645358014, -0.2, 0, 0.2382699497]
        },
        {
            "risk budgets 1:2:…:12",
            new(AllocationObjective.RiskParity, RiskBudgets: Enumerable.Range(1, 12).ToDictionary(i => $"A{i}", i => (double)i)),
            [0.0121959746, 0.0359319081, 0.0358020165, 0.0648494674, 0.0569263285, 0.0786487778, 0.0799257258, 0.1042458603, 0.1548567566, 0.1350687916, 0.0931715120, 0.1483768808]
        },
        {
            "hierarchical risk parity", new(AllocationObjective.HierarchicalRiskParity),
            [0.0639841890, 0.1009952662, 0.0637358548, 0.0758557398, 0.0410185181, 0.0716855964, 0.0488107016, 0.1155638186, 0.1691845091, 0.1173751131, 0.0507057576, 0.0810849357]
        },
        {
            "minimum shortfall", new(AllocationObjective.MinShortfall, new(MaxWeight: 0.25)),
            [0, 0.0644624888, 0.0346363865, 0.0736574763, 0.0611179230, 0.1416249663, 0.0699651728, 0.0815130889, 0.2196188411, 0.1389306258, 0, 0.1144730304]
        },
    };

    [Theory, MemberData(nameof(Portfolios))]
    public void Weights_are_those_of_other_programs(string name, AllocationSpec spec, double[] expected)
    {
        AllocatedPortfolio best = Twelve.Best(spec);
        double near = spec.Objective == AllocationObjective.TargetRisk ? 7e-6 : 2e-7; // cvxopt's cone solver ends at 1e-8 of the objective
        Assert.All(best.Weights().Zip(expected), pair => Assert.True(Math.Abs(pair.First - pair.Second) < near, $"{name}: {pair}"));
        Assert.InRange(best.KktResidual, 0, 1e-8);
    }

    [Fact]
    public void Objectives_are_those_of_other_programs()
    {
        Assert.Equal(0.0031972078, Math.Pow(Twelve.Best(new(AllocationObjective.MinVariance, new(MaxWeight: 0.15))).Volatility, 2) / 2, 10);
        Assert.Equal(2.0966385182, Twelve.Best(new(AllocationObjective.MaxSharpe, new(MaxWeight: 0.25), RiskFreeRate: 0.02)).Sharpe, 9);
        Assert.Equal(0.1993848077, Twelve.Best(new(AllocationObjective.TargetRisk, new(MaxWeight: 0.25), Target: 0.088)).ExpectedReturn, 8); // cvxopt's cone to 1e-8
        Assert.Equal(0.0087171225, Twelve.Best(new(AllocationObjective.MinShortfall, new(MaxWeight: 0.25))).ExpectedShortfall, 10);
    }

    [Theory, InlineData(0, 1, 0.0014451647209186539), InlineData(1, 5, -0.29129480490603366)]
    public void A_hundred_assets_under_caps_reach_the_objective_of_cvxopt_to_nine_digits(double returns, double aversion, double expected)
    {
        AllocationMarket market = SampleAssets.Of(100, 300);
        AllocatedPortfolio best = market.Best(new(returns > 0 ? AllocationObjective.Utility : AllocationObjective.MinVariance, new(MaxWeight: 0.05), RiskAversion: aversion));
        double objective = (aversion * best.Volatility * best.Volatility / 2) - (returns * best.ExpectedReturn);
        Assert.InRange((objective - expected) / Math.Abs(expected), -1e-9, 1e-11);
    }
}
