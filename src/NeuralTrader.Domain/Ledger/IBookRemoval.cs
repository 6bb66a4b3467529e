namespace NeuralTrader.Domain.Ledger;

/// <summary>
/// Takes whole books out of a journal. It is for those of the audit log that lie in an archive, and refuses all others: money's books are never removed.
/// </summary>
public interface IBookRemoval
{
    /// <summary>Removes one book, all of it or nothing; one that is not there is removed already.</summary>
    /// <exception cref="InvalidInputException">It is not a book of the audit log.</exception>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    Task Remove(string book, CancellationToken cancellationToken);
}
