namespace NeuralTrader.Domain.Security.Audit;

/// <summary>Which events are asked for; what is null does not narrow.</summary>
/// <param name="From">At or after, UTC.</param>
/// <param name="To">Before, UTC.</param>
/// <param name="Level">At least this level.</param>
/// <param name="Category">The category.</param>
/// <param name="Actor">Part of the actor's name, in small letters or capitals.</param>
/// <param name="Action">The action, or what it begins with: "key" finds "key.revoke".</param>
/// <param name="Resource">The resource, or what it begins with.</param>
/// <param name="Outcome">The outcome.</param>
[GenerateSerializer, Immutable, Alias("audit-filter")]
public sealed record AuditFilter(
    DateTime? From = null, DateTime? To = null, AuditLevel? Level = null, AuditCategory? Category = null, string? Actor = null, string? Action = null,
    string? Resource = null, AuditOutcome? Outcome = null)
{
    /// <summary>Whether an event is asked for.</summary>
    public bool Takes(AuditEvent happened) =>
        !(happened.At < From) && !(happened.At >= To) && !(happened.Level < Level) && (Category is null || happened.Category == Category)
        && (Outcome is null || happened.Outcome == Outcome)
        && (Actor is null || happened.Actor.Contains(Actor, StringComparison.OrdinalIgnoreCase))
        && Begins(happened.Action, Action, '.') && Begins(happened.Resource, Resource, '/');

    // A whole name, or whole parts of it from its beginning.
    private static bool Begins(string? text, string? with, char part) =>
        with is not { Length: > 0 } || (text?.StartsWith(with, StringComparison.OrdinalIgnoreCase) == true
            && (text.Length == with.Length || text[with.Length] == part || with[^1] == part));
}

/// <summary>An event with its place in the log.</summary>
/// <param name="Place">Book, entry and place in the entry, such as "2026-01-31.0001:12:0".</param>
/// <param name="Event">What happened.</param>
[GenerateSerializer, Immutable, Alias("audit-record")]
public sealed record AuditRecord(string Place, AuditEvent Event);
