using System.Globalization;
using System.Text.Json;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Grains.Security.Audit;

/// <summary>
/// Where the log is gone on with: its last place, what is on record of each other book, and the ids of the events just before, so that what is told twice
/// is on record once.
/// </summary>
internal sealed class AuditTail
{
    private const int MostIds = 50_000;

    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly Queue<string> oldestId = new();

    /// <summary>The last book; null where there is none.</summary>
    public string? Book { get; private set; }

    /// <summary>Its last entry.</summary>
    public long Seq { get; private set; }

    /// <summary>The chain up to it.</summary>
    public JournalChain Chain { get; private set; }

    /// <summary>Characters of entries in the last book.</summary>
    public int Size { get; private set; }

    /// <summary>By book of the journal: up to which entry it is on record.</summary>
    public Dictionary<string, long> Carried { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>Books that were archived and may still be there, should somebody have been killed over removing them.</summary>
    public List<string> Archived { get; } = [];

    /// <summary>What is broken; then the log goes on in a new book, which says so.</summary>
    public List<string> Damage { get; } = [];

    /// <summary>Where the log ends; null where it is empty.</summary>
    public AuditEnd? End => Book is null ? null : new AuditEnd(Book, Seq, Chain.ToString());

    /// <summary>Reads the end of the log.</summary>
    /// <param name="journal">The store.</param>
    /// <param name="head">How far it had come, as was noted elsewhere; null for not at all.</param>
    public static async Task<AuditTail> Read(IJournal journal, AuditHead? head)
    {
        AuditTail tail = new();
        string[] books = [.. (await journal.Books(AuditBook.Prefix, CancellationToken.None)).Where(book => AuditBook.Parse(book) is not null)];
        string? headChain = null;
        foreach (string book in books.TakeLast(2)) // an event that was told once more around midnight may be in the one before
        {
            BookHead fold = BookHead.Of(book);
            bool isWhole = true;
            foreach (JournalEntry entry in await journal.Examine(book, 0, CancellationToken.None))
            {
                try
                {
                    if (isWhole) fold = fold.Then(entry);
                }
                catch (DamagedBookException fault)
                {
                    isWhole = false;
                    tail.Damage.Add(fault.Message);
                }
                tail.Take(entry, entry.Chain ?? fold.Chain);
                if (entry.Book == head?.End.Book && entry.Seq == head.End.Seq) headChain = tail.Chain.ToString();
            }
        }
        if (head is not null && headChain != head.End.Chain && !(headChain is null && books.SkipLast(2).Contains(head.End.Book))
            && !(tail.Archived.Contains(head.End.Book)))
            tail.Damage.Add(string.Create(
                CultureInfo.InvariantCulture, $"Entry {head.End.Seq} of {head.End.Book}, which was the last one on {head.At:yyyy-MM-dd HH:mm:ss} UTC, is {(headChain is null ? "missing" : "another one")}."));
        return tail;
    }

    /// <summary>True where an event is on record already.</summary>
    public bool Knows(AuditEvent happened) => ids.Contains(happened.Id!);

    /// <summary>Goes on to an entry that was read or written.</summary>
    public void Take(JournalEntry entry, JournalChain chain)
    {
        if (entry.Book != Book) Size = 0;
        (Book, Seq, Chain) = (entry.Book, entry.Seq, chain);
        Size += entry.Body.Length;
        try
        {
            if (AuditBody.Parse(entry.Body) is { } body) Take(AuditContent.Parse(body.Content));
        }
        catch (JsonException fault)
        {
            Damage.Add(string.Create(CultureInfo.InvariantCulture, $"Entry {entry.Seq} of {entry.Book} cannot be understood: {fault.Message}"));
        }
    }

    /// <summary>The same for what was written just now.</summary>
    public void Take(JournalEntry entry, JournalChain chain, AuditContent content)
    {
        if (entry.Book != Book) Size = 0;
        (Book, Seq, Chain) = (entry.Book, entry.Seq, chain);
        Size += entry.Body.Length;
        Take(content);
    }

    private void Take(AuditContent content)
    {
        foreach ((string book, long seq) in content.Opening?.Carried ?? new Dictionary<string, long>()) Carry(book, seq);
        foreach (AuditEvent happened in content.Events)
        {
            if (CarriedId.Parse(happened.Id) is var (book, seq)) Carry(book, seq);
            else if (happened.Id is { } id && ids.Add(id))
            {
                oldestId.Enqueue(id);
                if (ids.Count > MostIds) ids.Remove(oldestId.Dequeue());
            }
        }
        if (content.Cleared is { } cleared) Archived.AddRange(cleared.Books.Select(book => book.Book));
    }

    private void Carry(string book, long seq) => Carried[book] = Math.Max(seq, Carried.GetValueOrDefault(book));
}
