namespace NeuralTrader.Grains.Security;

/// <summary>What is kept of tokens: the keys that sign them, and which were revoked before their time. The tokens themselves are kept nowhere.</summary>
[GenerateSerializer, Immutable, Alias("token-record")]
internal sealed record TokenRecord
{
    /// <summary>Oldest first; the last one signs.</summary>
    [Id(0)] public SigningKeyRecord[] Keys { get; init; } = [];

    /// <summary>Those that would work otherwise.</summary>
    [Id(1)] public RevokedTokenRecord[] Revoked { get; init; } = [];
}

/// <summary>One signing key.</summary>
[GenerateSerializer, Immutable, Alias("signing-key-record")]
internal sealed record SigningKeyRecord
{
    /// <summary>Names it in a token's head.</summary>
    [Id(0)] public string KeyId { get; init; } = "";

    /// <summary>As <see cref="SecretSeal"/> makes it.</summary>
    [Id(1)] public byte[] Sealed { get; init; } = [];

    /// <summary>UTC.</summary>
    [Id(2)] public DateTime CreatedAt { get; init; }

    /// <summary>From when on its tokens do not work, UTC; null while it signs.</summary>
    [Id(3)] public DateTime? GoneAt { get; init; }
}

/// <summary>One revoked token.</summary>
[GenerateSerializer, Immutable, Alias("revoked-token-record")]
internal sealed record RevokedTokenRecord
{
    /// <summary>Its id.</summary>
    [Id(0)] public string TokenId { get; init; } = "";

    /// <summary>When it was, UTC.</summary>
    [Id(1)] public DateTime RevokedAt { get; init; }

    /// <summary>Until when it would have worked at the latest, UTC.</summary>
    [Id(2)] public DateTime ForgetAt { get; init; }
}
