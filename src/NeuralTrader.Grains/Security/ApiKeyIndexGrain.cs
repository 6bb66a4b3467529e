using System.Security.Cryptography;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security;
using NeuralTrader.Grains.Hosting;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Security;

/// <summary>Makes API keys and knows which there are. Questions about keys pass each other by; keys are made one at a time.</summary>
[MayInterleave(nameof(IsQuestion))]
internal sealed class ApiKeyIndexGrain(
    [PersistentState("api-key-index")] IPersistentState<ApiKeyListRecord> keys, ApiKeyHasher hasher, Authorization rules, TimeProvider clock,
    IAuditTrail? audit = null) : Grain, IApiKeyIndexGrain
{
    private const int LongestName = 100, LongestLife = 3650, UsualRate = 100, HighestRate = 1_000_000, LongestOverlap = 43_200;
    private static readonly CreateApiKeyRequest First = new("admin", Role.Admin, RateLimit: 0);
    private static readonly ApiKeyValidity Unknown = new(false, null);

    public static bool IsQuestion(Orleans.Serialization.Invocation.IInvokable call) =>
        call.GetMethodName() is nameof(IApiKeyIndexGrain.Validate) or nameof(IApiKeyIndexGrain.List) or nameof(IApiKeyIndexGrain.Authorize);

    public Task<CreatedApiKey> Create(CreateApiKeyRequest request, CancellationToken cancellationToken)
    {
        CreateApiKeyRequest sound = Checked(request);
        return Make((key, hash) => key.Create(sound, hash, cancellationToken), cancellationToken);
    }

    public async Task<Answer<CreatedApiKey>> Rotate(RotateApiKeyRequest request, CancellationToken cancellationToken)
    {
        int overlap = Require.Between(request.OverlapMinutes, 0, LongestOverlap);
        if (!keys.State.KeyIds.Contains(request.KeyId) || await Key(request.KeyId).Find(cancellationToken) is not { } old)
            return new Refusal(RefusalKind.ApiKeyNotFound, $"No API key begins with '{request.KeyId}'.", "keyId");
        if (old.ReplacedBy is { } by) return new Refusal(RefusalKind.ApiKeyEnded, $"The key {old.KeyId} was replaced by {by} before.", "keyId");
        if (!old.IsValid) return new Refusal(RefusalKind.ApiKeyEnded, $"The key {old.KeyId} does not work any more.", "keyId");
        CreatedApiKey made = await Make((key, hash) => key.Succeed(old, hash, cancellationToken), cancellationToken);
        await Key(old.KeyId).Replace(made.Info.KeyId, clock.GetUtcNow().UtcDateTime.AddMinutes(overlap), cancellationToken);
        return made;
    }

    public async Task<CreatedApiKey?> CreateFirst(CancellationToken cancellationToken) =>
        keys.State.KeyIds.Length == 0 ? await Create(First, cancellationToken) : null;

    public Task<ApiKeyValidity> Validate(ValidateApiKeyRequest request, CancellationToken cancellationToken)
    {
        if (ApiKeyFormat.KeyId(request.Key) is not { } id || !keys.State.KeyIds.Contains(id)) return Task.FromResult(Unknown);
        return Key(id).Validate(hasher.Hash(request.Key), cancellationToken);
    }

    public Task<Answer<AuthorizationVerdict>> Authorize(CheckAuthorizationRequest request, Role needed, bool orService, CancellationToken cancellationToken) =>
        rules.Judge(request, needed, orService, cancellationToken);

    public async Task<ApiKeyList> List(CancellationToken cancellationToken)
    {
        ApiKeyInfo?[] infos = await Task.WhenAll(keys.State.KeyIds.Select(id => Key(id).Find(cancellationToken)));
        return new ApiKeyList([.. infos.OfType<ApiKeyInfo>()]);
    }

    private IApiKeyGrain Key(string id) => GrainFactory.GetGrain<IApiKeyGrain>(id);

    private async Task<CreatedApiKey> Make(Func<IApiKeyGrain, byte[], Task<ApiKeyInfo>> keep, CancellationToken cancellationToken)
    {
        string text = ApiKeyFormat.Make(RandomNumberGenerator.GetBytes(ApiKeyFormat.RandomBytes));
        string id = ApiKeyFormat.KeyId(text)!;
        ApiKeyInfo info = await keep(Key(id), hasher.Hash(text));
        await keys.Commit(new ApiKeyListRecord { KeyIds = [.. keys.State.KeyIds, id] }); // a crash before it leaves a key that nobody was told
        await audit.Record("key.make", $"key/{id}", cancellationToken);
        return new CreatedApiKey(text, info);
    }

    private static CreateApiKeyRequest Checked(CreateApiKeyRequest request)
    {
        string name = request.Username?.Trim() ?? "";
        if (name.Length == 0) throw Require.Invalid("username", request.Username, "1 to 100 characters");
        Require.Line(name, LongestName, "username");
        if (!Enum.IsDefined(request.Role)) throw Require.Invalid("role", request.Role, string.Join(", ", Enum.GetNames<Role>()));
        if (request.ExpiresInDays is { } days) Require.Between(days, 1, LongestLife, "expiresInDays");
        int rate = Require.Between(request.RateLimit ?? (request.Role is Role.Admin or Role.Service ? 0 : UsualRate), 0, HighestRate, "rateLimit");
        return request with { Username = name, RateLimit = rate };
    }
}
