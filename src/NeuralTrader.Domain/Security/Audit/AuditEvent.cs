namespace NeuralTrader.Domain.Security.Audit;

/// <summary>How much an event matters.</summary>
public enum AuditLevel
{
    /// <summary>Something ordinary was done.</summary>
    Info = 1,

    /// <summary>Something was refused or is unusual.</summary>
    Warning = 2,

    /// <summary>Who may do what has changed, or somebody tried what he may not.</summary>
    Security = 3,

    /// <summary>Something failed that should not have.</summary>
    Error = 4,

    /// <summary>Somebody must look at it now.</summary>
    Critical = 5,
}

/// <summary>What an event is about.</summary>
public enum AuditCategory
{
    /// <summary>Who somebody is: signing in, keys, tokens.</summary>
    Authentication = 1,

    /// <summary>What somebody may do.</summary>
    Authorization = 2,

    /// <summary>Orders, and stopping them.</summary>
    Trading = 3,

    /// <summary>Portfolios and their cash.</summary>
    Portfolio = 4,

    /// <summary>Settings, limits and lists.</summary>
    Configuration = 5,

    /// <summary>Data brought in, taken out or removed.</summary>
    DataAccess = 6,

    /// <summary>The platform itself.</summary>
    System = 7,

    /// <summary>Defence: blocked addresses, findings, the audit log itself.</summary>
    Security = 8,
}

/// <summary>How it went.</summary>
public enum AuditOutcome
{
    /// <summary>It was done.</summary>
    Success = 1,

    /// <summary>It was tried and did not work.</summary>
    Failure = 2,

    /// <summary>It was not allowed.</summary>
    Denied = 3,
}

/// <summary>Something that goes on record: who did what to what, when, and how it went.</summary>
/// <param name="Category">What it is about.</param>
/// <param name="Action">What was done, in words joined by dots from the general to the particular, such as "key.revoke".</param>
/// <param name="Actor">Who did it: the name and, in parentheses, the key's visible head; never a secret.</param>
/// <param name="Resource">What it was done to, such as "key/ntk_1a2b3c4d" or "portfolio/growth"; null for the platform.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Details">Further facts by name. Secrets among them are masked before anything is kept.</param>
/// <param name="Address">Where the caller is, an IP address; null where there is none.</param>
/// <param name="Id">Names the event: the same id twice is one event. Null has one made.</param>
/// <param name="At">When, UTC. Null for now.</param>
[GenerateSerializer, Immutable, Alias("audit-event")]
public sealed record AuditEvent(
    AuditCategory Category, string Action, string Actor, string? Resource = null, AuditOutcome Outcome = AuditOutcome.Success, AuditLevel Level = AuditLevel.Info,
    IReadOnlyDictionary<string, string>? Details = null, string? Address = null, string? Id = null, DateTime? At = null);
