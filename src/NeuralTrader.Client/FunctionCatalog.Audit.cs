using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Client;

public static partial class FunctionCatalog
{
    private static IEnumerable<Function> AuditFunctions() =>
    [
        Of<InitAuditLoggerRequest, AuditLoggerState>("initAuditLogger", Subject.Security, Role.Admin,
            "What state the audit log is in: its public key, and a signed statement of how far it has come.", (c, r, ct) => c.InitAuditLoggerAsync(r, ct)),
        Of<LogAuditEventRequest, AuditReceipt>("logAuditEvent", Subject.Security, Role.User,
            "Puts an event on record in the caller's name.", (c, r, ct) => c.LogAuditEventAsync(r, ct)) with { IsForServices = true },
        Of<GetAuditEventsRequest, AuditPage>("getAuditEvents", Subject.Security, Role.Admin,
            "Events on record, newest first: who did what to what, when, and how it went.", (c, r, ct) => c.GetAuditEventsAsync(r, ct)),
        Of<GetAuditStatisticsRequest, AuditStatistics>("getAuditStatistics", Subject.Security, Role.Admin,
            "How many events there were, by level, category, outcome, action, actor and day.", (c, r, ct) => c.GetAuditStatisticsAsync(r, ct)),
        Of<ClearAuditLogRequest, AuditCleared>("clearAuditLog", Subject.Security, Role.Admin,
            "Moves whole days of the audit log into an archive and removes them; the log tells of it.", (c, r, ct) => c.ClearAuditLogAsync(r, ct)),
    ];

    private static IEnumerable<Function> OwnAuditFunctions() =>
    [
        Of<VerifyAuditLogRequest, AuditReport>("verifyAuditLog", Subject.Security, Role.Admin,
            "Whether every entry of the audit log is what was written, in its place and signed, and nothing was cut off.", (c, r, ct) => c.VerifyAuditLogAsync(r, ct)),
    ];
}
