using NeuralTrader.Domain.Security.Sanitizing;

namespace NeuralTrader.Abstractions.Security.Checks;

/// <summary>Checks of texts and values that need no state; key 0, as many activations as there is work.</summary>
[Alias("grain.input-check"), Repeatable, Needs(Role.ReadOnly)]
public interface IInputCheckGrain : IGrainWithIntegerKey
{
    /// <summary>Makes a text fit for a place.</summary>
    [Alias("sanitize")] ValueTask<Answer<SanitizedText>> Sanitize(SanitizeInputRequest request);

    /// <summary>What has the shape of an attack in a text.</summary>
    [Alias("threats")] ValueTask<SecurityThreats> Threats(CheckSecurityThreatsRequest request);

    /// <summary>Whether a text is an e-mail address.</summary>
    [Alias("email")] ValueTask<EmailFormat> Email(ValidateEmailFormatRequest request);

    /// <summary>Whether a text has the form of an API key.</summary>
    [Alias("api-key")] ValueTask<ApiKeyFormatValidity> ApiKey(ValidateApiKeyFormatRequest request);

    /// <summary>Whether an order is well formed.</summary>
    [Alias("trading-params")] ValueTask<TradingParamsValidity> TradingParams(ValidateTradingParamsRequest request);
}
