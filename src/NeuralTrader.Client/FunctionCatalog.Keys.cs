using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Client;

public static partial class FunctionCatalog
{
    private static IEnumerable<Function> KeyFunctions() =>
    [
        Of<CreateApiKeyRequest, CreatedApiKey>("createApiKey", Subject.Security, Role.Admin,
            "Makes an API key; it is shown this once.", (c, r, ct) => c.CreateApiKeyAsync(r, ct)),
        Of<ValidateApiKeyRequest, ApiKeyValidity>("validateApiKey", Subject.Security, Role.Admin,
            "Whether a key works.", (c, r, ct) => c.ValidateApiKeyAsync(r, ct)),
        Of<RevokeApiKeyRequest, ApiKeyInfo>("revokeApiKey", Subject.Security, Role.Admin,
            "Stops a key from working.", (c, r, ct) => c.RevokeApiKeyAsync(r, ct)),
        Of<ListApiKeysRequest, ApiKeyList>("listApiKeys", Subject.Security, Role.Admin,
            "All keys, without the keys themselves.", (c, r, ct) => c.ListApiKeysAsync(r, ct)),
        Of<InitAuthRequest, AuthState>("initAuth", Subject.Security, Role.Admin,
            "What state authentication is in; makes or renews the key that signs tokens.", (c, r, ct) => c.InitAuthAsync(r, ct)),
        Of<GenerateTokenRequest, GeneratedToken>("generateToken", Subject.Security, Role.ReadOnly,
            "Makes a token that stands for the caller's key for some minutes.", (c, r, ct) => c.GenerateTokenAsync(r, ct)),
        Of<ValidateTokenRequest, TokenValidity>("validateToken", Subject.Security, Role.ReadOnly,
            "Whether a token works, and what it says.", (c, r, ct) => c.ValidateTokenAsync(r, ct)),
        Of<CheckAuthorizationRequest, AuthorizationVerdict>("checkAuthorization", Subject.Security, Role.ReadOnly,
            "Whether somebody may do something, and by which rule.", (c, r, ct) => c.CheckAuthorizationAsync(r, ct)),
    ];
}
