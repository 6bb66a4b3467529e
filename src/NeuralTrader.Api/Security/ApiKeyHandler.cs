using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NeuralTrader.Api.Problems;

namespace NeuralTrader.Api.Security;

/// <summary>Knows callers by the API key they send.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyCache keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private static readonly AuthenticateResult NotAKey = AuthenticateResult.Fail("The key is malformed.");
    private static readonly AuthenticateResult NotValid = AuthenticateResult.Fail("The key does not work.");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!ApiKeyText.IsShown(Request.Headers)) return AuthenticateResult.NoResult();
        if (ApiKeyText.Of(Request.Headers) is not { } key) return NotAKey;
        if (ApiKeyText.IsToken(key) && !ApiKeyText.IsAccessToken(key)) return NotAKey; // a session is for its cookie
        return await keys.Find(key) is { } ticket ? AuthenticateResult.Success(ticket) : NotValid;
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => AccessProblems.Unauthenticated(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => AccessProblems.Forbidden(Context);
}

/// <summary>What callers without the right to a thing are told.</summary>
internal static class AccessProblems
{
    public static Task Unauthenticated(HttpContext http)
    {
        bool wasShown = ApiKeyText.IsShown(http.Request.Headers);
        AccessAudit.NotKnown(http);
        http.Response.Headers.WWWAuthenticate = wasShown ? "Bearer realm=\"NeuralTrader\", error=\"invalid_token\"" : "Bearer realm=\"NeuralTrader\"";
        return Problem.Of(ProblemTypes.Unauthenticated, wasShown ? "The key is malformed, expired, revoked or was never made here." : null).Write(http);
    }

    public static Task Forbidden(HttpContext http)
    {
        AccessAudit.Forbidden(http);
        Client.Function? function = http.GetEndpoint()?.Metadata.GetMetadata<Client.Function>();
        string held = Policies.RoleOf(http.User)?.ToString() ?? "none";
        return Problem.Of(
            RefusalProblems.Of(RefusalKind.Forbidden),
            function is null ? $"The caller's role is {held}." : $"{function.Name} needs the role {function.Role}; the caller's is {held}.").Write(http);
    }
}
