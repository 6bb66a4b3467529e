using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Security.Audit;
using NeuralTrader.Grains.Hosting;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Security.Audit;

/// <inheritdoc cref="IAuditLogGrain"/>
/// <remarks>
/// What arrives while an entry is on its way to the disk goes into the next one together, so that thousands of events cost one signature and one write. The
/// journal's own fence keeps a second owner out.
/// </remarks>
[Reentrant]
[SuppressMessage("Design", "CA1001", Justification = "The key ring is closed when the grain is deactivated.")]
internal sealed partial class AuditLogGrain(
    IJournal journal, [PersistentState("audit-log")] IPersistentState<AuditLogRecord> kept, SecretSeal seal, TimeProvider clock, ILogger<AuditLogGrain> log,
    IEnumerable<IBookRemoval> removal) : Grain, IAuditLogGrain
{
    private const int MostEvents = 2000;

    private static readonly TimeSpan HeadEvery = TimeSpan.FromSeconds(10);

    private readonly Queue<Pending> waiting = new();
    private readonly List<string> found = []; // what was broken when the log was opened
    private AuditTail? tail; // null until it is read, and after a write whose fate is unknown
    private AuditKeyRing? ring;
    private Task work = Task.CompletedTask, opening = Task.CompletedTask;
    private AuditEnd? noted;

    private DateTime Now => clock.GetUtcNow().UtcDateTime is var now ? now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)) : default;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(_ => NoteHead(), new GrainTimerCreationOptions(HeadEvery, HeadEvery) { Interleave = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await NoteHead();
        ring?.Dispose();
    }

    /// <inheritdoc/>
    public Task Append(IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken)
    {
        AuditEvent[] sound = [.. InterfaceContext.Current is { } teller ? events.Select(told => Sound(InterfaceReports.Of(told, teller))) : events.Select(Sound)];
        return sound.Length == 0 ? Task.CompletedTask : Enqueue(new Pending(sound, [], null));
    }

    /// <inheritdoc/>
    public Task Carry(IReadOnlyList<CarriedEvent> events, CancellationToken cancellationToken) =>
        events.Count == 0 ? Task.CompletedTask : Enqueue(new Pending([], events, null));

    /// <inheritdoc/>
    public async Task<AuditLoggerState> State(bool rotateKey, CancellationToken cancellationToken)
    {
        await Ready();
        if (rotateKey)
        {
            await kept.Commit(kept.State with { Keys = [.. kept.State.Keys, AuditKeyRing.Make(seal)] });
            OpenKeys();
        }
        int books = (await journal.Books(AuditBook.Prefix, cancellationToken)).Count;
        AuditHead? head = tail?.End is { } end ? ring!.Sign(end, Now) : null;
        return new AuditLoggerState(ring!.Current.KeyId, ring.Current.Pem, [.. ring.Public.Select(key => key.Text)], head, books, [.. found]);
    }

    /// <inheritdoc/>
    public async Task Clear(AuditEvent happened, AuditCleared cleared, CancellationToken cancellationToken)
    {
        await Ready();
        if (cleared.Books.Any(book => string.CompareOrdinal(book.Book, tail!.Book) >= 0)) throw new InvalidOperationException("The book that is written into cannot be cleared.");
        await Enqueue(new Pending([Sound(happened)], [], new AuditClearing(cleared.Books, cleared.ArchiveSha256, cleared.Archive)));
        await RemoveArchived();
    }

    private static AuditEvent Sound(AuditEvent happened) =>
        happened.Id is { Length: > 0 and <= 500 } id && !id.Contains(CarriedId.Mark) && happened.At is { Kind: DateTimeKind.Utc }
            ? AuditRules.Validated(happened)
            : throw Require.Invalid("id", happened.Id, "an id of the event's own, and its time in UTC");

    private Task Enqueue(Pending pending)
    {
        waiting.Enqueue(pending);
        if (work.IsCompleted) work = Drain();
        return pending.Done.Task;
    }

    private async Task Drain()
    {
        while (waiting.Count > 0)
        {
            List<Pending> batch = [];
            try
            {
                await Ready();
                for (int count = 0; waiting.TryPeek(out Pending? next) && (batch.Count == 0 || (count < MostEvents && next.Clearing is null && batch[^1].Clearing is null)); count += next.Count)
                    batch.Add(waiting.Dequeue());
                if (await Content(batch) is { } content) await Write(content);
                foreach (Pending done in batch) done.Done.TrySetResult();
            }
#pragma warning disable CA1031 // it is thrown to all who wait
            catch (Exception fault)
#pragma warning restore CA1031
            {
                tail = null; // what became of the entry is not known until the log is read again
                foreach (Pending lost in batch.Count > 0 ? batch : [.. waiting]) lost.Done.TrySetException(fault);
                if (batch.Count == 0) waiting.Clear();
                if (fault is JournalConflictException) DeactivateOnIdle(); // somebody else writes: let the cluster decide who does
            }
        }
    }

    // What of a batch is not on record yet; null for nothing.
    private async Task<AuditContent?> Content(List<Pending> batch)
    {
        List<AuditEvent> events = [];
        HashSet<string> here = new(StringComparer.Ordinal);
        Dictionary<string, long> carried = new(StringComparer.Ordinal);
        foreach (Pending pending in batch)
        {
            foreach (AuditEvent happened in pending.Events)
                if (!tail!.Knows(happened) && here.Add(happened.Id!)) events.Add(happened);
            foreach (CarriedEvent told in pending.Carried)
            {
                long through = carried.TryGetValue(told.Book, out long seq) ? seq : tail!.Carried.GetValueOrDefault(told.Book);
                if (told.Seq <= through) continue;
                if (told.Previous > through) events.AddRange((await JournalOrders.Scan(journal, told.Book, through)).Orders.Where(lost => lost.Seq < told.Seq).Select(lost => lost.Event));
                events.Add(told.Event);
                carried[told.Book] = told.Seq;
            }
        }
        AuditClearing? clearing = batch[^1].Clearing;
        return events.Count == 0 && clearing is null ? null : new AuditContent(null, events, clearing);
    }

    private async Task Write(AuditContent content)
    {
        AuditTail here = tail!;
        DateTime now = Now;
        DateOnly today = DateOnly.FromDateTime(now);
        bool opens = here.Book is null || here.Damage.Count > 0 || here.Size >= AuditBook.PartSize || AuditBook.Parse(here.Book) is not var (day, _) || day < today;
        string book = opens ? AuditBook.Next(here.Book, today) : here.Book!;
        (long seq, JournalChain follows) = opens ? (1, JournalChain.Start(book)) : (here.Seq + 1, here.Chain);
        if (opens)
            content = content with { Opening = new AuditOpening(here.End, new SortedDictionary<string, long>(here.Carried, StringComparer.Ordinal)), Damage = here.Damage.Count > 0 ? [.. here.Damage] : null };
        string json = content.ToJson();
        string signature = ring!.Sign(AuditSeal.Message(book, seq, follows, now, json));
        JournalEntry entry = new(book, seq, null, null, now, new AuditBody(ring.Current.KeyId, signature, json).ToString(), []) { Follows = follows };
        JournalChain chain = follows.Then(entry);
        await journal.Append(entry with { Chain = chain }, CancellationToken.None);
        here.Damage.Clear();
        here.Take(entry, chain, content);
        AuditMetrics.Written(content.Events.Count);
    }

    // Keys that open, and the end of the log. Who comes while they are got waits for the same: a ring without a key signs nothing.
    private Task Ready()
    {
        if (ring is not null && tail is not null) return Task.CompletedTask;
        if (opening.IsCompleted) opening = Open();
        return opening;
    }

    private async Task Open()
    {
        if (ring is null)
        {
            using (AuditKeyRing known = AuditKeyRing.Open(kept.State.Keys, seal))
                if (!known.CanSign) await kept.Commit(kept.State with { Keys = [.. kept.State.Keys, AuditKeyRing.Make(seal)] });
            OpenKeys();
        }
        if (tail is not null) return;
        AuditTail read = await AuditTail.Read(journal, kept.State.Head);
        tail = read;
        foreach (string damage in read.Damage)
        {
            if (found.Contains(damage)) continue;
            found.Add(damage);
            Damaged(damage);
        }
    }

    private void OpenKeys()
    {
        AuditKeyRing before = ring!;
        ring = AuditKeyRing.Open(kept.State.Keys, seal);
        before?.Dispose();
        foreach (string id in ring.Unopened) KeyLost(id);
    }

    // Beside the log, so that its end cannot be cut off unseen by who can reach the log alone.
    private async Task NoteHead()
    {
        if (tail is not { End: { } end, Damage.Count: 0 } || ring is null || end == noted) return;
        AuditHead head = ring.Sign(end, Now);
        try
        {
            await kept.Commit(kept.State with { Head = head });
            noted = end;
            HeadNoted(end.Book, end.Seq, end.Chain, head.Signature);
        }
        catch (Exception fault) when (fault is StorageUnavailableException or Orleans.Storage.InconsistentStateException)
        {
            // with the next one
        }
        await RemoveArchived();
    }

    private async Task RemoveArchived()
    {
        if (removal.FirstOrDefault() is not { } store || tail is null) return;
        foreach (string book in tail.Archived.ToArray())
        {
            await store.Remove(book, CancellationToken.None);
            tail?.Archived.Remove(book);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The audit log is damaged; it goes on in a new book that says so. {What}")]
    private partial void Damaged(string what);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The audit key {Id} does not open with this platform's pepper: what it signed cannot be verified here.")]
    private partial void KeyLost(string id);

    [LoggerMessage(Level = LogLevel.Information, Message = "The audit log has come to entry {Seq} of {Book}, chain {Chain}, signature {Signature}.")]
    private partial void HeadNoted(string book, long seq, string chain, string signature);

    // What somebody waits for.
    private sealed record Pending(IReadOnlyList<AuditEvent> Events, IReadOnlyList<CarriedEvent> Carried, AuditClearing? Clearing)
    {
        public TaskCompletionSource Done { get; } = new();

        public int Count => Events.Count + Carried.Count;
    }
}
