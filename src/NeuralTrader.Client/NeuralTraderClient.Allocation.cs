using NeuralTrader.Abstractions.Risk;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    /// <summary>The best weights of a portfolio under constraints, with what binds, what is uncertain, and the efficient frontier.</summary>
    public Task<OptimizePortfolioAnswer> OptimizePortfolioAsync(OptimizePortfolioRequest request, CancellationToken cancellationToken = default) =>
        Long(token => grains.GetGrain<IAllocationGrain>(Any).Optimize(request, token).Value(), cancellationToken);
}
