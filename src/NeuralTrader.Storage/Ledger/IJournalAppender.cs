namespace NeuralTrader.Storage.Ledger;

/// <summary>The writer's own connection; for one thread.</summary>
internal interface IJournalAppender : IDisposable
{
    /// <summary>Writes the entries as one transaction, on disk when it returns. An entry whose place is taken is left out and gets its conflict.</summary>
    void Append(IReadOnlyList<PendingAppend> batch);
}
