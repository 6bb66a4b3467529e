using System.Collections.Concurrent;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Cluster.Tests.Trading;

/// <summary>What the journal's store does with one write.</summary>
public enum WriteFault
{
    /// <summary>It works.</summary>
    None,

    /// <summary>It fails and nothing is written.</summary>
    BeforeWrite,

    /// <summary>The entry is written, and the caller hears of a fault.</summary>
    AfterWrite,

    /// <summary>It never answers; the entry is written.</summary>
    Hang,
}

/// <summary>A journal in memory with the fences of a real one, and faults on demand.</summary>
public sealed class MemoryJournal : IJournal
{
    private readonly ConcurrentDictionary<string, List<JournalEntry>> books = new();
    private readonly ConcurrentDictionary<string, WriteFault> faults = new();

    public void FailNext(string book, WriteFault fault) => faults["portfolio/" + book] = fault;

    public async Task Append(JournalEntry entry, CancellationToken cancellationToken)
    {
        faults.TryRemove(entry.Book, out WriteFault fault);
        await Task.Yield();
        if (fault == WriteFault.BeforeWrite) throw new JournalUnavailableException("The disk is gone.");
        Write(entry);
        if (fault == WriteFault.AfterWrite) throw new JournalUnavailableException("The connection is gone.");
        if (fault == WriteFault.Hang) await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    public void Write(JournalEntry entry)
    {
        List<JournalEntry> book = books.GetOrAdd(entry.Book, _ => []);
        lock (book)
        {
            if (entry.Seq != book.Count + 1 || (entry.OperationId is not null && book.Any(known => known.OperationId == entry.OperationId)))
                throw new JournalConflictException($"{entry.Book}: place {entry.Seq} or key {entry.OperationId} is taken.");
            JournalChain before = book.Count == 0 ? JournalChain.Start(entry.Book) : book[^1].Chain!.Value;
            if (entry.Follows is { } follows && follows != before) throw new JournalConflictException($"{entry.Book}: entry {entry.Seq - 1} is another one.");
            book.Add(entry with { Follows = null, Chain = before.Then(entry) });
        }
    }

    public Task<IReadOnlyList<JournalEntry>> Read(string book, long afterSeq, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JournalEntry>>([.. Entries(book).Where(entry => entry.Seq > afterSeq)]);

    public Task<IReadOnlyList<string>> Books(string prefix, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. books.Keys.Where(book => book.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]);

    /// <summary>Changes the first entry behind everybody's back.</summary>
    public void Damage(string portfolio)
    {
        List<JournalEntry> book = books["portfolio/" + portfolio];
        lock (book) book[0] = book[0] with { Postings = [] };
    }

    public JournalEntry[] Of(string portfolio) => Entries("portfolio/" + portfolio);

    private JournalEntry[] Entries(string book)
    {
        List<JournalEntry> entries = books.GetOrAdd(book, _ => []);
        lock (entries) return [.. entries];
    }
}
