namespace NeuralTrader.Domain.Ledger;

/// <summary>Where an entry that was decided stands.</summary>
public enum EntryStanding
{
    /// <summary>It, or one before it, is on its way to the journal.</summary>
    InFlight = 1,

    /// <summary>It and all before it are in the journal.</summary>
    Durable = 2,

    /// <summary>It, or one before it, could not be written as far as is known; only the journal can tell.</summary>
    Lost = 3,
}

/// <summary>A command that a book holds: what it was, what was answered, and its place.</summary>
/// <typeparam name="TAnswer">What a repeat of the command is answered from.</typeparam>
/// <param name="Fingerprint">Hash of the request.</param>
/// <param name="Answer">The first answer.</param>
/// <param name="Seq">Its entry.</param>
public readonly record struct KnownCommand<TAnswer>(string? Fingerprint, TAnswer Answer, long Seq);

/// <summary>
/// The order of writing of one book: gives each decision its place and its chain while those before it are still on their way, and says what may be
/// told. A pure state machine; its owner carries entries to the journal and reports what became of them.
/// </summary>
/// <typeparam name="TAnswer">What a repeat of a command is answered from.</typeparam>
/// <remarks>
/// The rules. (1) Decisions are made on the state that all decisions before them left, durable or not. (2) Nothing that was seen in that state is told
/// before the entry decided last is durable, a refusal and a reading neither. (3) When a write fails, every entry from it on is lost: the state is
/// thrown away with this sequencer, and a new one folds the journal. (4) A key is known from its decision on, so that a repeat waits for the first one's
/// fate. (5) Each entry names the chain that it follows, so that no entry stands on one of somebody else.
/// </remarks>
/// <param name="book">The book.</param>
/// <param name="mostInFlight">Decisions that may wait for the journal at once.</param>
public sealed class BookSequencer<TAnswer>(string book, int mostInFlight = 1024)
{
    private readonly Dictionary<string, KnownCommand<TAnswer>> known = [];
    private readonly SortedSet<long> early = []; // written, while an entry before them is not yet reported
    private BookHead head = BookHead.Of(book);
    private long failedFrom = long.MaxValue;

    /// <summary>Place of the entry decided last: what the state stands on.</summary>
    public long Decided => head.Seq;

    /// <summary>The last place that is in the journal with all before it.</summary>
    public long Durable { get; private set; }

    /// <summary>True once the state must not be used any more; a new sequencer reads the journal.</summary>
    public bool IsOver { get; private set; }

    /// <summary>True while as many decisions wait as may.</summary>
    public bool IsFull => Decided - Durable >= mostInFlight;

    /// <summary>The command decided under a key; null when there is none.</summary>
    public KnownCommand<TAnswer>? Find(string key) => known.TryGetValue(key, out KnownCommand<TAnswer> found) ? found : null;

    /// <summary>Takes an entry from the journal, in order, before anything is decided.</summary>
    /// <exception cref="DamagedBookException">It is not the next one, or not the one that was written.</exception>
    public void Replay(JournalEntry entry, TAnswer answer)
    {
        if (Decided != Durable) throw new InvalidOperationException($"Book {book}: entries are decided already.");
        head = head.Then(entry);
        Durable = head.Seq;
        if (entry.OperationId is { } key) known[key] = new KnownCommand<TAnswer>(entry.Fingerprint, answer, entry.Seq);
    }

    /// <summary>Gives a decision its place. It goes to the journal in this order; its fate is reported by <see cref="Written"/> or <see cref="Failed"/>.</summary>
    /// <param name="key">The caller's key; null for what the platform did by itself.</param>
    /// <param name="fingerprint">Hash of the request.</param>
    /// <param name="at">UTC.</param>
    /// <param name="body">The events.</param>
    /// <param name="postings">The money they moved.</param>
    /// <param name="answer">What a repeat is answered from.</param>
    /// <exception cref="InvalidOperationException">The key is known, too many entries wait, or the state is over.</exception>
    public JournalEntry Decide(string? key, string? fingerprint, DateTime at, string body, IReadOnlyList<Posting> postings, TAnswer answer)
    {
        if (IsOver || IsFull || (key is not null && known.ContainsKey(key)))
            throw new InvalidOperationException($"Book {book}: nothing can be decided here ({(IsOver ? "over" : IsFull ? "full" : "known key")}).");
        JournalEntry entry = new(book, Decided + 1, key, fingerprint, at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond)), body, postings);
        head = head.Append(ref entry);
        if (key is not null) known.Add(key, new KnownCommand<TAnswer>(fingerprint, answer, entry.Seq));
        return entry;
    }

    /// <summary>The journal has an entry.</summary>
    public void Written(long seq)
    {
        if (seq >= failedFrom || seq <= Durable) return;
        if (seq != Durable + 1)
        {
            early.Add(seq);
            return;
        }
        Durable = seq;
        while (early.Count > 0 && early.Min == Durable + 1) early.Remove(++Durable);
    }

    /// <summary>The journal refused an entry, failed, or gave no answer: what stands on it is over.</summary>
    public void Failed(long seq)
    {
        failedFrom = long.Min(failedFrom, seq);
        IsOver = true;
    }

    /// <summary>The state is not what the decisions made it: it is over, while what was decided goes its way.</summary>
    public void Forget() => IsOver = true;

    /// <summary>Where an entry that was decided here stands.</summary>
    public EntryStanding StandingOf(long seq) =>
        seq <= Durable ? EntryStanding.Durable : seq >= failedFrom ? EntryStanding.Lost : EntryStanding.InFlight;
}
