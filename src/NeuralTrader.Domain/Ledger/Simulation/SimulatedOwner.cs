namespace NeuralTrader.Domain.Ledger.Simulation;

/// <summary>One activation that owns the book, or believes so: a shell over the real <see cref="BookSequencer{TAnswer}"/>, as the grain is one.</summary>
internal sealed class SimulatedOwner(int number, SimulatedStore store, SimulatedWorld world, PlantedBug bug)
{
    private const string Book = "simulated/book";
    private const int MostInFlight = 6;
    private static readonly DateTime At = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly List<SimulatedRequest> unread = []; // requests that wait until the book is loaded, or has room
    private Fold? fold;
    private bool isReading;
    private int attempts;

    /// <summary>Its number.</summary>
    public int Number => number;

    /// <summary>Takes a request.</summary>
    public void Receive(SimulatedRequest request)
    {
        unread.Add(request);
        Work();
    }

    // Everything that can be decided is decided; then the journal is read, if it must be.
    private void Work()
    {
        while (fold is { Sequencer.IsOver: false, Sequencer.IsFull: false } here && unread.Count > 0)
        {
            SimulatedRequest next = unread[0];
            unread.RemoveAt(0);
            Decide(here, next);
        }
        if (unread.Count == 0 || isReading || fold is { Sequencer.IsOver: false } or { Writing: > 0 }) return;
        isReading = true;
        world.Later(number, "read", Load);
    }

    private void Load()
    {
        isReading = false;
        int entries = store.Entries.Count - (bug == PlantedBug.ReusesPlaceAfterReload && fold is not null && store.Entries.Count > 0 ? 1 : 0);
        SimulatedAccounts? kept = bug == PlantedBug.KeepsStateAfterFailure ? fold?.Accounts : null;
        fold = new Fold(new BookSequencer<SimulatedAnswer>(Book, MostInFlight));
        foreach (JournalEntry entry in store.Entries.Take(entries))
        {
            (_, SimulatedWish wish, long cents) = SimulatedAccounts.Parse(entry.Body);
            fold.Accounts = fold.Accounts.After(wish, cents);
            fold.Sequencer.Replay(entry, new SimulatedAnswer(SimulatedOutcome.Done, entry.Seq, fold.Accounts.Cash));
        }
        fold.Accounts = kept ?? fold.Accounts;
        world.Note($"owner {number} has read {entries}");
        Work();
    }

    private void Decide(Fold here, SimulatedRequest request)
    {
        BookSequencer<SimulatedAnswer> sequencer = here.Sequencer;
        string key = request.Key;
        if (request.Wish == SimulatedWish.Read)
        {
            Tell(here, request, new SimulatedAnswer(SimulatedOutcome.Balance, sequencer.Decided, here.Accounts.Cash), isAtOnce: bug == PlantedBug.ReadsUnsaved);
            return;
        }
        if (bug == PlantedBug.AppliesRetryTwice && sequencer.Find(key) is { } first && first.Seq > sequencer.Durable) key = $"{key}#{++attempts}";
        if (sequencer.Find(key) is { } known)
        {
            bool isSame = known.Fingerprint == request.Fingerprint || bug == PlantedBug.AcceptsOtherBody;
            Tell(here, request, isSame ? known.Answer : new SimulatedAnswer(SimulatedOutcome.KeyTaken, sequencer.Decided, here.Accounts.Cash));
            return;
        }
        if (!here.Accounts.Covers(request.Wish, request.Cents))
        {
            Tell(here, request, new SimulatedAnswer(SimulatedOutcome.Refused, sequencer.Decided, here.Accounts.Cash), isAtOnce: bug == PlantedBug.RefusesUnsaved);
            return;
        }
        here.Accounts = here.Accounts.After(request.Wish, request.Cents);
        SimulatedAnswer answer = new(SimulatedOutcome.Done, sequencer.Decided + 1, here.Accounts.Cash);
        Posting[] postings = SimulatedAccounts.Postings(request.Wish, request.Cents);
        if (bug == PlantedBug.DropsPosting && postings.Length > 1) postings = postings[..^1];
        JournalEntry entry = sequencer.Decide(bug == PlantedBug.ForgetsKeys ? null : key, request.Fingerprint, At, request.Body, postings, answer);
        here.Writing++;
        store.Append(new SimulatedAppend(entry, number, result => Settled(here, entry.Seq, result)));
        Tell(here, request, answer, isAtOnce: bug == PlantedBug.AcknowledgesBeforeWrite);
    }

    private void Settled(Fold here, long seq, AppendResult result)
    {
        here.Writing--;
        if (result == AppendResult.Written || (result == AppendResult.Conflict && bug == PlantedBug.IgnoresConflict)) here.Sequencer.Written(seq);
        else here.Sequencer.Failed(seq);
        world.Note($"owner {number} hears {result} of {seq}");
        while (here.Waiting.TryPeek(out (SimulatedRequest Request, SimulatedAnswer Answer, long Place) first)
            && here.Sequencer.StandingOf(first.Place) is var standing and not EntryStanding.InFlight)
        {
            here.Waiting.Dequeue();
            world.Tell(number, first.Request, standing == EntryStanding.Durable ? first.Answer : first.Answer with { Outcome = SimulatedOutcome.Unavailable });
        }
        Work();
    }

    // What was decided or seen is told when all that it rests on is durable.
    private void Tell(Fold here, SimulatedRequest request, SimulatedAnswer answer, bool isAtOnce = false)
    {
        long place = here.Sequencer.Decided;
        if (isAtOnce || here.Sequencer.StandingOf(place) == EntryStanding.Durable) world.Tell(number, request, answer);
        else here.Waiting.Enqueue((request, answer, place));
    }

    private sealed class Fold(BookSequencer<SimulatedAnswer> sequencer)
    {
        public BookSequencer<SimulatedAnswer> Sequencer => sequencer;

        public SimulatedAccounts Accounts { get; set; }

        public int Writing { get; set; }

        public Queue<(SimulatedRequest Request, SimulatedAnswer Answer, long Place)> Waiting { get; } = [];
    }
}
