namespace NeuralTrader.Abstractions.Security;

/// <summary>Makes credentials identities: the door of who comes from outside the silos.</summary>
[Alias("grain.identity"), Repeatable, OpenToAll]
public interface IIdentityGrain : IGrainWithIntegerKey
{
    /// <summary>A short-lived identity for an API key, a token or a session; null for what does not work.</summary>
    [Alias("exchange")] Task<IdentityGrant?> Exchange(Credential credential, CancellationToken cancellationToken);

    /// <summary>A session of the console for an API key; null for a key that does not work. It ends with the key.</summary>
    [Alias("session")] Task<OpenedSession?> OpenSession(Credential credential, CancellationToken cancellationToken);

    /// <summary>A session without a key behind it, for whoever started the platform.</summary>
    [Alias("own-session"), MembersOnly] Task<OpenedSession> OpenOwnSession(string username, Role role, CancellationToken cancellationToken);
}

/// <summary>What somebody shows to be known by: an API key, a token, or what a session was opened with.</summary>
/// <param name="Secret">As it was shown.</param>
[GenerateSerializer, Immutable, Alias("credential")]
public sealed record Credential(string Secret)
{
    /// <summary>Longer texts are none.</summary>
    public const int Longest = 2048;

    /// <summary>Hides it from logs.</summary>
    public override string ToString() => nameof(Credential);
}

/// <summary>An identity and what it says.</summary>
/// <param name="Text">Goes with calls; silos believe it until <paramref name="EndsAt"/>.</param>
/// <param name="Username">Who it is.</param>
/// <param name="Role">What he may do.</param>
/// <param name="KeyId">The key behind it; null where there is none.</param>
/// <param name="TokenId">The token or session it was made from; null for a key.</param>
/// <param name="RateLimit">Requests a minute that the key may make; null for no limit of its own.</param>
/// <param name="EndsAt">UTC; a new one is asked for before.</param>
[GenerateSerializer, Immutable, Alias("identity-grant")]
public sealed record IdentityGrant(string Text, string Username, Role Role, string? KeyId, string? TokenId, int? RateLimit, DateTime EndsAt)
{
    /// <summary>Who it is, as it is put on record.</summary>
    public Caller Caller => Caller.Of(Username, KeyId, Role, TokenId);

    /// <summary>Hides the signed text from logs.</summary>
    public override string ToString() => $"{Username} ({KeyId}) {Role}";
}

/// <summary>A session of the console.</summary>
/// <param name="Secret">What it is continued with; kept in the browser's sealed cookie alone.</param>
/// <param name="Grant">Who was signed in.</param>
/// <param name="EndsAt">UTC; then somebody signs in again.</param>
[GenerateSerializer, Immutable, Alias("opened-session")]
public sealed record OpenedSession(string Secret, IdentityGrant Grant, DateTime EndsAt)
{
    /// <summary>Hides the secret from logs.</summary>
    public override string ToString() => $"{nameof(OpenedSession)} of {Grant}";
}
