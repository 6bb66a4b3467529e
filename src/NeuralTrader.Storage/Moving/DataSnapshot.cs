using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Storage.Moving;

/// <summary>Everything a platform keeps, as it was at one moment: in a data directory, in PostgreSQL, or in a back-up file.</summary>
internal abstract class DataSnapshot : IDisposable
{
    /// <summary>Where it is, in words and without a password.</summary>
    public abstract string Description { get; }

    /// <summary>What its journals were when it was taken; null where nobody noted that.</summary>
    public virtual JournalSummary? Noted => null;

    /// <summary>Checks the store's own order, where it can be asked to.</summary>
    /// <exception cref="MovingException">It is damaged.</exception>
    public virtual void RequireSound()
    {
    }

    /// <summary>How many rows a table has.</summary>
    public abstract long Count(PlatformTable table);

    /// <summary>The rows of a table in its order; one table is read at a time. Values are string, long, bool, double, decimal, DateTime, byte[] or null.</summary>
    public abstract IEnumerable<object?[]> Rows(PlatformTable table);

    /// <summary>All entries of all books, book after book in the order of their names' UTF-8 bytes, each in its sequence.</summary>
    public abstract IEnumerable<JournalEntry> Entries();

    /// <summary>
    /// The rows as every place of this build's form has them: entries of older builds, which came without a chain, with the one that their book defines.
    /// </summary>
    /// <exception cref="DamagedBookException">A book's chain does not fold.</exception>
    public IEnumerable<object?[]> RowsInForm(PlatformTable table) => table == PlatformTable.Journal ? Chained() : Rows(table);

    /// <summary>Lets go of it.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of it.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>Puts postings to the rows of the journal that they belong to.</summary>
    /// <param name="journal">Columns of <see cref="PlatformTable.Journal"/>.</param>
    /// <param name="postings">Columns of <see cref="PlatformTable.Posting"/>.</param>
    /// <exception cref="MovingException">A posting has no entry, or its lines are not counted from 0.</exception>
    protected static IEnumerable<JournalEntry> Join(IEnumerable<object?[]> journal, IEnumerable<object?[]> postings)
    {
        using IEnumerator<object?[]> posting = postings.GetEnumerator();
        bool more = posting.MoveNext();
        foreach (object?[] row in journal)
        {
            (string book, long seq) = ((string)row[0]!, (long)row[1]!);
            List<Posting> lines = [];
            string? fault = Fault(row);
            for (; more && (string)posting.Current[0]! == book && (long)posting.Current[1]! == seq; more = posting.MoveNext())
            {
                if (fault is not null || (fault = Fault(posting.Current)) is not null) continue;
                if ((long)posting.Current[2]! != lines.Count) throw new MovingException($"Entry {seq} of book {book} lacks its posting {lines.Count}.");
                lines.Add(new Posting((string)posting.Current[3]!, (string)posting.Current[4]!, (decimal)posting.Current[5]!));
            }
            byte[]? chain = row[6] as byte[];
            if (chain is not null && chain.Length != JournalChain.Length) fault ??= "its chain cannot be read";
            yield return fault is not null
                ? JournalEntry.Unreadable(book, seq, fault, chain)
                : new JournalEntry(book, seq, (string?)row[2], (string?)row[3], (DateTime)row[4]!, (string)row[5]!, lines) { Chain = chain is null ? null : JournalChain.Parse(chain) };
        }
        if (more) throw new MovingException($"A posting of book {posting.Current[0]}, entry {posting.Current[1]}, has no entry that it belongs to.");
    }

    private static string? Fault(object?[] row) => row.OfType<ForeignValue>().FirstOrDefault()?.Fault;

    private IEnumerable<object?[]> Chained()
    {
        BookHead head = default;
        foreach (JournalEntry entry in Entries())
        {
            if (head.Book != entry.Book) head = BookHead.Of(entry.Book);
            head = head.Then(entry);
            yield return [entry.Book, entry.Seq, entry.OperationId, entry.Fingerprint, entry.RecordedAt, entry.Body, head.Chain.ToArray()];
        }
    }
}

/// <summary>Stands in a row for a value that its column cannot hold.</summary>
/// <param name="Fault">What is wrong, in words.</param>
internal sealed record ForeignValue(string Fault);
