using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Grains.Trading.Halts;

/// <summary>Has portfolios take note of a halt, or of the end of one, without waiting until somebody asks for them.</summary>
/// <param name="grains">Reaches them.</param>
/// <param name="journal">Lists them.</param>
/// <param name="log">Takes what went wrong.</param>
public sealed partial class HaltSweep(IGrainFactory grains, IJournal journal, ILogger<HaltSweep> log)
{
    private const int AtOnce = 32;

    /// <summary>Goes through the portfolios concerned. When patience ends it goes on, and says how far it is.</summary>
    /// <param name="portfolioId">The portfolio; null for all.</param>
    /// <param name="version">The entry of the audit to take note of.</param>
    /// <param name="patience">How long to wait for it.</param>
    public async Task<SweepFigures> Run(string? portfolioId, long version, TimeSpan patience)
    {
        IReadOnlyList<string> ids = portfolioId is null ? await PortfolioJournal.Portfolios(journal, CancellationToken.None) : [portfolioId];
        SweepFigures figures = new(ids.Count);
        Task all = Task.Run(() => Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (id, _) =>
        {
            try
            {
                figures.Heeded((await grains.GetGrain<IPortfolioGrain>(id).Heed(version, CancellationToken.None).ConfigureAwait(false)).OrdersCanceled);
            }
#pragma warning disable CA1031 // one portfolio that cannot be had leaves the others alone; it is asked again, and looks by itself before it does anything
            catch (Exception fault)
#pragma warning restore CA1031
            {
                NotHeeded(id, fault.Message);
            }
        }));
        try
        {
            await all.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            // the figures say how far it is
        }
        return figures;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Portfolio {Id} has not taken note of a halt yet; it is asked again. {Reason}")]
    private partial void NotHeeded(string id, string reason);
}

/// <summary>How far a sweep is.</summary>
/// <param name="all">Portfolios concerned.</param>
public sealed class SweepFigures(int all)
{
    private int done, canceled;

    /// <summary>Portfolios that have taken note.</summary>
    public int Done => done;

    /// <summary>Those that have not.</summary>
    public int Left => all - done;

    /// <summary>Orders they canceled.</summary>
    public int OrdersCanceled => canceled;

    internal void Heeded(int orders)
    {
        Interlocked.Add(ref canceled, orders);
        Interlocked.Increment(ref done);
    }
}
