using Orleans.Concurrency;

namespace NeuralTrader.Abstractions.Security;

/// <summary>Makes and reads tokens, and keeps the ring of keys that they are signed with; key 0.</summary>
[Alias("grain.token")]
public interface ITokenGrain : IGrainWithIntegerKey
{
    /// <summary>The state of the ring; makes it where there is none.</summary>
    [Alias("init"), Needs(Role.Admin)] Task<AuthState> Init(InitAuthRequest request, CancellationToken cancellationToken);

    /// <summary>A token for the caller's key.</summary>
    [Alias("generate"), Needs(Role.ReadOnly)] Task<Answer<GeneratedToken>> Generate(GenerateTokenRequest request, CancellationToken cancellationToken);

    /// <summary>Whether a token works.</summary>
    [Alias("validate"), Repeatable, AlwaysInterleave, Needs(Role.ReadOnly)] Task<TokenValidity> Validate(ValidateTokenRequest request, CancellationToken cancellationToken);

    /// <summary>Stops a token from working.</summary>
    [Alias("revoke"), Repeatable, Needs(Role.ReadOnly)] Task<Answer<RevokedToken>> Revoke(RevokeTokenRequest request, CancellationToken cancellationToken);

    /// <summary>What is continued as a session of the console.</summary>
    [Alias("session"), MembersOnly] Task<SignedToken> Session(Caller caller, DateTime? notAfter, CancellationToken cancellationToken);

    /// <summary>Who is behind a token or a session that works; null for any other text.</summary>
    [Alias("read"), Repeatable, AlwaysInterleave, MembersOnly] Task<TokenHolder?> Read(Credential credential, CancellationToken cancellationToken);
}

/// <summary>A token as it was made.</summary>
/// <param name="Text">The token itself.</param>
/// <param name="TokenId">Names it.</param>
/// <param name="EndsAt">UTC.</param>
[GenerateSerializer, Immutable, Alias("signed-token")]
public sealed record SignedToken(string Text, string TokenId, DateTime EndsAt)
{
    /// <summary>Hides the token from logs.</summary>
    public override string ToString() => $"{nameof(SignedToken)} {TokenId}";
}

/// <summary>Who is behind a token.</summary>
/// <param name="Caller">In whose name it is.</param>
/// <param name="RateLimit">Requests a minute that its key may make; null for no limit of its own.</param>
/// <param name="EndsAt">When it ends, or its key, UTC.</param>
[GenerateSerializer, Immutable, Alias("token-holder")]
public sealed record TokenHolder(Caller Caller, int? RateLimit, DateTime EndsAt);
