using System.Globalization;
using NeuralTrader.Abstractions.Security.Checks;
using NeuralTrader.Domain.Security;
using NeuralTrader.Domain.Security.Emails;
using NeuralTrader.Domain.Security.Sanitizing;
using NeuralTrader.Domain.Security.Threats;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Security.Checks;

/// <inheritdoc cref="IInputCheckGrain"/>
[StatelessWorker]
public sealed class InputCheckGrain : Grain, IInputCheckGrain
{
    private const string Advice =
        "This is a signal, not a defence: who knows the rules can go around them. Give values to databases as parameters, encode texts for the place where they are shown, and take numbers, dates and names as such.";

    /// <inheritdoc/>
    public ValueTask<Answer<SanitizedText>> Sanitize(SanitizeInputRequest request) => new(Sanitizer.Sanitize(request.Input, request.Context, request.MaxLength));

    /// <inheritdoc/>
    public ValueTask<SecurityThreats> Threats(CheckSecurityThreatsRequest request)
    {
        if (request.Input is null || request.Input.Length > Sanitizer.Longest)
        {
            string? given = request.Input is null ? null : string.Create(CultureInfo.InvariantCulture, $"{request.Input.Length} characters");
            throw Require.Invalid("input", given, "a text of at most 100,000 characters");
        }
        IReadOnlyList<ThreatFinding> findings = ThreatScan.Of(request.Input);
        return new(new SecurityThreats(findings.Count == 0, [.. findings.Select(finding => finding.Kind).Distinct().Order()], findings, Advice));
    }

    /// <inheritdoc/>
    public ValueTask<EmailFormat> Email(ValidateEmailFormatRequest request)
    {
        string email = request.Email ?? throw Require.Invalid<string?>("email", null, "a text");
        EmailVerdict verdict = EmailAddress.Check(email);
        if (!verdict.IsValid)
            return new(new EmailFormat(false, verdict.Rule, verdict.Position, $"An address must {verdict.Rule.Demand()}.", null, null, null, EmailDomainForm.None, false, false, false));
        string domain = email[(verdict.At + 1)..];
        return new(new EmailFormat(
            true, EmailRule.None, null, null, email[..verdict.At], domain, EmailAddress.AsciiDomain(domain), verdict.DomainForm, verdict.IsQuoted,
            verdict.IsInternational, verdict.IsSingleLabel));
    }

    /// <inheritdoc/>
    public ValueTask<ApiKeyFormatValidity> ApiKey(ValidateApiKeyFormatRequest request)
    {
        (ApiKeyRule rule, int? position) = ApiKeyFormat.Check(request.Key);
        return new(new ApiKeyFormatValidity(rule == ApiKeyRule.None, rule, position, Demand(rule), ApiKeyFormat.KeyId(request.Key)));
    }

    /// <inheritdoc/>
    public ValueTask<TradingParamsValidity> TradingParams(ValidateTradingParamsRequest request) => new(TradingParamsCheck.Of(request));

    private static string? Demand(ApiKeyRule rule) => rule switch
    {
        ApiKeyRule.None => null,
        ApiKeyRule.Empty => "There is no text.",
        ApiKeyRule.Mark => "A key begins with ntk_, in these letters and with nothing before it.",
        ApiKeyRule.Letter => "A key has only digits and the letters A to Z and a to z behind ntk_; was a blank or a quote copied along?",
        ApiKeyRule.Length => string.Create(CultureInfo.InvariantCulture, $"A key has {ApiKeyFormat.Length} characters; was it cut, or copied with more?"),
        ApiKeyRule.Checksum => "The last six characters do not belong to the others: there is a typing error somewhere.",
    };
}
