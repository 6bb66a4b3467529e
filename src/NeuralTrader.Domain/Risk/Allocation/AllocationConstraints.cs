namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>What one asset's weight may be.</summary>
/// <param name="Min">Least weight, a fraction of the portfolio's value, negative for a short position; null for the general one.</param>
/// <param name="Max">Largest weight; null for the general one.</param>
[GenerateSerializer, Immutable, Alias("allocation-weight-range")]
public sealed record WeightRange(double? Min = null, double? Max = null);

/// <summary>What several assets' weights may add up to.</summary>
/// <param name="Name">What it is called in answers and refusals.</param>
/// <param name="Symbols">Its members.</param>
/// <param name="Min">Least sum; null for none.</param>
/// <param name="Max">Largest sum; null for none.</param>
[GenerateSerializer, Immutable, Alias("allocation-group-range")]
public sealed record GroupRange(string Name, IReadOnlyList<string> Symbols, double? Min = null, double? Max = null);

/// <summary>What weights are allowed. There is no limit on the number of assets held: that is another kind of problem.</summary>
/// <param name="MinWeight">Least weight of every asset, −10 to 1; negative allows short positions.</param>
/// <param name="MaxWeight">Largest weight of every asset: the cap, 0 to 10.</param>
/// <param name="Assets">Weight ranges of single assets, in the place of the general ones.</param>
/// <param name="Groups">Ranges of sums.</param>
/// <param name="MinInvested">Least sum of all weights; the rest is cash at the risk-free rate.</param>
/// <param name="MaxInvested">Largest sum of all weights; above 1 is borrowed at the risk-free rate.</param>
/// <param name="GrossLimit">Largest Σ|weight|; null for none.</param>
/// <param name="TurnoverLimit">Largest Σ|weight − current weight|, buying and selling both counted; null for none.</param>
[GenerateSerializer, Immutable, Alias("allocation-constraints")]
public sealed record AllocationConstraints(
    double MinWeight = 0, double MaxWeight = 1, IReadOnlyDictionary<string, WeightRange>? Assets = null, IReadOnlyList<GroupRange>? Groups = null,
    double MinInvested = 1, double MaxInvested = 1, double? GrossLimit = null, double? TurnoverLimit = null);
