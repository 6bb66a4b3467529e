using System.Collections.Concurrent;

namespace NeuralTrader.Domain.Security.Addresses;

/// <summary>
/// Requests of each of many callers in the last minute, in bounded memory: twelve parts of five seconds each, the newest still filling, so that no
/// request older than a minute counts.
/// </summary>
/// <param name="most">Callers at most; those that have been quiet for a minute are forgotten first, and of a larger crowd nobody new is counted.</param>
public sealed class RequestCounts(int most)
{
    private const int Parts = 12;
    private const long PartLength = 5_000, SweepPause = 1_000; // ms

    private readonly ConcurrentDictionary<AddressRange, Minute> callers = new();
    private long sweptAt = long.MinValue / 2;

    /// <summary>Callers that are counted.</summary>
    public int Count => callers.Count;

    /// <summary>Adds requests; returns those of the last minute, these included.</summary>
    /// <param name="caller">Whose they are.</param>
    /// <param name="requests">How many, 0 or more.</param>
    /// <param name="now">Milliseconds of a monotonic clock.</param>
    public long Add(AddressRange caller, int requests, long now)
    {
        if (!callers.TryGetValue(caller, out Minute? minute))
        {
            if (callers.Count >= most && Sweep(now) == 0) return 0;
            minute = callers.GetOrAdd(caller, static _ => new Minute());
        }
        return minute.Add(requests, now / PartLength);
    }

    /// <summary>Forgets a caller's requests.</summary>
    public void Forget(AddressRange caller) => callers.TryRemove(caller, out _);

    /// <summary>Forgets who has been quiet for a minute; says how many.</summary>
    /// <param name="now">As everywhere.</param>
    /// <param name="isAsked">True where somebody asks for it; false at most once a second.</param>
    public int Sweep(long now, bool isAsked = false)
    {
        if (!isAsked && now - Volatile.Read(ref sweptAt) < SweepPause) return 0;
        Volatile.Write(ref sweptAt, now);
        return callers.Count(one => one.Value.IsOver(now / PartLength) && callers.TryRemove(one));
    }

    private sealed class Minute
    {
        private readonly long[] counts = new long[Parts];
        private long newest = long.MinValue;

        public long Add(int requests, long part)
        {
            lock (counts)
            {
                if (part - newest >= Parts || newest == long.MinValue) Array.Clear(counts);
                else for (long empty = newest + 1; empty <= part; empty++) counts[empty % Parts] = 0;
                newest = Math.Max(newest, part);
                counts[newest % Parts] += requests;
                return counts.Sum();
            }
        }

        public bool IsOver(long part)
        {
            lock (counts) return part - newest >= Parts;
        }
    }
}
