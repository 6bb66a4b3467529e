using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Grains.Security.Audit;

/// <summary>What is kept of the audit log beside the log itself.</summary>
[GenerateSerializer, Immutable, Alias("audit-log-record")]
internal sealed record AuditLogRecord
{
    /// <summary>Oldest first; the last one signs.</summary>
    [Id(0)] public AuditKeyRecord[] Keys { get; init; } = [];

    /// <summary>How far the log had come a moment ago; null before its first entry.</summary>
    [Id(1)] public AuditHead? Head { get; init; }
}

/// <summary>A key that signs the log.</summary>
[GenerateSerializer, Immutable, Alias("audit-key-record")]
internal sealed record AuditKeyRecord
{
    /// <summary>Names it.</summary>
    [Id(0)] public string KeyId { get; init; } = "";

    /// <summary>The private part as <see cref="SecretSeal"/> makes it. The public part is told from it alone: what lies beside it open, anybody could change.</summary>
    [Id(1)] public byte[] Sealed { get; init; } = [];
}
