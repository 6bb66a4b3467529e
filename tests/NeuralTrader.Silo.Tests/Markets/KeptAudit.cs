using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Silo.Tests.Markets;

/// <summary>Keeps what goes on record in memory.</summary>
internal sealed class KeptAudit : IAuditTrail
{
    /// <summary>The actions, in order.</summary>
    public List<string> Actions { get; } = [];

    public Task Record(AuditEvent happened, CancellationToken cancellationToken)
    {
        Actions.Add(happened.Action);
        return Task.CompletedTask;
    }

    public void Note(AuditEvent happened) => Actions.Add(happened.Action);
}
