namespace NeuralTrader.Domain.Ledger;

/// <summary>One movement of money between two accounts of a book.</summary>
/// <param name="Debit">Account that grows by the amount.</param>
/// <param name="Credit">Account that shrinks by the amount.</param>
/// <param name="Amount">In the book's currency, not negative.</param>
[GenerateSerializer, Immutable, Alias("posting")]
public readonly record struct Posting(string Debit, string Credit, decimal Amount);

/// <summary>Everything that one command changed in a book, written as one unit.</summary>
/// <param name="Book">The book, such as "portfolio/growth".</param>
/// <param name="Seq">Position in the book, from 1, without gaps; the fence against two owners.</param>
/// <param name="OperationId">The caller's idempotency key; unique in the book. Null for what the platform did by itself.</param>
/// <param name="Fingerprint">Hash of the request; tells the same key with another body.</param>
/// <param name="RecordedAt">When it was written, UTC.</param>
/// <param name="Body">The events, as JSON.</param>
/// <param name="Postings">The money the events moved.</param>
public sealed record JournalEntry(
    string Book, long Seq, string? OperationId, string? Fingerprint, DateTime RecordedAt, string Body, IReadOnlyList<Posting> Postings)
{
    /// <summary>
    /// The chain of the entry it follows, as its writer knows the book. Where another entry stands there, it is refused: a writer that has lost the
    /// book cannot go on with it. Null: whatever stands in the place before; and in entries that were read.
    /// </summary>
    public JournalChain? Follows { get; init; }

    /// <summary>The chain up to and with this entry; null in entries that older builds wrote.</summary>
    public JournalChain? Chain { get; init; }

    /// <summary>What a store holds in this place that no entry can be made of, in words; null in every entry that was written.</summary>
    public string? Fault { get; init; }

    /// <summary>A place of a book that holds no entry any more: nothing of it is believed but its chain.</summary>
    /// <param name="book">The book.</param>
    /// <param name="seq">The place.</param>
    /// <param name="fault">What is there, in words.</param>
    /// <param name="chain">The chain's bytes as they are stored; nothing for none.</param>
    public static JournalEntry Unreadable(string book, long seq, string fault, ReadOnlySpan<byte> chain) =>
        new(book, seq, null, null, DateTime.UnixEpoch, "", []) { Fault = fault, Chain = chain.Length == JournalChain.Length ? JournalChain.Parse(chain) : null };
}

/// <summary>An append-only journal of books. An entry is durable when <see cref="Append"/> has returned.</summary>
public interface IJournal
{
    /// <summary>Writes one entry durably. The entries of a book that one caller hands over one after the other are written in that order.</summary>
    /// <exception cref="JournalConflictException">
    /// The sequence number or the operation id is taken, or the entry before is not the one it follows; nothing was written.
    /// </exception>
    /// <exception cref="JournalUnavailableException">The store failed; whether the entry was written is unknown until it is read again.</exception>
    Task Append(JournalEntry entry, CancellationToken cancellationToken);

    /// <summary>The entries of a book after a sequence number, in order.</summary>
    /// <exception cref="DamagedBookException">What is stored in one of their places is no entry.</exception>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    Task<IReadOnlyList<JournalEntry>> Read(string book, long afterSeq, CancellationToken cancellationToken);

    /// <summary>The same for who tells damage apart: a place that holds no entry is one with a <see cref="JournalEntry.Fault"/>.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    Task<IReadOnlyList<JournalEntry>> Examine(string book, long afterSeq, CancellationToken cancellationToken) => Read(book, afterSeq, cancellationToken);

    /// <summary>The first entry of a book; null where there is no such book.</summary>
    async Task<JournalEntry?> First(string book, CancellationToken cancellationToken) =>
        (await Read(book, 0, cancellationToken).ConfigureAwait(false)) is [JournalEntry first, ..] ? first : null;

    /// <summary>The names of all books that start with a prefix, in order.</summary>
    Task<IReadOnlyList<string>> Books(string prefix, CancellationToken cancellationToken);

    /// <summary>How far every book that starts with a prefix has come, in the order of their names.</summary>
    async Task<IReadOnlyList<BookEnd>> Ends(string prefix, CancellationToken cancellationToken)
    {
        List<BookEnd> ends = [];
        foreach (string book in await Books(prefix, cancellationToken).ConfigureAwait(false))
            ends.Add(new BookEnd(book, (await Read(book, 0, cancellationToken).ConfigureAwait(false))[^1].Seq));
        return ends;
    }
}

/// <summary>How far a book has come.</summary>
/// <param name="Book">Its name.</param>
/// <param name="Seq">The number of its last entry.</param>
public readonly record struct BookEnd(string Book, long Seq);

/// <summary>Another owner wrote this place in the book, or the operation is already in it.</summary>
[GenerateSerializer, Alias("journal-conflict")]
public sealed class JournalConflictException(string message) : Exception(message);

/// <summary>The journal's store failed.</summary>
[GenerateSerializer, Alias("journal-unavailable")]
public sealed class JournalUnavailableException(string message) : Exception(message);
