using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Grains.Trading;

/// <content>A book that is not what was written into it: its callers hear so, and so does who watches over the platform.</content>
public sealed partial class PortfolioGrain
{
    private bool isDamaged;

    private async Task Load(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(journal.Reload(cancellationToken), owners.Renew(cancellationToken));
            if (isDamaged) Found(null);
        }
        catch (DamagedBookException damage)
        {
            Found(damage.Message);
            throw;
        }
    }

    private void Found(string? damage)
    {
        isDamaged = damage is not null;
        GrainFactory.GetGrain<IDamagedBooksGrain>(0).Tell(PortfolioJournal.BookOf(Id), damage).Ignore(); // nobody's order waits for it
    }
}
