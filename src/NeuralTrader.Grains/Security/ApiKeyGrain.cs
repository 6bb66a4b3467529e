using System.Security.Cryptography;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Grains.Security;

/// <summary>One API key.</summary>
internal sealed class ApiKeyGrain([PersistentState("api-key")] IPersistentState<ApiKeyRecord> key, TimeProvider clock) : Grain, IApiKeyGrain
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private ApiKeyInfo Info => key.State.Info(this.GetPrimaryKeyString(), Now);

    private bool IsMade => key.State.Hash is not null;

    public async Task<ApiKeyInfo> Create(CreateApiKeyRequest request, byte[] hash, CancellationToken cancellationToken)
    {
        if (IsMade) throw new InvalidOperationException($"The key {this.GetPrimaryKeyString()} was made before.");
        await key.Commit(new ApiKeyRecord
        {
            Hash = hash, Username = request.Username, Role = request.Role, CreatedAt = Now,
            ExpiresAt = request.ExpiresInDays is { } days ? Now.AddDays(days) : null,
        });
        return Info;
    }

    public Task<ApiKeyInfo?> Find(CancellationToken cancellationToken) => Task.FromResult(IsMade ? Info : null);

    public Task<ApiKeyValidity> Validate(byte[] hash, CancellationToken cancellationToken) => Task.FromResult(
        key.State.Hash is { } stored && CryptographicOperations.FixedTimeEquals(hash, stored)
            ? new ApiKeyValidity(Info.IsValid, Info)
            : new ApiKeyValidity(false, null));

    public async Task<Answer<ApiKeyInfo>> Revoke(CancellationToken cancellationToken)
    {
        if (!IsMade) return new Refusal(RefusalKind.ApiKeyNotFound, $"No API key begins with '{this.GetPrimaryKeyString()}'.", "keyId");
        if (key.State.RevokedAt is null) await key.Commit(key.State with { RevokedAt = Now });
        return Info;
    }
}
