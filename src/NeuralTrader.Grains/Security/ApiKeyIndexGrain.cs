using System.Security.Cryptography;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security;
using NeuralTrader.Grains.Hosting;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Security;

/// <summary>Makes API keys and knows which there are. Questions about keys pass each other by; keys are made one at a time.</summary>
[MayInterleave(nameof(IsQuestion))]
internal sealed class ApiKeyIndexGrain([PersistentState("api-key-index")] IPersistentState<ApiKeyListRecord> keys, ApiKeyHasher hasher)
    : Grain, IApiKeyIndexGrain
{
    private const int LongestName = 100;
    private const int LongestLife = 3650;
    private static readonly CreateApiKeyRequest First = new("admin", Role.Admin);
    private static readonly ApiKeyValidity Unknown = new(false, null);

    public static bool IsQuestion(Orleans.Serialization.Invocation.IInvokable call) =>
        call.GetMethodName() is nameof(IApiKeyIndexGrain.Validate) or nameof(IApiKeyIndexGrain.List);

    public async Task<CreatedApiKey> Create(CreateApiKeyRequest request, CancellationToken cancellationToken)
    {
        CreateApiKeyRequest sound = Checked(request);
        string key = ApiKeyFormat.Make(RandomNumberGenerator.GetBytes(ApiKeyFormat.RandomBytes));
        string id = ApiKeyFormat.KeyId(key)!;
        ApiKeyInfo info = await GrainFactory.GetGrain<IApiKeyGrain>(id).Create(sound, hasher.Hash(key), cancellationToken);
        await keys.Commit(new ApiKeyListRecord { KeyIds = [.. keys.State.KeyIds, id] }); // a crash before it leaves a key that nobody was told
        return new CreatedApiKey(key, info);
    }

    public async Task<CreatedApiKey?> CreateFirst(CancellationToken cancellationToken) =>
        keys.State.KeyIds.Length == 0 ? await Create(First, cancellationToken) : null;

    public Task<ApiKeyValidity> Validate(ValidateApiKeyRequest request, CancellationToken cancellationToken)
    {
        if (ApiKeyFormat.KeyId(request.Key) is not { } id || !keys.State.KeyIds.Contains(id)) return Task.FromResult(Unknown);
        return GrainFactory.GetGrain<IApiKeyGrain>(id).Validate(hasher.Hash(request.Key), cancellationToken);
    }

    public async Task<ApiKeyList> List(CancellationToken cancellationToken)
    {
        ApiKeyInfo?[] infos = await Task.WhenAll(keys.State.KeyIds.Select(id => GrainFactory.GetGrain<IApiKeyGrain>(id).Find(cancellationToken)));
        return new ApiKeyList([.. infos.OfType<ApiKeyInfo>()]);
    }

    private static CreateApiKeyRequest Checked(CreateApiKeyRequest request)
    {
        string name = request.Username?.Trim() ?? "";
        if (name.Length == 0) throw Require.Invalid("username", request.Username, "1 to 100 characters");
        Require.Line(name, LongestName, "username");
        if (!Enum.IsDefined(request.Role)) throw Require.Invalid("role", request.Role, string.Join(", ", Enum.GetNames<Role>()));
        if (request.ExpiresInDays is { } days) Require.Between(days, 1, LongestLife, "expiresInDays");
        return request with { Username = name };
    }
}
