using System.Globalization;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Storage.Ledger;

internal static class JournalConflicts
{
    /// <summary>Why an entry was not added to a book whose next place is another, or which holds the operation already.</summary>
    public static JournalConflictException Of(JournalEntry entry, long next) => new(entry.Seq == next
        ? $"Operation '{entry.OperationId}' is already in book '{entry.Book}'."
        : string.Create(CultureInfo.InvariantCulture, $"The next place in book '{entry.Book}' is {next}, not {entry.Seq}."));
}
