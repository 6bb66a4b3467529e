using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Grains.Security;

/// <summary>Puts what happens to keys and tokens on record, where the host has an audit.</summary>
internal static class KeyAudit
{
    private const string Platform = "platform";

    /// <summary>Puts it on record before it is answered.</summary>
    public static Task Record(this IAuditTrail? audit, string action, string resource, CancellationToken cancellationToken) => audit is null
        ? Task.CompletedTask
        : audit.Record(new AuditEvent(AuditCategory.Authentication, action, CallerContext.Current?.Name ?? Platform, resource, Level: AuditLevel.Security), cancellationToken);
}
