using System.Text.Json;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Storage.Moving;

/// <summary>What was done to all data at once, by a program beside the platform.</summary>
/// <param name="Action">data.backup, data.restore or data.move.</param>
/// <param name="By">The account and the machine.</param>
/// <param name="From">Where it was read, in words.</param>
/// <param name="To">Where the copy is, in words.</param>
public sealed record DataDeed(string Action, string By, string From, string To)
{
    /// <summary>A copy was written into a file.</summary>
    public const string Backup = "data.backup";
}

/// <summary>Notes such deeds in the journal that they were done to, from where the platform carries them to its audit log.</summary>
public static class DataRecord
{
    /// <summary>The book.</summary>
    public const string Book = "audit/data";

    private const int Attempts = 5; // several may note something at once

    /// <summary>Notes a deed.</summary>
    /// <param name="place">A directory or a database, whether a platform has it or not.</param>
    /// <param name="deed">What was done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where it is on record; else why not, such as an account that may only read.</returns>
    public static async Task<string?> Note(DataPlace place, DataDeed deed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(place);
        try
        {
            using OpenedJournal opened = place.OpenJournal();
            for (int attempt = 1; ; attempt++)
            {
                IReadOnlyList<JournalEntry> entries = await opened.Journal.Read(Book, 0, cancellationToken).ConfigureAwait(false);
                try
                {
                    string body = JsonSerializer.Serialize(deed, JsonSerializerOptions.Web);
                    await opened.Journal.Append(new JournalEntry(Book, entries.Count + 1, null, null, DateTime.UtcNow, body, []), cancellationToken).ConfigureAwait(false);
                    return null;
                }
                catch (JournalConflictException) when (attempt < Attempts)
                {
                    // somebody else was first: go on after what he wrote
                }
            }
        }
        catch (Exception fault) when (fault is JournalUnavailableException or JournalConflictException or MovingException)
        {
            return fault.Message;
        }
    }
}

/// <summary>A journal that was opened for this alone.</summary>
internal sealed class OpenedJournal(IJournal journal, params IDisposable[] closed) : IDisposable
{
    /// <summary>The journal.</summary>
    public IJournal Journal => journal;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable one in closed) one.Dispose();
    }
}
