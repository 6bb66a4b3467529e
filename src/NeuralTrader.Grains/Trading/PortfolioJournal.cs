using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Grains.Trading;

/// <summary>What one command did, kept so that a retry hears the same answer.</summary>
/// <param name="Fingerprint">Hash of the request.</param>
/// <param name="Version">Number of journal entries when it was booked.</param>
/// <param name="Cash">Cash when it was booked.</param>
/// <param name="Orders">The orders it touched, as it left them.</param>
/// <param name="Plan">The rebalance it carried out; null for other commands.</param>
internal sealed record BookedCommand(string Fingerprint, long Version, decimal Cash, IReadOnlyList<Order> Orders, RebalancePlanned? Plan);

/// <summary>A portfolio's book together with its place in the journal. Writes first, answers then.</summary>
/// <param name="journal">The store.</param>
/// <param name="id">The portfolio's id.</param>
internal sealed class PortfolioJournal(IJournal journal, string id)
{
    private const string Prefix = "portfolio/";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly Dictionary<string, BookedCommand> commands = [];
    private bool isStale;

    /// <summary>The portfolio.</summary>
    public PortfolioBook Book { get; private set; } = new(id);

    /// <summary>Number of entries.</summary>
    public long Version { get; private set; }

    /// <summary>Ids of all portfolios in a journal.</summary>
    public static async Task<IReadOnlyList<string>> Portfolios(IJournal journal, CancellationToken cancellationToken) =>
        [.. (await journal.Books(Prefix, cancellationToken)).Select(book => book[Prefix.Length..])];

    /// <summary>A request's hash.</summary>
    public static string Fingerprint<TRequest>(TRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, Json)).AsSpan(0, 16));

    /// <summary>Folds the whole book again.</summary>
    public async Task Reload(CancellationToken cancellationToken)
    {
        IReadOnlyList<JournalEntry> entries = await journal.Read(Prefix + id, 0, cancellationToken);
        (Book, Version, isStale) = (new PortfolioBook(id), 0, false);
        commands.Clear();
        foreach (JournalEntry entry in entries)
        {
            PortfolioEvent[] events = JsonSerializer.Deserialize<PortfolioEvent[]>(entry.Body, Json)!;
            foreach (PortfolioEvent happened in events) Book.Apply(happened);
            Version = entry.Seq;
            Remember(entry.OperationId, entry.Fingerprint, events);
        }
    }

    /// <summary>The command booked under a key; null when there is none.</summary>
    public BookedCommand? Find(string key) => commands.GetValueOrDefault(key);

    /// <summary>Lets events happen that the book has not seen, and writes them as one entry.</summary>
    /// <exception cref="JournalUnavailableException">The write failed. The book must be reloaded before it is used again; until then every write fails.</exception>
    public Task Commit(IReadOnlyList<PortfolioEvent> events, DateTime at, string? key = null, string? fingerprint = null)
    {
        List<Posting> postings = [.. events.SelectMany(Book.Apply)];
        return Write(events, postings, at, key, fingerprint);
    }

    /// <summary>Writes events that the book has seen already as one entry.</summary>
    /// <exception cref="JournalUnavailableException">The write failed. The book must be reloaded before it is used again; until then every write fails.</exception>
    public async Task Write(IReadOnlyList<PortfolioEvent> events, IReadOnlyList<Posting> postings, DateTime at, string? key, string? fingerprint)
    {
        ThrowIfStale();
        isStale = true; // until the store has said that the entry is there
        string body = JsonSerializer.Serialize(events, Json);
        await journal.Append(new JournalEntry(Prefix + id, Version + 1, key, fingerprint, at, body, postings), CancellationToken.None);
        isStale = false;
        Version++;
        Remember(key, fingerprint, events);
    }

    /// <summary>Refuses to serve a book that may hold what the journal does not.</summary>
    public void ThrowIfStale()
    {
        if (isStale) throw new JournalUnavailableException($"Portfolio {id} is being reloaded after a failed write; try again.");
    }

    private void Remember(string? key, string? fingerprint, IReadOnlyList<PortfolioEvent> events)
    {
        if (key is null) return;
        IEnumerable<string> touched = events.Select(happened => happened switch
        {
            OrderAccepted accepted => accepted.OrderId,
            OrderClosed closed => closed.OrderId,
            _ => null,
        }).OfType<string>().Distinct();
        commands[key] = new BookedCommand(
            fingerprint ?? "", Version, Book.Cash, [.. touched.Select(order => Book.Orders[order])], events.OfType<RebalancePlanned>().FirstOrDefault());
    }
}
