using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Abstractions.Risk;

/// <summary>Chooses portfolios; keeps nothing of its own.</summary>
[Alias("grain.allocation"), Repeatable, Needs(Role.ReadOnly)]
public interface IAllocationGrain : IGrainWithIntegerKey
{
    /// <summary>The best weights of a portfolio.</summary>
    [Alias("optimize"), ResponseTimeout("00:02:30")] Task<Answer<OptimizePortfolioAnswer>> Optimize(OptimizePortfolioRequest request, CancellationToken cancellationToken);
}
