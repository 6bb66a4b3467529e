using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Abstractions.Security;

/// <summary>Takes what goes on record, on a silo and on a front-end alike.</summary>
public interface IAuditTrail
{
    /// <summary>Puts a rare event on record: it is durable when this returns, so that what it tells of can be answered.</summary>
    /// <exception cref="NeuralTrader.Domain.Ledger.JournalUnavailableException">It may not be on record; what it tells of must not be acknowledged.</exception>
    Task Record(AuditEvent happened, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a frequent event on record soon, without waiting. Of the same actor, action, resource and outcome only so many a minute are kept one by one; the
    /// rest are counted into one event, so that a flood of refusals floods nobody.
    /// </summary>
    void Note(AuditEvent happened);
}
