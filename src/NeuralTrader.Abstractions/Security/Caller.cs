namespace NeuralTrader.Abstractions.Security;

/// <summary>Who asks for something that is put on record with a name.</summary>
/// <param name="Name">Whose key it is, and which; or the account and machine of a program inside the cluster.</param>
/// <param name="Role">What he may do.</param>
/// <param name="Username">Whose key it is: the owner of what he opens. Null for a program without a key.</param>
/// <param name="KeyId">The key's visible head; null for a program without a key.</param>
/// <param name="TokenId">The token or session that was shown in place of the key; null for none.</param>
[GenerateSerializer, Immutable, Alias("caller")]
public sealed record Caller(string Name, Role Role, string? Username = null, string? KeyId = null, string? TokenId = null)
{
    /// <summary>Whether he may see and use what has this owner: an administrator everything, others what is their own.</summary>
    /// <param name="owner">The owner's name; null for what has none, as older builds made it.</param>
    public bool Owns(string? owner) => Role == Role.Admin || (owner is not null && owner == Username);

    /// <summary>Who is behind a key.</summary>
    public static Caller Of(string username, string? keyId, Role role, string? tokenId = null) =>
        new(keyId is null ? username : $"{username} ({keyId})", role, username, keyId, tokenId);
}
