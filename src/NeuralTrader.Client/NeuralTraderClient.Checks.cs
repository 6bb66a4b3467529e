using NeuralTrader.Abstractions.Security.Checks;
using NeuralTrader.Domain.Security.Sanitizing;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    private IInputCheckGrain Checks => grains.GetGrain<IInputCheckGrain>(Any);

    /// <summary>Makes a text fit for the place where it is going to stand, and tells every change.</summary>
    public Task<SanitizedText> SanitizeInputAsync(SanitizeInputRequest request, CancellationToken cancellationToken = default) =>
        Checks.Sanitize(request).AsTask().WaitAsync(cancellationToken).Value();

    /// <summary>What has the shape of an attack in a text; a signal, not a defence.</summary>
    public Task<SecurityThreats> CheckSecurityThreatsAsync(CheckSecurityThreatsRequest request, CancellationToken cancellationToken = default) =>
        Checks.Threats(request).AsTask().WaitAsync(cancellationToken);

    /// <summary>Whether a text has the form of an e-mail address, and which rule it breaks where.</summary>
    public Task<EmailFormat> ValidateEmailFormatAsync(ValidateEmailFormatRequest request, CancellationToken cancellationToken = default) =>
        Checks.Email(request).AsTask().WaitAsync(cancellationToken);

    /// <summary>Whether a text has the form of an API key, and which rule it breaks; the key is not given back.</summary>
    public Task<ApiKeyFormatValidity> ValidateApiKeyFormatAsync(ValidateApiKeyFormatRequest request, CancellationToken cancellationToken = default) =>
        Checks.ApiKey(request).AsTask().WaitAsync(cancellationToken);

    /// <summary>Whether an order is well formed, with everything that is wrong at once; nothing is placed.</summary>
    public Task<TradingParamsValidity> ValidateTradingParamsAsync(ValidateTradingParamsRequest request, CancellationToken cancellationToken = default) =>
        Checks.TradingParams(request).AsTask().WaitAsync(cancellationToken);
}
