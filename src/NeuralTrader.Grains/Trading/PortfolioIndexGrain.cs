using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Ledger;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Trading;

/// <inheritdoc cref="IPortfolioIndexGrain"/>
[StatelessWorker]
public sealed class PortfolioIndexGrain(IJournal store, PortfolioOwners owners) : Grain, IPortfolioIndexGrain
{
    /// <inheritdoc/>
    public async Task<PortfolioList> List(CancellationToken cancellationToken) =>
        new(await owners.Visible(await PortfolioJournal.Portfolios(store, cancellationToken), CallerContext.Current, cancellationToken));
}
