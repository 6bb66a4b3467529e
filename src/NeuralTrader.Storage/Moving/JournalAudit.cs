using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Storage.Moving;

/// <summary>Where a book stands.</summary>
/// <param name="Book">Its name.</param>
/// <param name="LastSeq">Its newest entry.</param>
/// <param name="Chain">What its chain has come to, lower-case hexadecimal.</param>
public sealed record BookEnd(string Book, long LastSeq, string Chain);

/// <summary>What all journals together are.</summary>
/// <param name="Books">How many books.</param>
/// <param name="Entries">How many entries in them.</param>
/// <param name="Postings">How many movements of money.</param>
/// <param name="Sha256">
/// Of all books in the order of their names' UTF-8 bytes: the name's length in UTF-8 (int32), the newest entry (int64), both little-endian, the name, and the
/// chain's 32 bytes. Lower-case hexadecimal. Equal where, and only where, all journals are.
/// </param>
/// <param name="Heads">Each book, in that order.</param>
public sealed record JournalSummary(long Books, long Entries, long Postings, string Sha256, IReadOnlyList<BookEnd> Heads);

/// <summary>Reads journals as an auditor does: from the first entry to the last, believing nothing.</summary>
internal static class JournalAudit
{
    /// <summary>Folds all books.</summary>
    /// <param name="entries">Book after book, each in its sequence.</param>
    /// <param name="each">Told how many entries have been read, now and then.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MovingException">The first fault: a gap, an operation that is in a book twice, a posting that is none.</exception>
    /// <exception cref="DamagedBookException">A book's chain does not fold.</exception>
    public static JournalSummary Of(IEnumerable<JournalEntry> entries, Action<long>? each, CancellationToken cancellationToken)
    {
        List<BookEnd> heads = [];
        HashSet<string> books = new(StringComparer.Ordinal), operations = new(StringComparer.Ordinal);
        using IncrementalHash all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        BookHead book = default;
        (long count, long postings) = (0, 0);
        foreach (JournalEntry entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (book.Book != entry.Book)
            {
                if (book.Book is not null) Close(book, heads, all);
                if (!books.Add(entry.Book)) throw new MovingException($"Book {entry.Book} is not in one piece.");
                operations.Clear();
                book = BookHead.Of(entry.Book);
            }
            Check(entry, operations);
            book = book.Then(entry);
            postings += entry.Postings.Count;
            if (++count % 1024 == 0) each?.Invoke(count);
        }
        if (book.Book is not null) Close(book, heads, all);
        each?.Invoke(count);
        return new JournalSummary(heads.Count, count, postings, Convert.ToHexStringLower(all.GetHashAndReset()), heads);
    }

    /// <summary>Compares journals with what was noted of them when they were written.</summary>
    /// <exception cref="MovingException">They differ; the sentence names the first book.</exception>
    public static void RequireSame(JournalSummary noted, JournalSummary found, string where)
    {
        if (noted.Sha256 == found.Sha256) return;
        Dictionary<string, BookEnd> heads = found.Heads.ToDictionary(head => head.Book);
        foreach (BookEnd head in noted.Heads)
        {
            if (!heads.Remove(head.Book, out BookEnd? here)) throw new MovingException($"Book {head.Book} is missing in {where}.");
            if (here.LastSeq != head.LastSeq) throw Different($"Book {head.Book} ends at entry {here.LastSeq} in {where}, and should at entry {head.LastSeq}.");
            if (here.Chain != head.Chain) throw Different($"Book {head.Book} in {where} is another than the one that was written: its chain comes to {here.Chain}, and should to {head.Chain}.");
        }
        throw new MovingException(heads.Count > 0 ? $"Book {heads.Keys.First()} in {where} was never written there." : $"The journals' hash in {where} is {found.Sha256}, and should be {noted.Sha256}.");
    }

    private static MovingException Different(FormattableString sentence) => new(FormattableString.Invariant(sentence));

    private static void Check(JournalEntry entry, HashSet<string> operations)
    {
        if (entry.OperationId is { } operation && !operations.Add(operation))
            throw new MovingException(string.Create(CultureInfo.InvariantCulture, $"Entry {entry.Seq} of book {entry.Book} is operation {operation}, which the book has already."));
        foreach (Posting posting in entry.Postings) // an amount leaves one account and enters another: the sum over all is 0 wherever that holds
            if (posting.Amount < 0 || posting.Debit.Length == 0 || posting.Credit.Length == 0 || posting.Debit == posting.Credit)
                throw new MovingException(string.Create(
                    CultureInfo.InvariantCulture, $"Entry {entry.Seq} of book {entry.Book} moves {posting.Amount} from '{posting.Credit}' to '{posting.Debit}', which is no movement between two accounts."));
    }

    private static void Close(BookHead book, List<BookEnd> heads, IncrementalHash all)
    {
        heads.Add(new BookEnd(book.Book, book.Seq, book.Chain.ToString()));
        Span<byte> numbers = stackalloc byte[sizeof(int) + sizeof(long)];
        byte[] name = Encoding.UTF8.GetBytes(book.Book);
        BinaryPrimitives.WriteInt32LittleEndian(numbers, name.Length);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[sizeof(int)..], book.Seq);
        all.AppendData(numbers);
        all.AppendData(name);
        all.AppendData(book.Chain.ToArray());
    }
}
