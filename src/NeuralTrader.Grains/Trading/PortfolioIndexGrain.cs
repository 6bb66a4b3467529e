using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Ledger;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Trading;

/// <inheritdoc cref="IPortfolioIndexGrain"/>
[StatelessWorker]
public sealed class PortfolioIndexGrain(IJournal store) : Grain, IPortfolioIndexGrain
{
    /// <inheritdoc/>
    public async Task<PortfolioList> List(CancellationToken cancellationToken) => new(await PortfolioJournal.Portfolios(store, cancellationToken));
}
