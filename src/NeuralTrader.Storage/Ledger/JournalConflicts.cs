using System.Globalization;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Storage.Ledger;

internal static class JournalConflicts
{
    /// <summary>Why an entry was not added to a book whose next place is another, which ends with another entry, or which holds the operation already.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="next">The book's next place.</param>
    /// <param name="holdsOperation">Whether the operation is in the book.</param>
    public static JournalConflictException Of(JournalEntry entry, long next, bool holdsOperation) => new(
        entry.Seq != next ? string.Create(CultureInfo.InvariantCulture, $"The next place in book '{entry.Book}' is {next}, not {entry.Seq}.")
        : holdsOperation ? $"Operation '{entry.OperationId}' is already in book '{entry.Book}'."
        : string.Create(CultureInfo.InvariantCulture, $"Entry {entry.Seq - 1} of book '{entry.Book}' is not the one that was followed: somebody else wrote it."));
}
