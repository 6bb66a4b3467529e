using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Grains.Security;

/// <summary>What the audit log tells of something that became somebody's.</summary>
internal static class OwnerAudit
{
    /// <summary>The event.</summary>
    /// <param name="resource">What was given, such as backtest/one.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="before">Whose it was; null for nobody's.</param>
    /// <param name="by">Who gave it.</param>
    public static AuditEvent Of(string resource, string owner, string? before, string by)
    {
        Dictionary<string, string> details = new() { ["owner"] = owner };
        if (before is not null) details["before"] = before;
        return new AuditEvent(AuditCategory.Authorization, "owner.assign", by, resource, Level: AuditLevel.Security, Details: details);
    }
}
