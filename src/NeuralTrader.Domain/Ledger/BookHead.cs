using System.Globalization;

namespace NeuralTrader.Domain.Ledger;

/// <summary>Where a book ends: its last place and the chain up to there. The fold of its entries, which also tells whether they are whole.</summary>
/// <param name="Book">The book.</param>
/// <param name="Seq">Place of the last entry; 0 for none.</param>
/// <param name="Chain">The chain up to it.</param>
public readonly record struct BookHead(string Book, long Seq, JournalChain Chain)
{
    // Entries of builds before the chain have none, and all of them come first.
    private bool IsChained { get; init; }

    /// <summary>A book without entries.</summary>
    public static BookHead Of(string book) => new(book, 0, JournalChain.Start(book));

    /// <summary>Folds a whole book, in order from its first entry.</summary>
    /// <exception cref="DamagedBookException">An entry is missing, or is not the one that was written.</exception>
    public static BookHead Of(string book, IEnumerable<JournalEntry> entries)
    {
        BookHead head = Of(book);
        foreach (JournalEntry entry in entries) head = head.Then(entry);
        return head;
    }

    /// <summary>Goes on to the next entry as it was read.</summary>
    /// <exception cref="DamagedBookException">It is not the next one, or not the one that was written.</exception>
    public BookHead Then(JournalEntry entry)
    {
        if (entry.Book != Book) throw Damaged($"an entry of book '{entry.Book}' stands in it");
        if (entry.Seq != Seq + 1) throw Damaged($"entry {entry.Seq} follows entry {Seq}");
        if (entry.Fault is { } fault) throw DamagedBookException.At(entry, fault);
        JournalChain chain = Chain.Then(entry);
        if (entry.Chain is { } stored && stored != chain) throw Damaged($"entry {entry.Seq}, or one before it, is not what was written: its chain does not follow from them");
        if (entry.Chain is null && IsChained) throw Damaged($"entry {entry.Seq} has no chain though the one before it has");
        return new BookHead(Book, entry.Seq, chain) { IsChained = entry.Chain is not null };
    }

    /// <summary>Goes on to an entry that is being written, and gives it what it follows and its chain.</summary>
    internal BookHead Append(ref JournalEntry entry)
    {
        JournalChain chain = Chain.Then(entry);
        entry = entry with { Follows = Chain, Chain = chain };
        return new BookHead(Book, entry.Seq, chain) { IsChained = true };
    }

    private DamagedBookException Damaged(FormattableString what) => new(Book, what.ToString(CultureInfo.InvariantCulture));
}

/// <summary>A book is not what was written into it. Nothing is booked in it and nothing is told from it until it is restored.</summary>
/// <param name="book">The book.</param>
/// <param name="what">What is wrong with it, naming the entry.</param>
[GenerateSerializer, Alias("damaged-book")]
public sealed class DamagedBookException(string book, string what) : Exception($"The book '{book}' is damaged: {what}. Nothing is booked in it until it is restored from a back-up.")
{
    /// <summary>The book.</summary>
    [Id(0)] public string Book { get; private set; } = book;

    /// <summary>What stands in the place of an entry is none.</summary>
    public static DamagedBookException At(JournalEntry entry, string fault) =>
        new(entry.Book, string.Create(CultureInfo.InvariantCulture, $"entry {entry.Seq} is not what was written: {fault}"));

    /// <summary>An entry is whole, but says nothing that this build understands.</summary>
    public static DamagedBookException NotUnderstood(JournalEntry entry, Exception fault) =>
        new(entry.Book, string.Create(CultureInfo.InvariantCulture, $"entry {entry.Seq} cannot be understood: {fault.Message.TrimEnd('.')}"));
}
