using System.Globalization;
using System.Security.Cryptography;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Grains.Security;

/// <inheritdoc cref="ITokenGrain"/>
internal sealed class TokenGrain(
    [PersistentState("token-ring")] IPersistentState<TokenRecord> ring, SecretSeal seal, TimeProvider clock, IAuditTrail? audit = null) : Grain, ITokenGrain
{
    private const int TokenMinutes = 15, SessionHours = 12, IdLength = 8, SecretLength = 32;
    private static readonly TimeSpan KeyLife = TimeSpan.FromDays(30), LongestToken = TimeSpan.FromHours(SessionHours), ClocksDiffer = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, byte[]> opened = new(StringComparer.Ordinal);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public async Task<AuthState> Init(InitAuthRequest request, CancellationToken cancellationToken)
    {
        bool hasMade = await Ready(request.Rotate, cancellationToken);
        ApiKeyList keys = await GrainFactory.GetGrain<IApiKeyIndexGrain>(0).List(cancellationToken);
        return new AuthState(
            TokenFormat.Issuer, TokenFormat.Audience, TokenFormat.Algorithm, TokenMinutes, SessionHours,
            [.. ring.State.Keys.Reverse().Select(key => new SigningKeyInfo(key.KeyId, key.CreatedAt, key.GoneAt))],
            keys.Keys.Count(key => key.IsValid), ring.State.Revoked.Count(token => token.ForgetAt > Now), hasMade);
    }

    /// <inheritdoc/>
    public async Task<Answer<GeneratedToken>> Generate(GenerateTokenRequest request, CancellationToken cancellationToken)
    {
        int minutes = Require.Between(request.Minutes, 1, TokenMinutes);
        if (request.Role is { } asked && !Enum.IsDefined(asked)) throw Require.Invalid("role", asked, string.Join(", ", Enum.GetNames<Role>()));
        if (CallerContext.Current is not { KeyId: { } keyId } caller) return Forbidden("A token stands for an API key, and this call was made without one.");
        if (caller.TokenId is not null) return Forbidden("A token makes no further token; show the API key itself.");
        if (await Key(keyId, cancellationToken) is not { IsValid: true } key) return Forbidden($"The key {keyId} does not work any more.");
        Role role = request.Role ?? key.Role;
        if (!key.Role.Allows(role)) return Forbidden($"The key {keyId} has the role {key.Role}; its tokens cannot have {role}.", "role");
        SignedToken made = await Sign(Caller.Of(key.Username, keyId, role), TokenUse.Access, TimeSpan.FromMinutes(minutes), key.ExpiresAt, cancellationToken);
        await audit.Record("token.make", $"token/{made.TokenId}", cancellationToken);
        return new GeneratedToken(made.Text, made.TokenId, role, made.EndsAt);
    }

    /// <inheritdoc/>
    public async Task<TokenValidity> Validate(ValidateTokenRequest request, CancellationToken cancellationToken)
    {
        if (await TokenFormat.Read(request.Token, Secret) is not { Use: TokenUse.Access } said) return new TokenValidity(false, Reason: "This platform did not sign it, or its signing key is gone.");
        string? reason = await Against(said, cancellationToken) is { IsRefused: true, Refusal: { } refusal } ? refusal.Detail : null;
        return new TokenValidity(reason is null, said.TokenId, said.Username, said.KeyId, said.Role, said.IssuedAt, said.ExpiresAt, reason);
    }

    /// <inheritdoc/>
    public async Task<Answer<RevokedToken>> Revoke(RevokeTokenRequest request, CancellationToken cancellationToken)
    {
        if (TokenIds.KeyOf(request.TokenId) is not { } keyId) throw Require.Invalid("tokenId", request.TokenId, "the id that generateToken gave with the token");
        if (CallerContext.Current is { } caller && caller.KeyId != keyId && !caller.Owns((await Key(keyId, cancellationToken))?.Username))
            return Forbidden($"The token {request.TokenId} is not one of {caller.Name}'s.", "tokenId");
        RevokedTokenRecord? revoked = ring.State.Revoked.FirstOrDefault(known => known.TokenId == request.TokenId);
        if (revoked is null)
        {
            if (EndOf(request.TokenId) is not { } ends) return Forbidden($"The token {request.TokenId} is none that this platform has made, or it ended long ago.", "tokenId");
            revoked = new RevokedTokenRecord { TokenId = request.TokenId, RevokedAt = Now, ForgetAt = ends };
            if (ends <= Now) return new RevokedToken(revoked.TokenId, revoked.RevokedAt); // it works no more, and nothing need be kept
            await ring.Commit(ring.State with { Revoked = [.. ring.State.Revoked.Where(known => known.ForgetAt > Now), revoked] });
        }
        await GrainFactory.GetGrain<IKeyNewsGrain>(0).Note(new KeyEnding(revoked.TokenId, revoked.RevokedAt), cancellationToken);
        await audit.Record("token.revoke", $"token/{revoked.TokenId}", cancellationToken);
        return new RevokedToken(revoked.TokenId, revoked.RevokedAt);
    }

    /// <inheritdoc/>
    public Task<SignedToken> Session(Caller caller, DateTime? notAfter, CancellationToken cancellationToken) =>
        Sign(caller, TokenUse.Session, LongestToken, notAfter, cancellationToken);

    /// <inheritdoc/>
    public async Task<TokenHolder?> Read(Credential credential, CancellationToken cancellationToken) =>
        await TokenFormat.Read(credential.Secret, Secret) is { } said && await Against(said, cancellationToken) is { IsRefused: false, Value: { } holder } ? holder : null;

    private static Refusal Forbidden(string detail, string? field = null) => new(RefusalKind.Forbidden, detail, field);

    private async Task<ApiKeyInfo?> Key(string keyId, CancellationToken cancellationToken) =>
        await GrainFactory.GetGrain<IApiKeyGrain>(keyId).Find(cancellationToken);

    // Why a token that is ours does not work; else who is behind it.
    private async Task<Answer<TokenHolder>> Against(TokenClaims said, CancellationToken cancellationToken)
    {
        if (said.ExpiresAt <= Now) return Forbidden(string.Create(CultureInfo.InvariantCulture, $"It ended at {said.ExpiresAt:O}."));
        if (said.IssuedAt > Now + ClocksDiffer) return Forbidden(string.Create(CultureInfo.InvariantCulture, $"It begins at {said.IssuedAt:O}."));
        if (ring.State.Revoked.Any(revoked => revoked.TokenId == said.TokenId)) return Forbidden("It was revoked.");
        if (said.KeyId is null) return new TokenHolder(Caller.Of(said.Username, null, said.Role, said.TokenId), null, said.ExpiresAt);
        if (await Key(said.KeyId, cancellationToken) is not { IsValid: true } key) return Forbidden($"The key {said.KeyId} that it was made with does not work any more.");
        if (!key.Role.Allows(said.Role)) return Forbidden($"The key {said.KeyId} has the role {key.Role}.");
        return new TokenHolder(Caller.Of(key.Username, key.KeyId, said.Role, said.TokenId), key.RateLimit, key.ExpiresAt < said.ExpiresAt ? key.ExpiresAt.Value : said.ExpiresAt);
    }

    private async Task<SignedToken> Sign(Caller caller, TokenUse use, TimeSpan life, DateTime? notAfter, CancellationToken cancellationToken)
    {
        await Ready(rotate: false, cancellationToken);
        DateTime now = Now, issued = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), ends = issued + life;
        if (notAfter < ends) ends = notAfter.Value.AddTicks(-(notAfter.Value.Ticks % TimeSpan.TicksPerSecond));
        SigningKeyRecord key = ring.State.Keys[^1];
        byte[] secret = Secret(key.KeyId)!;
        string id = TokenIds.New(caller.KeyId, ends, secret);
        return new SignedToken(TokenFormat.Sign(new TokenClaims(id, caller.Username!, caller.KeyId, caller.Role, issued, ends, use), key.KeyId, secret), id, ends);
    }

    // When a token ends that one of the ring's keys has named.
    private DateTime? EndOf(string tokenId) =>
        ring.State.Keys.Select(key => Secret(key.KeyId)).OfType<byte[]>().Select(secret => TokenIds.EndOf(tokenId, secret)).FirstOrDefault(ends => ends is not null);

    // Sees to it that a key can sign: makes one where there is none, where the last is too old, and where one is asked for.
    private async Task<bool> Ready(bool rotate, CancellationToken cancellationToken)
    {
        if (!rotate && ring.State.Keys is [.., { GoneAt: null } last] && last.CreatedAt + KeyLife > Now && Secret(last.KeyId) is not null) return false;
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength));
        SigningKeyRecord next = new() { KeyId = id, CreatedAt = Now, Sealed = seal.Seal(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretLength)), id) };
        await ring.Commit(ring.State with
        {
            Keys = [.. ring.State.Keys.Where(key => key.GoneAt is null || key.GoneAt > Now).Select(key => key.GoneAt is null ? key with { GoneAt = Now + LongestToken } : key), next],
        });
        await audit.Record("token.rotate", $"signing-key/{id}", cancellationToken);
        return true;
    }

    private byte[]? Secret(string kid)
    {
        if (ring.State.Keys.FirstOrDefault(key => key.KeyId == kid) is not { } found || found.GoneAt <= Now) return null;
        if (!opened.TryGetValue(kid, out byte[]? secret) && seal.Open(found.Sealed, kid) is { } text) opened[kid] = secret = Convert.FromBase64String(text);
        return secret;
    }
}
