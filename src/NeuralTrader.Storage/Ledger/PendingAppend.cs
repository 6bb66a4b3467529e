using System.Diagnostics;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Storage.Ledger;

/// <summary>An entry on its way to disk, and the caller who waits for it.</summary>
internal sealed class PendingAppend(JournalEntry entry, CancellationToken cancellationToken)
{
    // Callers go on elsewhere: the writer's thread belongs to the writer.
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JournalEntry Entry { get; private set; } = entry.Follows is { } before && entry.Chain is null ? entry with { Chain = before.Then(entry) } : entry;

    /// <summary>Tells the entry what it follows: its writer left that to the store.</summary>
    public void Follow(JournalChain before) => Entry = Entry with { Follows = before, Chain = before.Then(Entry) };

    /// <summary>When it came, on the stopwatch.</summary>
    public long Since { get; } = Stopwatch.GetTimestamp();

    /// <summary>Ends when the entry is durable, or with the reason why it is not.</summary>
    public Task Done => done.Task;

    /// <summary>Why the entry cannot be written; null while it can.</summary>
    public Exception? Conflict { get; set; }

    /// <summary>True when the caller has given up; then nothing is written.</summary>
    public bool GaveUp() => cancellationToken.IsCancellationRequested && done.TrySetCanceled(cancellationToken);

    /// <summary>The transaction that held the entry is on disk.</summary>
    public void Settle()
    {
        if (Conflict is null) done.TrySetResult();
        else done.TrySetException(Conflict);
    }

    /// <summary>The transaction that held the entry failed.</summary>
    public void Fail(string reason) => done.TrySetException(new JournalUnavailableException(reason));
}
