using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Ledger;

namespace NeuralTrader.Silo.Hosting;

/// <summary>The entries that wait for the journal's writer, and how long the newest took until it was on disk.</summary>
internal sealed class JournalQueue(IJournal journal) : IQueueFigures
{
    /// <inheritdoc/>
    public IEnumerable<QueueLoad> Queues =>
        journal is GroupCommitJournal writer ? [new QueueLoad("journal", writer.Waiting, LatestSeconds: writer.Latest?.TotalSeconds)] : [];
}
