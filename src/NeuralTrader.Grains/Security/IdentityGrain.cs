using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Security;

/// <inheritdoc cref="IIdentityGrain"/>
[StatelessWorker, Reentrant]
internal sealed class IdentityGrain(IdentitySigner identities, TimeProvider clock) : Grain, IIdentityGrain
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public async Task<IdentityGrant?> Exchange(Credential credential, CancellationToken cancellationToken)
    {
        if (ApiKeyFormat.KeyId(credential.Secret) is not null) return await OfKey(credential.Secret, cancellationToken);
        return await Tokens.Read(credential, cancellationToken) is { } holder ? Grant(holder.Caller, holder.RateLimit, holder.EndsAt) : null;
    }

    /// <inheritdoc/>
    public async Task<OpenedSession?> OpenSession(Credential credential, CancellationToken cancellationToken)
    {
        ApiKeyValidity shown = await Keys.Validate(new ValidateApiKeyRequest(credential.Secret), cancellationToken);
        return shown is { IsValid: true, Info: { } info }
            ? await Open(Caller.Of(info.Username, info.KeyId, info.Role), info.RateLimit, info.ExpiresAt, cancellationToken) : null;
    }

    /// <inheritdoc/>
    public Task<OpenedSession> OpenOwnSession(string username, Role role, CancellationToken cancellationToken) =>
        Open(Caller.Of(username, null, role), null, null, cancellationToken);

    private async Task<IdentityGrant?> OfKey(string key, CancellationToken cancellationToken)
    {
        ApiKeyValidity shown = await Keys.Validate(new ValidateApiKeyRequest(key), cancellationToken);
        return shown is { IsValid: true, Info: { } info }
            ? Grant(Caller.Of(info.Username, info.KeyId, info.Role), info.RateLimit, info.ExpiresAt ?? DateTime.MaxValue) : null;
    }

    private async Task<OpenedSession> Open(Caller caller, int? rateLimit, DateTime? notAfter, CancellationToken cancellationToken)
    {
        SignedToken token = await Tokens.Session(caller, notAfter, cancellationToken);
        return new OpenedSession(token.Text, Grant(caller with { TokenId = token.TokenId }, rateLimit, token.EndsAt), token.EndsAt);
    }

    private IdentityGrant Grant(Caller caller, int? rateLimit, DateTime notAfter)
    {
        DateTime ends = Now + IdentitySigner.Life;
        if (notAfter < ends) ends = notAfter;
        return new IdentityGrant(identities.Sign(caller, ends), caller.Username!, caller.Role, caller.KeyId, caller.TokenId, rateLimit, ends);
    }

    private IApiKeyIndexGrain Keys => GrainFactory.GetGrain<IApiKeyIndexGrain>(0);

    private ITokenGrain Tokens => GrainFactory.GetGrain<ITokenGrain>(0);
}
