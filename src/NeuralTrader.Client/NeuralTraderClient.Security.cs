using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    /// <summary>Makes an API key; it is shown this once.</summary>
    public Task<CreatedApiKey> CreateApiKeyAsync(CreateApiKeyRequest request, CancellationToken cancellationToken = default) =>
        Keys.Create(request, cancellationToken);

    /// <summary>Whether a key works.</summary>
    public Task<ApiKeyValidity> ValidateApiKeyAsync(ValidateApiKeyRequest request, CancellationToken cancellationToken = default) =>
        Keys.Validate(request, cancellationToken);

    /// <summary>Stops a key from working.</summary>
    public Task<ApiKeyInfo> RevokeApiKeyAsync(RevokeApiKeyRequest request, CancellationToken cancellationToken = default) =>
        grains.GetGrain<IApiKeyGrain>(Ids.Parse(request.KeyId, "keyId")).Revoke(cancellationToken).Value();

    /// <summary>All keys, without the keys themselves.</summary>
    public Task<ApiKeyList> ListApiKeysAsync(ListApiKeysRequest request, CancellationToken cancellationToken = default) =>
        Keys.List(cancellationToken);
}
