using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain;

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

    /// <summary>Makes a key that takes another's place; it is shown this once.</summary>
    public Task<CreatedApiKey> RotateApiKeyAsync(RotateApiKeyRequest request, CancellationToken cancellationToken = default) =>
        Keys.Rotate(request, cancellationToken).Value();

    /// <summary>What state authentication is in; makes the ring of signing keys where there is none.</summary>
    public Task<AuthState> InitAuthAsync(InitAuthRequest request, CancellationToken cancellationToken = default) => Tokens.Init(request, cancellationToken);

    /// <summary>Makes a token for the key that this call is made with.</summary>
    public Task<GeneratedToken> GenerateTokenAsync(GenerateTokenRequest request, CancellationToken cancellationToken = default) =>
        Tokens.Generate(request, cancellationToken).Value();

    /// <summary>Whether a token works.</summary>
    public Task<TokenValidity> ValidateTokenAsync(ValidateTokenRequest request, CancellationToken cancellationToken = default) =>
        Tokens.Validate(request, cancellationToken);

    /// <summary>Stops a token from working.</summary>
    public Task<RevokedToken> RevokeTokenAsync(RevokeTokenRequest request, CancellationToken cancellationToken = default) =>
        Tokens.Revoke(request, cancellationToken).Value();

    /// <summary>Whether the caller, or another key, may do something.</summary>
    public Task<AuthorizationVerdict> CheckAuthorizationAsync(CheckAuthorizationRequest request, CancellationToken cancellationToken = default)
    {
        Function function = FunctionCatalog.All.FirstOrDefault(known => string.Equals(known.Name, request.Function, StringComparison.OrdinalIgnoreCase))
            ?? throw Require.Invalid("function", request.Function, "the name of a function that works; listed at /api/v1/functions");
        return Keys.Authorize(request with { Function = function.Name }, function.Role, function.IsForServices, cancellationToken).Value();
    }

    /// <summary>Makes a portfolio, a back-test or a search somebody's.</summary>
    public Task<AssignedOwner> AssignOwnerAsync(AssignOwnerRequest request, CancellationToken cancellationToken = default) =>
        Named(grains.GetGrain<IOwnersGrain>(Any)).Assign(request, cancellationToken).Value();

    private ITokenGrain Tokens => grains.GetGrain<ITokenGrain>(0);

    /// <summary>All keys, without the keys themselves.</summary>
    public Task<ApiKeyList> ListApiKeysAsync(ListApiKeysRequest request, CancellationToken cancellationToken = default) =>
        Keys.List(cancellationToken);
}
