namespace NeuralTrader.Compute.Devices;

/// <summary>
/// Who waits for a room, in what order, and for how long. A turn is the time of arrival and a few times what the work will take, so that little work
/// goes before much, and none waits for ever. Not for several threads at once.
/// </summary>
/// <param name="places">How many computations run at once, the short one aside.</param>
internal sealed class WorkQueue(int places)
{
    /// <summary>How often those that wait are looked at.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private const double Urgency = 4; // seconds of waiting that weigh as much as a second of work
    private const double Margin = 0.8; // of its time, within which work must be thought to end to be let in: thoughts are not exact
    private const int LongestRetry = 600;

    private readonly List<RoomWork> waiting = [];
    private readonly Pace pace = new();

    /// <summary>How many wait.</summary>
    public int Count => waiting.Count;

    /// <summary>Puts work in its place.</summary>
    public void Add(RoomWork work, IReadOnlyList<RoomWork> running, double now)
    {
        work.Turn = now + (Urgency * Seconds(work, running, now));
        int place = waiting.FindIndex(other => other.Turn > work.Turn);
        waiting.Insert(place < 0 ? waiting.Count : place, work);
    }

    /// <summary>Takes work out; false where it does not wait.</summary>
    public bool Remove(RoomWork work) => waiting.Remove(work);

    /// <summary>Who begins now: the shortest in the place kept for short work, else whose turn it is; null where no place is free for anybody.</summary>
    public RoomWork? Next(IReadOnlyList<RoomWork> running, double now)
    {
        int express = running.Count(one => one.IsExpress);
        RoomWork? next = express == 0 ? waiting.MinBy(one => Seconds(one, running, now)) : null;
        if (next is not null && Seconds(next, running, now) <= Pace.Short) next.IsExpress = true;
        else next = running.Count - express < places && waiting.Count > 0 ? waiting[0] : null;
        if (next is not null) waiting.Remove(next);
        return next;
    }

    /// <summary>Takes note of how long work took that was done.</summary>
    public void Learn(RoomWork done, double now) => pace.Learn(done.Effort, now - done.Began);

    /// <summary>How long work that comes now would wait.</summary>
    public double Ahead(IReadOnlyList<RoomWork> running, double now)
    {
        double[] free = Free(running, now);
        foreach (RoomWork one in waiting) free[First(free, isShort: false)] += Seconds(one, running, now);
        return free[First(free, isShort: false)];
    }

    /// <summary>Refuses all that can no longer be answered in time.</summary>
    /// <param name="running">What runs.</param>
    /// <param name="now">On the room's clock.</param>
    /// <param name="newcomer">Work that is let in only where there is time to spare.</param>
    public void Shed(IReadOnlyList<RoomWork> running, double now, RoomWork? newcomer = null)
    {
        if (waiting.Count == 0) return;
        double[] free = Free(running, now);
        waiting.RemoveAll(one =>
        {
            double seconds = Seconds(one, running, now), left = one.Due - now, most = one == newcomer ? Margin * left : left;
            int place = First(free, seconds <= Pace.Short);
            if (free[place] + seconds <= most)
            {
                free[place] += seconds;
                return false;
            }
            one.Refuse(Late(free[place], seconds, left));
            return true;
        });
    }

    /// <summary>The refusal of work when so many wait that they are not even counted on.</summary>
    public Refusal Full(IReadOnlyList<RoomWork> running, double now) => new(
        RefusalKind.Overloaded, $"{waiting.Count} computations are waiting already. Nothing was done.", RetryAfterSeconds: Retry(Ahead(running, now) / 2));

    /// <summary>The refusal of work that waited in vain.</summary>
    public static Refusal NoPlace(TimeSpan longest) => new(
        RefusalKind.Overloaded,
        FormattableString.Invariant($"No place came free within {longest.TotalSeconds:0.###} s. Nothing was done."),
        RetryAfterSeconds: Retry(longest.TotalSeconds / 2));

    private static Refusal Late(double ahead, double seconds, double left) => new(
        RefusalKind.Overloaded,
        FormattableString.Invariant(
            $"About {ahead:0.#} s of work come before this, which takes about {seconds:0.##} s; it may take {left:0.#} s in all. Nothing was done."),
        RetryAfterSeconds: Retry(Math.Min(ahead, ahead + seconds - (Margin * left))));

    private static int Retry(double seconds) => (int)Math.Clamp(Math.Ceiling(seconds), 1, LongestRetry);

    // What runs tells of its kind as well: each takes at least as long as the one that has not ended yet.
    private double Seconds(RoomWork work, IReadOnlyList<RoomWork> running, double now)
    {
        double seconds = pace.Seconds(work.Effort);
        foreach (RoomWork one in running)
            seconds = Math.Max(seconds, Pace.AtLeast(work.Effort, one.Effort, now - one.Began));
        return seconds;
    }

    // When each place comes free, from now; the last is the one for short work.
    private double[] Free(IReadOnlyList<RoomWork> running, double now)
    {
        double[] free = new double[places + 1];
        int next = 0;
        foreach (RoomWork one in running)
        {
            double taken = now - one.Began, whole = pace.Seconds(one.Effort);
            free[one.IsExpress ? places : next++] = whole > taken ? whole - taken : taken / 2; // who is late may be late for long
        }
        return free;
    }

    private int First(double[] free, bool isShort)
    {
        int first = isShort ? places : 0;
        for (int place = 0; place < places; place++) if (free[place] < free[first]) first = place;
        return first;
    }
}
