using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Security.Audit;

namespace NeuralTrader.Grains.Trading;

/// <summary>What one command did, kept so that a retry hears the same answer.</summary>
/// <param name="Fingerprint">Hash of the request.</param>
/// <param name="Version">Number of journal entries when it was booked.</param>
/// <param name="Cash">Cash when it was booked.</param>
/// <param name="Orders">The orders it touched, as it left them.</param>
/// <param name="Plan">The rebalance it carried out; null for other commands.</param>
internal sealed record BookedCommand(string Fingerprint, long Version, decimal Cash, IReadOnlyList<Order> Orders, RebalancePlanned? Plan);

/// <summary>
/// A portfolio's book together with its place in the journal. Commands are decided one after the other on the state that those before them left, and
/// their entries go to the journal without waiting for each other; what was decided or seen is told when it is durable. All of it on one thread at a time.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="id">The portfolio's id.</param>
/// <param name="clock">Stamps entries and ends waiting.</param>
/// <param name="audit">Takes what was ordered and is durable; null for nobody.</param>
internal sealed class PortfolioJournal(IJournal store, string id, TimeProvider clock, AuditFeed? audit = null)
{
    private const string Prefix = "portfolio/";
    private const string Unnamed = "a caller without a name";
    private const int FewEntries = 100; // are folded at once, in a few milliseconds

    /// <summary>How events are written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a request with a NaN has a hash too; it is refused by name afterwards
    };

    private readonly List<PortfolioEvent> draft = [];
    private readonly List<Posting> draftPostings = [];
    private PortfolioFold? fold;
    private Task? loading;

    /// <summary>True while the book may hold what the journal does not and never will; then it must be loaded again before anything is decided or read.</summary>
    public bool IsStale => fold is null || fold.Sequencer.IsOver;

    /// <summary>The portfolio, with what is still on its way to the journal.</summary>
    public PortfolioBook Book => fold?.Book ?? throw new InvalidOperationException($"Portfolio {id} is not loaded.");

    /// <summary>Number of entries, with those on their way.</summary>
    public long Version => fold?.Sequencer.Decided ?? 0;

    /// <summary>The name of a portfolio's book.</summary>
    public static string BookOf(string id) => Prefix + id;

    /// <summary>Ids of all portfolios in a journal.</summary>
    public static async Task<IReadOnlyList<string>> Portfolios(IJournal journal, CancellationToken cancellationToken) =>
        [.. (await journal.Books(Prefix, cancellationToken)).Select(book => book[Prefix.Length..])];

    /// <summary>What the first entry of a portfolio's book says of it; null where it opens none.</summary>
    /// <exception cref="DamagedBookException">It cannot be understood.</exception>
    public static PortfolioOpened? Opening(JournalEntry first) => first.Read<PortfolioEvent[]>(Json).OfType<PortfolioOpened>().FirstOrDefault();

    /// <summary>A request's hash.</summary>
    public static string Fingerprint<TRequest>(TRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, Json)).AsSpan(0, 16));

    /// <summary>Folds the whole book again, once what is on its way has arrived or failed; one fold for all who ask meanwhile.</summary>
    /// <exception cref="DamagedBookException">The book is not what was written into it.</exception>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public Task Reload(CancellationToken cancellationToken)
    {
        if (loading is null or { IsCompleted: true }) loading = Load();
        return loading.WaitAsync(cancellationToken);
    }

    /// <summary>True while as many decisions are on their way as may be.</summary>
    public bool IsFull => fold?.Sequencer.IsFull == true;

    /// <summary>Until the oldest decision on its way has arrived or failed.</summary>
    public async ValueTask Room()
    {
        try
        {
            if (fold is { } here) await here.Standing(here.Sequencer.Durable + 1);
        }
        catch (Exception fault) when (fault is JournalConflictException or JournalUnavailableException)
        {
            // its own caller hears of it; who waits for room finds a book to load again
        }
    }

    /// <summary>The command decided under a key; null when there is none.</summary>
    public BookedCommand? Find(string key) => fold?.Sequencer.Find(key)?.Answer;

    /// <summary>Lets events happen in the book. They must be committed, or the state forgotten, before anything is awaited.</summary>
    public void Draft(IReadOnlyList<PortfolioEvent> events)
    {
        try
        {
            foreach (PortfolioEvent happened in events)
            {
                draft.Add(happened);
                draftPostings.AddRange(Book.Apply(happened));
            }
        }
        catch
        {
            Forget(); // half of it happened
            throw;
        }
    }

    /// <summary>Takes back what was drafted: the book is loaded again.</summary>
    public void Forget()
    {
        fold?.Sequencer.Forget();
        draft.Clear();
        draftPostings.Clear();
    }

    /// <summary>Decides what was drafted as one entry and sends it on its way.</summary>
    /// <param name="key">The caller's key; null for what the platform does by itself.</param>
    /// <param name="fingerprint">Hash of the request.</param>
    /// <returns>What was decided; not to be told before <see cref="Told"/> has returned.</returns>
    public BookedCommand Commit(string? key = null, string? fingerprint = null)
    {
        PortfolioFold here = fold!;
        if (key is not null && draft.Count > 0) draft[0] = draft[0] with { OrderedBy = CallerContext.Current?.Name ?? Unnamed };
        BookedCommand command = PortfolioFold.Command(here.Book, here.Sequencer.Decided + 1, fingerprint, draft);
        JournalEntry entry;
        try
        {
            entry = here.Sequencer.Decide(
                key, fingerprint, clock.GetUtcNow().UtcDateTime, JsonSerializer.Serialize<IReadOnlyList<PortfolioEvent>>(draft, Json), [.. draftPostings], command);
        }
        catch
        {
            Forget();
            throw;
        }
        here.Write(store, entry, [.. draft], clock, audit);
        draft.Clear();
        draftPostings.Clear();
        return command;
    }

    /// <summary>Until all that was decided so far is durable, and with it all that could be seen in the book.</summary>
    /// <exception cref="JournalConflictException">Another owner writes the book.</exception>
    /// <exception cref="JournalUnavailableException">A write failed, or took longer than ten seconds and may still succeed.</exception>
    public ValueTask Told() => fold is null ? default : fold.Standing(fold.Sequencer.Decided);

    /// <summary>The book as the journal holds it, beside the one that is decided on.</summary>
    /// <exception cref="DamagedBookException">The book is not what was written into it.</exception>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public async Task<PortfolioFold> Durable(CancellationToken cancellationToken)
    {
        IReadOnlyList<JournalEntry> entries = await store.Read(Prefix + id, 0, cancellationToken);
        return entries.Count <= FewEntries ? Fold(entries) : await LongWork.Run(() => Fold(entries));
    }

    private async Task Load()
    {
        if (fold is not null) await fold.Quiet();
        fold = await Durable(CancellationToken.None);
    }

    private PortfolioFold Fold(IReadOnlyList<JournalEntry> entries)
    {
        PortfolioFold fresh = new(Prefix + id, new PortfolioBook(id));
        BookHead head = BookHead.Of(Prefix + id);
        foreach (JournalEntry entry in entries)
        {
            head = head.Then(entry); // first whether it is what was written: what is not need make no sense
            PortfolioEvent[] events = entry.Read<PortfolioEvent[]>(Json);
            try
            {
                fresh.Replay(entry, events);
            }
            catch (KeyNotFoundException fault) // of a build without chains, or a newer one
            {
                throw DamagedBookException.NotUnderstood(entry, fault);
            }
        }
        return fresh;
    }
}
