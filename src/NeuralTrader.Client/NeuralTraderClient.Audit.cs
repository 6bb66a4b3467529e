using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    /// <summary>What state the audit log is in: its public key, and a signed statement of how far it has come.</summary>
    public Task<AuditLoggerState> InitAuditLoggerAsync(InitAuditLoggerRequest request, CancellationToken cancellationToken = default) =>
        Audit.Init(request, caller, cancellationToken);

    /// <summary>Puts an event on record in the caller's name.</summary>
    public Task<AuditReceipt> LogAuditEventAsync(LogAuditEventRequest request, CancellationToken cancellationToken = default) =>
        Audit.Log(Keyed(request), caller, cancellationToken);

    /// <summary>Events on record, newest first.</summary>
    public Task<AuditPage> GetAuditEventsAsync(GetAuditEventsRequest request, CancellationToken cancellationToken = default) =>
        Audit.Events(request, cancellationToken);

    /// <summary>How many events there were, by level, category, outcome, action, actor and day.</summary>
    public Task<AuditStatistics> GetAuditStatisticsAsync(GetAuditStatisticsRequest request, CancellationToken cancellationToken = default) =>
        Long(token => Audit.Statistics(request, token), cancellationToken);

    /// <summary>Moves whole days into an archive and removes them; the log tells of it.</summary>
    public Task<AuditCleared> ClearAuditLogAsync(ClearAuditLogRequest request, CancellationToken cancellationToken = default) =>
        Long(token => Audit.Clear(request, caller, token).Value(), cancellationToken);

    /// <summary>Whether every entry is what was written, in its place and signed, and nothing was cut off.</summary>
    public Task<AuditReport> VerifyAuditLogAsync(VerifyAuditLogRequest request, CancellationToken cancellationToken = default) =>
        Long(token => Audit.Verify(request, caller, token), cancellationToken);

    /// <summary>The log as an export has it, book after book: lines of JSON, of days before a day or of all.</summary>
    /// <param name="before">Only days before this one; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ExportAuditLogAsync(
        DateOnly? before = null, [global::System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        AuditLoggerState state = await Audit.Init(new InitAuditLoggerRequest(), caller, cancellationToken).ConfigureAwait(false);
        yield return new AuditExportHeader(AuditExportHeader.Current, state.PublicKeys, state.Head).ToLine();
        foreach (string book in await Audit.Books(cancellationToken).ConfigureAwait(false))
        {
            if (before is { } day && (AuditBook.Parse(book) is not var (of, _) || of >= day || book == state.Head?.End.Book)) continue;
            yield return await Audit.Lines(book, cancellationToken).ConfigureAwait(false);
        }
    }

    private IAuditGrain Audit => Named(grains.GetGrain<IAuditGrain>(Any));
}
