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
/// <param name="clock">Stamps entries and ends waiting.</param>
internal sealed class PortfolioJournal(IJournal journal, string id, TimeProvider clock)
{
    private const string Prefix = "portfolio/";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a request with a NaN has a hash too; it is refused by name afterwards
    };

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, BookedCommand> commands = [];
    private readonly List<PortfolioEvent> draft = [];
    private readonly List<Posting> draftPostings = [];

    /// <summary>True while the book may hold what the journal does not; then it must be loaded again before it is served.</summary>
    public bool IsStale { get; private set; } = true;

    /// <summary>The portfolio.</summary>
    public PortfolioBook Book { get; private set; } = new(id);

    /// <summary>Number of entries.</summary>
    public long Version { get; private set; }

    /// <summary>Ids of all portfolios in a journal.</summary>
    public static async Task<IReadOnlyList<string>> Portfolios(IJournal journal, CancellationToken cancellationToken) =>
        [.. (await journal.Books(Prefix, cancellationToken)).Select(book => book[Prefix.Length..])];

    /// <summary>Whether a portfolio was ever opened in a journal.</summary>
    public static async Task<bool> Exists(IJournal journal, string id, CancellationToken cancellationToken) =>
        (await journal.Books(Prefix + id, cancellationToken)).Contains(Prefix + id);

    /// <summary>A request's hash.</summary>
    public static string Fingerprint<TRequest>(TRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, Json)).AsSpan(0, 16));

    /// <summary>Folds the whole book again.</summary>
    public async Task Reload(CancellationToken cancellationToken)
    {
        IReadOnlyList<JournalEntry> entries = await journal.Read(Prefix + id, 0, cancellationToken);
        (Book, Version, IsStale) = (new PortfolioBook(id), 0, true);
        commands.Clear();
        draft.Clear();
        draftPostings.Clear();
        foreach (JournalEntry entry in entries)
        {
            PortfolioEvent[] events = JsonSerializer.Deserialize<PortfolioEvent[]>(entry.Body, Json)!;
            foreach (PortfolioEvent happened in events) Book.Apply(happened);
            Version = entry.Seq;
            Remember(entry.OperationId, entry.Fingerprint, events);
        }
        IsStale = false;
    }

    /// <summary>The command booked under a key; null when there is none.</summary>
    public BookedCommand? Find(string key) => commands.GetValueOrDefault(key);

    /// <summary>Lets events happen in the book. It is stale until <see cref="Save"/> has written them.</summary>
    public void Draft(IReadOnlyList<PortfolioEvent> events)
    {
        IsStale = true; // before anything is changed, so that a fault in between is not served either
        foreach (PortfolioEvent happened in events)
        {
            draft.Add(happened);
            draftPostings.AddRange(Book.Apply(happened));
        }
    }

    /// <summary>Writes what was drafted as one entry.</summary>
    /// <exception cref="JournalConflictException">Another owner wrote this place in the book, or the key is in it already; nothing was written.</exception>
    /// <exception cref="JournalUnavailableException">The write failed, or took longer than ten seconds and may still succeed.</exception>
    public async Task Save(string? key = null, string? fingerprint = null)
    {
        JournalEntry entry = new(
            Prefix + id, Version + 1, key, fingerprint, clock.GetUtcNow().UtcDateTime, JsonSerializer.Serialize<IReadOnlyList<PortfolioEvent>>(draft, Json), [.. draftPostings]);
        try
        {
            await journal.Append(entry, CancellationToken.None).WaitAsync(Deadline, clock);
        }
        catch (TimeoutException)
        {
            throw new JournalUnavailableException($"Portfolio {id}: the journal did not answer in {Deadline.TotalSeconds} s; send the request again with the same key.");
        }
        Version++;
        TradingMetrics.Booked(draft);
        Remember(key, fingerprint, draft);
        IsStale = false;
        draft.Clear();
        draftPostings.Clear();
    }

    private void Remember(string? key, string? fingerprint, IReadOnlyList<PortfolioEvent> events)
    {
        if (key is null) return;
        IEnumerable<string> touched = events.Select(happened => happened switch
        {
            OrderAccepted accepted => accepted.OrderId,
            OrderClosed closed => closed.OrderId,
            CancelRequested asked => asked.OrderId,
            _ => null,
        }).OfType<string>().Distinct();
        commands[key] = new BookedCommand(
            fingerprint ?? "", Version, Book.Cash, [.. touched.Select(order => Book.Orders[order])], events.OfType<RebalancePlanned>().FirstOrDefault());
    }
}
