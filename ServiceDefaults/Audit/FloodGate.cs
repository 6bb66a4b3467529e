using System.Collections.Concurrent;
using System.Globalization;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.ServiceDefaults.Audit;

/// <summary>
/// Keeps a flood out of the audit log: of events that say the same, the first ones of a minute pass and the others are counted into one. Of what there are
/// too many kinds of, all others of the minute are counted together.
/// </summary>
internal sealed class FloodGate
{
    /// <summary>How many of the same pass in a minute.</summary>
    public const int MostOfOne = 20;

    /// <summary>How many different ones are told apart in a minute.</summary>
    public const int MostKinds = 2_000;

    private static readonly Kind Others = new(AuditCategory.Security, "audit.others", "several", null, AuditOutcome.Denied, AuditLevel.Warning);

    private readonly ConcurrentDictionary<Kind, Seen> seen = new();
    private long minute;

    /// <summary>True for an event that is kept by itself.</summary>
    public bool LetsThrough(AuditEvent happened, DateTime now)
    {
        Interlocked.CompareExchange(ref minute, now.Ticks / TimeSpan.TicksPerMinute, 0);
        Kind kind = new(happened.Category, happened.Action, happened.Actor, happened.Resource, happened.Outcome, happened.Level);
        if (!seen.TryGetValue(kind, out Seen? count)) count = seen.GetOrAdd(seen.Count < MostKinds ? kind : Others, _ => new Seen());
        return Interlocked.Increment(ref count.Count) <= MostOfOne;
    }

    /// <summary>What was held back in the minutes that are over.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="all">True to tell of the present minute as well.</param>
    public IEnumerable<AuditEvent> Held(DateTime now, bool all)
    {
        long present = now.Ticks / TimeSpan.TicksPerMinute;
        if (!all && Volatile.Read(ref minute) is var of && (of == 0 || of == present)) yield break;
        Volatile.Write(ref minute, present);
        foreach (Kind kind in seen.Keys)
        {
            if (!seen.TryRemove(kind, out Seen? count) || Volatile.Read(ref count.Count) is var total && total <= MostOfOne) continue;
            yield return new AuditEvent(
                kind.Category, kind.Action, kind.Actor, kind.Resource, kind.Outcome, kind.Level,
                new Dictionary<string, string> { ["more"] = (total - MostOfOne).ToString(CultureInfo.InvariantCulture) }, At: now);
        }
    }

    private sealed record Kind(AuditCategory Category, string Action, string Actor, string? Resource, AuditOutcome Outcome, AuditLevel Level);

    private sealed class Seen
    {
        public int Count;
    }
}
