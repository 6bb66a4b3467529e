namespace NeuralTrader.Abstractions.Security;

/// <summary>What a caller may do.</summary>
public enum Role
{
    /// <summary>May read.</summary>
    ReadOnly = 1,

    /// <summary>May read and trade.</summary>
    User = 2,

    /// <summary>May do everything.</summary>
    Admin = 3,

    /// <summary>A program of the platform itself; may do what is meant for services alone.</summary>
    Service = 4,
}

/// <summary>Makes an API key.</summary>
/// <param name="Username">Whose it is, 1 to 100 characters.</param>
/// <param name="Role">What it may do.</param>
/// <param name="ExpiresInDays">Days until it stops working, 1 to 3,650; null for never.</param>
/// <param name="RateLimit">Requests a minute that it may make, 1 to 1,000,000; 0 for no limit of its own; left out, 100 for users and readers, none for administrators and services.</param>
[GenerateSerializer, Immutable, Alias("security.createApiKey")]
public sealed record CreateApiKeyRequest(string Username, Role Role = Role.User, int? ExpiresInDays = null, int? RateLimit = null);

/// <summary>Makes a key that takes another's place: of the same user, role, limit and end. The old one works until the overlap is over.</summary>
/// <param name="KeyId">The old key's visible head, as listApiKeys gives it.</param>
/// <param name="OverlapMinutes">Minutes for which both work, 0 to 43,200.</param>
[GenerateSerializer, Immutable, Alias("security.rotateApiKey")]
public sealed record RotateApiKeyRequest(string KeyId, int OverlapMinutes = 60);

/// <summary>A new API key. It is shown this once; the platform keeps only a keyed hash.</summary>
/// <param name="Key">The key itself.</param>
/// <param name="Info">What is kept of it.</param>
[GenerateSerializer, Immutable, Alias("security.createApiKey.answer")]
public sealed record CreatedApiKey(string Key, ApiKeyInfo Info)
{
    /// <summary>Hides the key from logs.</summary>
    public override string ToString() => $"{nameof(CreatedApiKey)} {Info.KeyId}";
}

/// <summary>What is known of an API key.</summary>
/// <param name="KeyId">Its visible head; enough to name it, not to use it.</param>
/// <param name="Username">Whose it is.</param>
/// <param name="Role">What it may do.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC; null for never.</param>
/// <param name="RevokedAt">UTC; null while it is not revoked.</param>
/// <param name="IsValid">True while it works.</param>
/// <param name="RateLimit">Requests a minute that it may make; null for no limit of its own.</param>
/// <param name="LastUsedAt">When it was last shown, UTC, a minute or two behind; null when it never was, or only to a build that kept no note.</param>
/// <param name="ReplacedBy">The key that was made in its place; null for none.</param>
[GenerateSerializer, Immutable, Alias("api-key-info")]
public sealed record ApiKeyInfo(
    string KeyId, string Username, Role Role, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? RevokedAt, bool IsValid, int? RateLimit = null,
    DateTime? LastUsedAt = null, string? ReplacedBy = null);

/// <summary>Asks whether a key works.</summary>
/// <param name="Key">The whole key.</param>
[GenerateSerializer, Immutable, Alias("security.validateApiKey")]
public sealed record ValidateApiKeyRequest(string Key)
{
    /// <summary>Hides the key from logs.</summary>
    public override string ToString() => nameof(ValidateApiKeyRequest);
}

/// <summary>Whether a key works.</summary>
/// <param name="IsValid">True when it does.</param>
/// <param name="Info">What is known of it; null for a key that was never made here.</param>
[GenerateSerializer, Immutable, Alias("security.validateApiKey.answer")]
public sealed record ApiKeyValidity(bool IsValid, ApiKeyInfo? Info);

/// <summary>Stops a key from working.</summary>
/// <param name="KeyId">Its visible head, as listApiKeys gives it.</param>
[GenerateSerializer, Immutable, Alias("security.revokeApiKey")]
public sealed record RevokeApiKeyRequest(string KeyId);

/// <summary>Asks for all keys.</summary>
[GenerateSerializer, Immutable, Alias("security.listApiKeys")]
public sealed record ListApiKeysRequest;

/// <summary>All keys.</summary>
/// <param name="Keys">Oldest first.</param>
[GenerateSerializer, Immutable, Alias("security.listApiKeys.answer")]
public sealed record ApiKeyList(IReadOnlyList<ApiKeyInfo> Keys);
