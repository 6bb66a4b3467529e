using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Abstractions.Security;

/// <summary>The audit log as it is asked; keeps nothing, so that any silo can serve it.</summary>
[Alias("grain.audit"), Repeatable, Needs(Role.Admin)]
public interface IAuditGrain : IGrainWithIntegerKey
{
    /// <summary>What state the log is in.</summary>
    [Alias("init")] Task<AuditLoggerState> Init(InitAuditLoggerRequest request, Caller by, CancellationToken cancellationToken);

    /// <summary>Puts an event of a caller on record.</summary>
    [Alias("log"), Needs(Role.User, OrService = true)] Task<AuditReceipt> Log(LogAuditEventRequest request, Caller by, CancellationToken cancellationToken);

    /// <summary>A page of events.</summary>
    [Alias("events"), ResponseTimeout("00:00:30")] Task<AuditPage> Events(GetAuditEventsRequest request, CancellationToken cancellationToken);

    /// <summary>How many events there were.</summary>
    [Alias("statistics"), ResponseTimeout("00:01:30")] Task<AuditStatistics> Statistics(GetAuditStatisticsRequest request, CancellationToken cancellationToken);

    /// <summary>Whether the log is whole.</summary>
    [Alias("verify"), ResponseTimeout("00:10:00")] Task<AuditReport> Verify(VerifyAuditLogRequest request, Caller by, CancellationToken cancellationToken);

    /// <summary>Moves old days into an archive.</summary>
    [Alias("clear"), ResponseTimeout("00:10:00")] Task<Answer<AuditCleared>> Clear(ClearAuditLogRequest request, Caller by, CancellationToken cancellationToken);

    /// <summary>The names of the log's books, in order.</summary>
    [Alias("books")] Task<IReadOnlyList<string>> Books(CancellationToken cancellationToken);

    /// <summary>One book as an export has it: a line for each entry.</summary>
    [Alias("lines"), ResponseTimeout("00:00:30")] Task<byte[]> Lines(string book, CancellationToken cancellationToken);
}

/// <summary>The one writer of the audit log; key 0. Grains and the platform's own programs call it, applications do not.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[Alias("grain.audit-log"), Repeatable, MembersOnly]
public interface IAuditLogGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Puts events on record; they are durable when this returns. An event whose id is known is on record already. An interface tells only of who came to it,
    /// and the record says which one told it.
    /// </summary>
    /// <exception cref="InvalidInputException">An event is malformed, or none that an interface tells.</exception>
    [Alias("append"), ForInterfaces] Task Append([Immutable] IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken);

    /// <summary>Puts on record what other books of the journal hold.</summary>
    [Alias("carry")] Task Carry([Immutable] IReadOnlyList<CarriedEvent> events, CancellationToken cancellationToken);

    /// <summary>Looks through one book of the journal for what is not on record yet.</summary>
    [Alias("fetch")] Task Fetch(string book, CancellationToken cancellationToken);

    /// <summary>Looks through all books that tell of orders, cash and halts.</summary>
    [Alias("sweep"), ResponseTimeout("00:10:00")] Task Sweep(CancellationToken cancellationToken);

    /// <summary>Keys, and how far the log has come by now.</summary>
    [Alias("state")] Task<AuditLoggerState> State(bool rotateKey, CancellationToken cancellationToken);

    /// <summary>Puts a clearing on record, and then removes the books.</summary>
    [Alias("clear"), ResponseTimeout("00:05:00")] Task Clear(AuditEvent happened, AuditCleared cleared, CancellationToken cancellationToken);
}

/// <summary>What an entry of another book of the journal tells, on its way to the audit log.</summary>
/// <param name="Book">The book, such as portfolio/growth.</param>
/// <param name="Seq">The entry.</param>
/// <param name="Previous">The entry before it that goes on record as well; 0 for none. Where that is not on record, something was lost on the way, and is fetched.</param>
/// <param name="Event">What is said of it.</param>
[GenerateSerializer, Immutable, Alias("carried-event")]
public sealed record CarriedEvent(string Book, long Seq, long Previous, AuditEvent Event);
