using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Security.Checks;
using NeuralTrader.Domain.Security.Sanitizing;

namespace NeuralTrader.Client;

public static partial class FunctionCatalog
{
    private static IEnumerable<Function> CheckFunctions() =>
    [
        Of<SanitizeInputRequest, SanitizedText>("sanitizeInput", Subject.Security, Role.ReadOnly,
            "Makes a text fit for the place where it is going to stand, and tells every change.", (c, r, ct) => c.SanitizeInputAsync(r, ct)),
        Of<CheckSecurityThreatsRequest, SecurityThreats>("checkSecurityThreats", Subject.Security, Role.ReadOnly,
            "What has the shape of an attack in a text; a signal, not a defence.", (c, r, ct) => c.CheckSecurityThreatsAsync(r, ct)),
        Of<ValidateEmailFormatRequest, EmailFormat>("validateEmailFormat", Subject.Security, Role.ReadOnly,
            "Whether a text has the form of an e-mail address, and which rule it breaks where.", (c, r, ct) => c.ValidateEmailFormatAsync(r, ct)),
        Of<ValidateApiKeyFormatRequest, ApiKeyFormatValidity>("validateApiKeyFormat", Subject.Security, Role.ReadOnly,
            "Whether a text has the form of an API key, checksum included; the key is not given back.", (c, r, ct) => c.ValidateApiKeyFormatAsync(r, ct)),
        Of<ValidateTradingParamsRequest, TradingParamsValidity>("validateTradingParams", Subject.Security, Role.ReadOnly,
            "Whether an order is well formed, with everything that is wrong at once; places nothing.", (c, r, ct) => c.ValidateTradingParamsAsync(r, ct)),
    ];
}
