using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Abstractions.Security;

/// <summary>Asks what state the audit log is in; makes its key where there is none.</summary>
/// <param name="RotateKey">True makes a new key that signs from now on; the old ones go on being trusted for what they signed.</param>
[GenerateSerializer, Immutable, Alias("security.initAuditLogger")]
public sealed record InitAuditLoggerRequest(bool RotateKey = false);

/// <summary>What state the audit log is in.</summary>
/// <param name="KeyId">The key that signs.</param>
/// <param name="PublicKey">Its public part as PEM: kept elsewhere, it verifies the log without this platform.</param>
/// <param name="PublicKeys">Those of all keys that have signed, oldest first, base64.</param>
/// <param name="Head">A signed statement of how far the log has come: kept elsewhere, it shows later that nothing was cut off. Null while nothing is on record.</param>
/// <param name="Books">Days and parts of days there are.</param>
/// <param name="Damage">What was found broken when the log was last opened; empty where all was well.</param>
[GenerateSerializer, Immutable, Alias("security.initAuditLogger.answer")]
public sealed record AuditLoggerState(
    string KeyId, string PublicKey, IReadOnlyList<string> PublicKeys, AuditHead? Head, int Books, IReadOnlyList<string> Damage);

/// <summary>Puts an event on record. Who did it is always the caller.</summary>
/// <param name="Action">What was done, in words joined by dots from the general to the particular, 1 to 100 characters, such as model.deploy.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Resource">What it was done to, at most 300 characters, such as model/lstm-7.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Details">Further facts by name, at most 50. Secrets among them are masked by their names.</param>
/// <param name="IdempotencyKey">The caller's key for this event; the same key twice is one event.</param>
[GenerateSerializer, Immutable, Alias("security.logAuditEvent")]
public sealed record LogAuditEventRequest(
    string Action, AuditCategory Category, AuditLevel Level = AuditLevel.Info, string? Resource = null, AuditOutcome Outcome = AuditOutcome.Success,
    IReadOnlyDictionary<string, string>? Details = null, string? IdempotencyKey = null) : IIdempotentRequest<LogAuditEventRequest>
{
    /// <inheritdoc/>
    public LogAuditEventRequest WithIdempotencyKey(string key) => this with { IdempotencyKey = key };
}

/// <summary>An event is on record.</summary>
/// <param name="Event">As it is kept.</param>
[GenerateSerializer, Immutable, Alias("security.logAuditEvent.answer")]
public sealed record AuditReceipt(AuditEvent Event);

/// <summary>Asks for events, newest first.</summary>
/// <param name="From">At or after, UTC.</param>
/// <param name="To">Before, UTC.</param>
/// <param name="Level">At least this level.</param>
/// <param name="Category">Only this category.</param>
/// <param name="Actor">Only actors with this in their name or key.</param>
/// <param name="Action">Only this action, or those that begin with these words: key finds key.revoke.</param>
/// <param name="Resource">Only this resource, or those that begin so: portfolio/ finds every portfolio.</param>
/// <param name="Outcome">Only this outcome.</param>
/// <param name="Before">Only those before this place: nextBefore of the page before.</param>
/// <param name="After">Only those after this place: the newest one seen.</param>
/// <param name="Limit">Most events to return, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("security.getAuditEvents")]
public sealed record GetAuditEventsRequest(
    DateTime? From = null, DateTime? To = null, AuditLevel? Level = null, AuditCategory? Category = null, string? Actor = null, string? Action = null,
    string? Resource = null, AuditOutcome? Outcome = null, string? Before = null, string? After = null, int Limit = 100)
{
    /// <summary>What is asked for.</summary>
    public AuditFilter Filter() => new(From, To, Level, Category, Actor, Action, Resource, Outcome);
}

/// <summary>A page of events.</summary>
/// <param name="Events">Newest first, in the order of the log.</param>
/// <param name="NextBefore">Give it as before for what is older; null where there is nothing older. A page may be short of its limit, or empty, and still have one.</param>
[GenerateSerializer, Immutable, Alias("security.auditPage")]
public sealed record AuditPage(IReadOnlyList<AuditRecord> Events, string? NextBefore);

/// <summary>Asks how many events there were.</summary>
/// <param name="From">At or after, UTC; 30 days before the end by default.</param>
/// <param name="To">Before, UTC; now by default.</param>
[GenerateSerializer, Immutable, Alias("security.getAuditStatistics")]
public sealed record GetAuditStatisticsRequest(DateTime? From = null, DateTime? To = null);

/// <summary>How many events there were.</summary>
/// <param name="From">UTC.</param>
/// <param name="To">UTC.</param>
/// <param name="Events">All of them.</param>
/// <param name="ByLevel">By level.</param>
/// <param name="ByCategory">By category.</param>
/// <param name="ByOutcome">By outcome.</param>
/// <param name="ByAction">The twenty most frequent actions.</param>
/// <param name="ByActor">The twenty most frequent actors.</param>
/// <param name="ByDay">By UTC day, oldest first.</param>
[GenerateSerializer, Immutable, Alias("security.auditStatistics")]
public sealed record AuditStatistics(
    DateTime From, DateTime To, long Events, IReadOnlyDictionary<string, long> ByLevel, IReadOnlyDictionary<string, long> ByCategory,
    IReadOnlyDictionary<string, long> ByOutcome, IReadOnlyList<AuditCount> ByAction, IReadOnlyList<AuditCount> ByActor, IReadOnlyList<AuditCount> ByDay);

/// <summary>How often something came up.</summary>
/// <param name="Name">What.</param>
/// <param name="Events">How often.</param>
[GenerateSerializer, Immutable, Alias("security.auditCount")]
public sealed record AuditCount(string Name, long Events);

/// <summary>Moves whole days of the audit log into an archive and removes them. The log tells of it, and goes on from where it was.</summary>
/// <param name="Before">Days before this one, UTC; what is on record today stays.</param>
/// <param name="Reason">Why, 3 to 500 characters.</param>
/// <param name="ArchiveSha256">
/// SHA-256 of the lines that an export of exactly these days has, which then is the archive: nothing is removed where it is another. Left out, the platform
/// writes an archive into its data directory, where it has one.
/// </param>
[GenerateSerializer, Immutable, Alias("security.clearAuditLog")]
public sealed record ClearAuditLogRequest(DateTime Before, string Reason, string? ArchiveSha256 = null);

/// <summary>What was moved into an archive.</summary>
/// <param name="Books">Days and parts of days that were removed, and where each of them ended; empty where there was nothing so old.</param>
/// <param name="Entries">Entries in them.</param>
/// <param name="ArchiveSha256">Of the archive's lines.</param>
/// <param name="Archive">Where the archive is.</param>
[GenerateSerializer, Immutable, Alias("security.clearAuditLog.answer")]
public sealed record AuditCleared(IReadOnlyList<AuditEnd> Books, long Entries, string ArchiveSha256, string Archive);

/// <summary>Asks whether the audit log is whole.</summary>
/// <param name="Heads">Heads that were signed earlier and kept elsewhere, to hold the log against.</param>
[GenerateSerializer, Immutable, Alias("security.verifyAuditLog")]
public sealed record VerifyAuditLogRequest(IReadOnlyList<AuditHead>? Heads = null);
