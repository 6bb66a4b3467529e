namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>What a portfolio is chosen for.</summary>
public enum AllocationObjective
{
    /// <summary>The least volatility (Markowitz 1952).</summary>
    MinVariance = 1,

    /// <summary>The most excess return for a unit of volatility (Sharpe 1966).</summary>
    MaxSharpe = 2,

    /// <summary>The least volatility that earns a given return.</summary>
    TargetReturn = 3,

    /// <summary>The most return at a given volatility.</summary>
    TargetRisk = 4,

    /// <summary>Return less half the risk aversion times the variance.</summary>
    Utility = 5,

    /// <summary>Each asset carries its share of the volatility: equal shares, or given budgets (Maillard, Roncalli and Teïletche 2010).</summary>
    RiskParity = 6,

    /// <summary>Inverse variances down the tree of a hierarchical clustering; nothing is inverted (López de Prado 2016).</summary>
    HierarchicalRiskParity = 7,

    /// <summary>The least expected shortfall over scenarios (Rockafellar and Uryasev 2000).</summary>
    MinShortfall = 8,

    /// <summary>Utility under the returns that the market's weights imply and the caller's views change (Black and Litterman 1992).</summary>
    BlackLitterman = 9,
}
