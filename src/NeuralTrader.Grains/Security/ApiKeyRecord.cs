using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Grains.Security;

/// <summary>What is stored of an API key. As it is before it is made, it has no hash and fits nothing.</summary>
[GenerateSerializer, Immutable, Alias("api-key-record")]
internal sealed record ApiKeyRecord
{
    /// <summary>Keyed hash of the whole key.</summary>
    [Id(0)] public byte[]? Hash { get; init; }

    /// <summary>Whose it is.</summary>
    [Id(1)] public string Username { get; init; } = "";

    /// <summary>What it may do.</summary>
    [Id(2)] public Role Role { get; init; }

    /// <summary>UTC.</summary>
    [Id(3)] public DateTime CreatedAt { get; init; }

    /// <summary>UTC; null for never.</summary>
    [Id(4)] public DateTime? ExpiresAt { get; init; }

    /// <summary>UTC; null while it is not revoked.</summary>
    [Id(5)] public DateTime? RevokedAt { get; init; }

    /// <summary>Requests a minute; 0 for no limit of its own, as the keys of older builds.</summary>
    [Id(6)] public int RateLimit { get; init; }

    /// <summary>When it was last shown, UTC, as far as it was noted.</summary>
    [Id(7)] public DateTime? LastUsedAt { get; init; }

    /// <summary>The key in whose favour it ends; null for none.</summary>
    [Id(8)] public string? ReplacedBy { get; init; }

    /// <summary>What may be told of it.</summary>
    public ApiKeyInfo Info(string keyId, DateTime now) => new(
        keyId, Username, Role, CreatedAt, ExpiresAt, RevokedAt, IsValid: Hash is not null && RevokedAt is null && !(ExpiresAt <= now),
        RateLimit == 0 ? null : RateLimit, LastUsedAt, ReplacedBy);
}

/// <summary>Which keys there are.</summary>
[GenerateSerializer, Immutable, Alias("api-key-list-record")]
internal sealed record ApiKeyListRecord
{
    /// <summary>Visible heads, oldest first.</summary>
    [Id(0)] public string[] KeyIds { get; init; } = [];
}
