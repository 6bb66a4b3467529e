using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Grains.Security;

/// <summary>What a token is meant for. One meant for one thing is not taken for another.</summary>
internal enum TokenUse
{
    /// <summary>Shown in a key's place.</summary>
    Access = 1,

    /// <summary>Continues a session of the console.</summary>
    Session = 2,
}

/// <summary>What a token of ours says.</summary>
internal sealed record TokenClaims(string TokenId, string Username, string? KeyId, Role Role, DateTime IssuedAt, DateTime ExpiresAt, TokenUse Use);

/// <summary>
/// Tokens as RFC 8725 wants them: one algorithm, which the token does not choose; a type, an issuer and an audience that are looked at; every claim
/// there; a signing key that is named and known.
/// </summary>
internal static class TokenFormat
{
    public const string Issuer = "neuraltrader", Audience = "neuraltrader-api", Algorithm = SecurityAlgorithms.HmacSha256;

    private const string KeyClaim = "key", RoleClaim = "role";

    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false, MaximumTokenSizeInBytes = Credential.Longest };

    /// <summary>Signs a token.</summary>
    /// <param name="claims">What it says; times in whole seconds.</param>
    /// <param name="kid">Names the key.</param>
    /// <param name="secret">The key, 32 bytes.</param>
    public static string Sign(TokenClaims claims, string kid, byte[] secret)
    {
        Dictionary<string, object> said = new()
        {
            [JwtRegisteredClaimNames.Sub] = claims.Username, [JwtRegisteredClaimNames.Jti] = claims.TokenId, [RoleClaim] = claims.Role.ToString(),
        };
        if (claims.KeyId is not null) said[KeyClaim] = claims.KeyId;
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer, Audience = Audience, TokenType = TypeOf(claims.Use), Claims = said, IssuedAt = claims.IssuedAt, NotBefore = claims.IssuedAt, Expires = claims.ExpiresAt,
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(secret) { KeyId = kid }, Algorithm),
        });
    }

    /// <summary>What a token says that one of these keys signed, whether it has ended or not; null for any other text.</summary>
    /// <param name="token">The text.</param>
    /// <param name="find">The key of a name; null where there is none.</param>
    public static async Task<TokenClaims?> Read(string? token, Func<string, byte[]?> find)
    {
        if (token is null || token.Length > Credential.Longest || !Handler.CanReadToken(token)) return null;
        TokenValidationResult result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = [Algorithm], ValidTypes = [TypeOf(TokenUse.Access), TypeOf(TokenUse.Session)], ValidIssuer = Issuer, ValidAudience = Audience,
            RequireSignedTokens = true, RequireExpirationTime = true, TryAllIssuerSigningKeys = false, ClockSkew = TimeSpan.Zero,
            ValidateLifetime = false, // by the caller, with the platform's clock
            IssuerSigningKeyResolver = (_, _, kid, _) => kid is not null && find(kid) is { } secret ? [new SymmetricSecurityKey(secret) { KeyId = kid }] : [],
        });
        return result is { IsValid: true, SecurityToken: JsonWebToken sound } ? Claims(sound) : null;
    }

    private static TokenClaims? Claims(JsonWebToken token) =>
        token is { Id.Length: > 0, Subject.Length: > 0 } && token.TryGetPayloadValue(RoleClaim, out string role) && Enum.TryParse(role, out Role held) && Enum.IsDefined(held)
            && token.IssuedAt != DateTime.MinValue && token.ValidTo != DateTime.MinValue && token.ValidFrom != DateTime.MinValue
            ? new TokenClaims(
                token.Id, token.Subject, token.TryGetPayloadValue(KeyClaim, out string key) ? key : null, held, token.IssuedAt, token.ValidTo,
                token.Typ == TypeOf(TokenUse.Access) ? TokenUse.Access : TokenUse.Session)
            : null;

    private static string TypeOf(TokenUse use) => use switch
    {
        TokenUse.Access => "at+jwt",
        TokenUse.Session => "session+jwt",
    };
}
