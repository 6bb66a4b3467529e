namespace NeuralTrader.Domain.Ledger.Simulation;

/// <summary>What becomes of an append.</summary>
internal enum AppendResult
{
    Written = 1,
    Conflict,
    Unavailable, // and the entry may be in the journal, or get there later
}

/// <summary>An entry on its way, and where its result goes.</summary>
internal sealed record SimulatedAppend(JournalEntry Entry, int Owner, Action<AppendResult> Report)
{
    public bool IsGivenUp { get; set; } // its owner was told that there is no answer; the entry is written all the same
}

/// <summary>A journal of one book with group commit and the fences of the real ones. It fails when it is told to.</summary>
internal sealed class SimulatedStore(PlantedBug bug, SimulatedWorld world)
{
    private const int MostAtOnce = 4;
    private readonly List<SimulatedAppend> queue = [];

    /// <summary>What is on disk.</summary>
    public List<JournalEntry> Entries { get; } = [];

    /// <summary>The money after each entry, folded from bodies; that of the empty book first.</summary>
    public List<SimulatedAccounts> History { get; } = [default];

    /// <summary>True while appends wait.</summary>
    public bool HasWork => queue.Count > 0;

    /// <summary>True while an owner has an append waiting.</summary>
    public bool Holds(int owner) => queue.Exists(append => append.Owner == owner);

    /// <summary>Takes an entry; entries of one owner stay in order.</summary>
    public void Append(SimulatedAppend append) => queue.Add(append);

    /// <summary>What the dead owner had not sent yet is never written: a part from its end.</summary>
    public void OwnerDied(int owner)
    {
        for (int i = queue.Count - 1; i >= 0; i--)
        {
            if (queue[i].Owner != owner) continue;
            if (world.Chance(50)) return;
            queue.RemoveAt(i);
        }
    }

    /// <summary>Writes some of what waits as one transaction.</summary>
    public void Commit()
    {
        if (world.Fault(4) && queue.Find(append => !append.IsGivenUp) is { } slow)
        {
            world.Note($"no answer for {slow.Entry.Seq} in time");
            slow.IsGivenUp = true;
            slow.Report(AppendResult.Unavailable);
            return;
        }
        SimulatedAppend[] batch = [.. queue.Take(1 + world.Next(MostAtOnce))];
        queue.RemoveRange(0, batch.Length);
        bool isLost = world.Fault(6), isUnanswered = !isLost && world.Fault(6);
        world.Note($"commit {string.Join(',', batch.Select(append => append.Entry.Seq))}{(isLost ? " fails before the write" : isUnanswered ? " is written and not answered" : "")}");
        foreach (SimulatedAppend append in batch)
        {
            AppendResult result = isLost ? AppendResult.Unavailable : Write(append.Entry) ? AppendResult.Written : AppendResult.Conflict;
            if (isUnanswered) result = AppendResult.Unavailable;
            if (!append.IsGivenUp) world.Later(append.Owner, "result", () => append.Report(result));
        }
    }

    private bool Write(JournalEntry entry)
    {
        if (bug == PlantedBug.LetsStaleOwnerWrite)
        {
            JournalEntry moved = entry with { Seq = Entries.Count + 1 };
            JournalChain before = Entries.Count == 0 ? JournalChain.Start(entry.Book) : Entries[^1].Chain!.Value;
            entry = moved with { Follows = before, Chain = before.Then(moved) };
        }
        JournalChain last = Entries.Count == 0 ? JournalChain.Start(entry.Book) : Entries[^1].Chain!.Value;
        bool isNext = entry.Seq == Entries.Count + 1 && (entry.Follows == last || bug == PlantedBug.ChecksPlacesAlone);
        if (!isNext || (entry.OperationId is { } key && Entries.Exists(known => known.OperationId == key))) return false;
        Entries.Add(entry);
        (_, SimulatedWish wish, long cents) = SimulatedAccounts.Parse(entry.Body);
        History.Add(History[^1].After(wish, cents));
        return true;
    }
}
