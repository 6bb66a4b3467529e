namespace NeuralTrader.Abstractions.Security;

/// <summary>Asks what state authentication is in, and makes the ring of signing keys where there is none.</summary>
/// <param name="Rotate">True makes a new signing key at once; tokens of the older ones work until they end.</param>
[GenerateSerializer, Immutable, Alias("security.initAuth")]
public sealed record InitAuthRequest(bool Rotate = false);

/// <summary>How callers are known.</summary>
/// <param name="Issuer">Who the tokens say has made them.</param>
/// <param name="Audience">Whom they are meant for.</param>
/// <param name="Algorithm">The one algorithm that is taken.</param>
/// <param name="TokenMinutes">Longest life of a token.</param>
/// <param name="SessionHours">Longest life of a console session.</param>
/// <param name="SigningKeys">The ring, newest first; the first one signs.</param>
/// <param name="ApiKeys">API keys that work.</param>
/// <param name="RevokedTokens">Tokens that were revoked and would work otherwise.</param>
/// <param name="HasMadeKey">True when this call made a signing key.</param>
[GenerateSerializer, Immutable, Alias("security.initAuth.answer")]
public sealed record AuthState(
    string Issuer, string Audience, string Algorithm, int TokenMinutes, int SessionHours, IReadOnlyList<SigningKeyInfo> SigningKeys, int ApiKeys,
    int RevokedTokens, bool HasMadeKey);

/// <summary>A key that tokens are signed with.</summary>
/// <param name="KeyId">Names it in a token's head.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="GoneAt">From when on its tokens do not work, UTC; null while it signs.</param>
[GenerateSerializer, Immutable, Alias("signing-key-info")]
public sealed record SigningKeyInfo(string KeyId, DateTime CreatedAt, DateTime? GoneAt);

/// <summary>Makes a token for the caller's key: what a program shows in the key's place. It ends after minutes, and with the key.</summary>
/// <param name="Role">What the token may do, no more than the key; left out, as much as the key.</param>
/// <param name="Minutes">How long it works, 1 to 15; never longer than the key.</param>
[GenerateSerializer, Immutable, Alias("security.generateToken")]
public sealed record GenerateTokenRequest(Role? Role = null, int Minutes = 15);

/// <summary>A new token. It is shown this once.</summary>
/// <param name="Token">A signed JWT, for `Authorization: Bearer`.</param>
/// <param name="TokenId">Names it, for revokeToken.</param>
/// <param name="Role">What it may do.</param>
/// <param name="ExpiresAt">UTC.</param>
[GenerateSerializer, Immutable, Alias("security.generateToken.answer")]
public sealed record GeneratedToken(string Token, string TokenId, Role Role, DateTime ExpiresAt)
{
    /// <summary>Hides the token from logs.</summary>
    public override string ToString() => $"{nameof(GeneratedToken)} {TokenId}";
}

/// <summary>Asks whether a token works.</summary>
/// <param name="Token">The whole token.</param>
[GenerateSerializer, Immutable, Alias("security.validateToken")]
public sealed record ValidateTokenRequest(string Token)
{
    /// <summary>Hides the token from logs.</summary>
    public override string ToString() => nameof(ValidateTokenRequest);
}

/// <summary>Whether a token works, and what a token of ours says.</summary>
/// <param name="IsValid">True when it does.</param>
/// <param name="TokenId">Its id; null for what this platform did not sign.</param>
/// <param name="Username">Whose it is.</param>
/// <param name="KeyId">The key it was made with.</param>
/// <param name="Role">What it may do.</param>
/// <param name="IssuedAt">UTC.</param>
/// <param name="ExpiresAt">UTC.</param>
/// <param name="Reason">Why it does not work; null when it does.</param>
[GenerateSerializer, Immutable, Alias("security.validateToken.answer")]
public sealed record TokenValidity(
    bool IsValid, string? TokenId = null, string? Username = null, string? KeyId = null, Role? Role = null, DateTime? IssuedAt = null, DateTime? ExpiresAt = null,
    string? Reason = null);

/// <summary>Stops a token from working before its time. Everybody may revoke tokens of his own keys, an administrator all.</summary>
/// <param name="TokenId">As generateToken gave it.</param>
[GenerateSerializer, Immutable, Alias("security.revokeToken")]
public sealed record RevokeTokenRequest(string TokenId);

/// <summary>A token that works no more.</summary>
/// <param name="TokenId">Its id.</param>
/// <param name="RevokedAt">UTC.</param>
[GenerateSerializer, Immutable, Alias("security.revokeToken.answer")]
public sealed record RevokedToken(string TokenId, DateTime RevokedAt);

/// <summary>Asks whether somebody may do something.</summary>
/// <param name="Function">A function's name.</param>
/// <param name="Resource">What it would be done to: portfolio/, order/, backtest/, optimization/, key/ or token/ and its id, which belong to somebody, or market/ and its symbol, which is everybody's. Left out where it does not matter.</param>
/// <param name="KeyId">Another key's visible head, which an administrator may ask about; left out, the caller himself.</param>
[GenerateSerializer, Immutable, Alias("security.checkAuthorization")]
public sealed record CheckAuthorizationRequest(string Function, string? Resource = null, string? KeyId = null);

/// <summary>Whether somebody may, and by which rule.</summary>
/// <param name="IsAllowed">True when he may.</param>
/// <param name="Rule">The rule that decided: key, role or owner.</param>
/// <param name="Detail">One sentence.</param>
/// <param name="Username">Whom it was asked about.</param>
/// <param name="Held">The role he has.</param>
/// <param name="Needed">The least role that may.</param>
[GenerateSerializer, Immutable, Alias("security.checkAuthorization.answer")]
public sealed record AuthorizationVerdict(bool IsAllowed, string Rule, string Detail, string Username, Role Held, Role Needed);
