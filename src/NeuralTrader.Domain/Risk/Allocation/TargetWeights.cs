namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>Weights as a rebalance takes them.</summary>
public static class TargetWeights
{
    private const int Digits = 6;
    private const decimal Dust = 0.000001m;

    /// <summary>Weights rounded to six digits, those of less than a millionth left out; CASH is what is left to 1.</summary>
    /// <param name="portfolio">A chosen portfolio.</param>
    public static IReadOnlyDictionary<string, decimal> Of(AllocatedPortfolio portfolio)
    {
        Dictionary<string, decimal> target = portfolio.Assets
            .Select(asset => (asset.Symbol, Weight: Math.Round((decimal)asset.Weight, Digits)))
            .Where(asset => Math.Abs(asset.Weight) > Dust)
            .ToDictionary(asset => asset.Symbol, asset => asset.Weight);
        decimal cash = 1 - target.Values.Sum();
        if (Math.Abs(cash) > Dust * portfolio.Assets.Count) target["CASH"] = cash;
        else if (target.Count > 0 && cash != 0) target[target.MaxBy(asset => asset.Value).Key] += cash; // rounding alone
        return target;
    }
}
