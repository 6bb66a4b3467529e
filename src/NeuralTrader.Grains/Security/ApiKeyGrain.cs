using System.Security.Cryptography;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Grains.Security;

/// <summary>One API key.</summary>
internal sealed class ApiKeyGrain(
    [PersistentState("api-key")] IPersistentState<ApiKeyRecord> key, TimeProvider clock, IAuditTrail? audit = null) : Grain, IApiKeyGrain
{
    private static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(1);

    private DateTime? usedAt; // since it was last noted
    private IGrainTimer? noting;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private string Id => this.GetPrimaryKeyString();

    private ApiKeyInfo Info => (key.State with { LastUsedAt = usedAt ?? key.State.LastUsedAt }).Info(Id, Now);

    private bool IsMade => key.State.Hash is not null;

    public Task<ApiKeyInfo> Create(CreateApiKeyRequest request, byte[] hash, CancellationToken cancellationToken) => Make(new ApiKeyRecord
    {
        Hash = hash, Username = request.Username, Role = request.Role, CreatedAt = Now, RateLimit = request.RateLimit ?? 0,
        ExpiresAt = request.ExpiresInDays is { } days ? Now.AddDays(days) : null,
    });

    public Task<ApiKeyInfo> Succeed(ApiKeyInfo before, byte[] hash, CancellationToken cancellationToken) => Make(new ApiKeyRecord
    {
        Hash = hash, Username = before.Username, Role = before.Role, CreatedAt = Now, RateLimit = before.RateLimit ?? 0, ExpiresAt = before.ExpiresAt,
    });

    public async Task<ApiKeyInfo> Replace(string by, DateTime at, CancellationToken cancellationToken)
    {
        await key.Commit(key.State with { ReplacedBy = by, ExpiresAt = key.State.ExpiresAt < at ? key.State.ExpiresAt : at });
        await Tell(new KeyEnding(Id, key.State.ExpiresAt!.Value), "key.rotate", cancellationToken);
        return Info;
    }

    public Task<ApiKeyInfo?> Find(CancellationToken cancellationToken) => Task.FromResult(IsMade ? Info : null);

    public Task<ApiKeyValidity> Validate(byte[] hash, CancellationToken cancellationToken)
    {
        if (key.State.Hash is not { } stored || !CryptographicOperations.FixedTimeEquals(hash, stored)) return Task.FromResult(new ApiKeyValidity(false, null));
        Note();
        return Task.FromResult(new ApiKeyValidity(Info.IsValid, Info));
    }

    public async Task<Answer<ApiKeyInfo>> Revoke(CancellationToken cancellationToken)
    {
        if (!IsMade) return new Refusal(RefusalKind.ApiKeyNotFound, $"No API key begins with '{Id}'.", "keyId");
        if (key.State.RevokedAt is null) await key.Commit(key.State with { RevokedAt = Now });
        await Tell(new KeyEnding(Id, key.State.RevokedAt!.Value), "key.revoke", cancellationToken); // again, should it have failed the first time
        return Info;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (usedAt is not null) await WriteUse();
    }

    private async Task<ApiKeyInfo> Make(ApiKeyRecord made)
    {
        if (IsMade) throw new InvalidOperationException($"The key {Id} was made before.");
        await key.Commit(made);
        return Info;
    }

    private async Task Tell(KeyEnding ending, string action, CancellationToken cancellationToken)
    {
        await GrainFactory.GetGrain<IKeyNewsGrain>(0).Note(ending, cancellationToken);
        await audit.Record(action, $"key/{Id}", cancellationToken);
    }

    // When it was used is worth one write a minute, which nobody waits for.
    private void Note()
    {
        usedAt = Now;
        noting ??= this.RegisterGrainTimer(_ => WriteUse(), new GrainTimerCreationOptions(NotedEvery, Timeout.InfiniteTimeSpan));
    }

    private async Task WriteUse()
    {
        noting?.Dispose();
        noting = null;
        if (usedAt is not { } at) return;
        try
        {
            await key.Commit(key.State with { LastUsedAt = at });
            usedAt = null;
        }
        catch (StorageUnavailableException)
        {
            // it is noted with the next use
        }
    }
}
