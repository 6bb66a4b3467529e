using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Api.Problems;
using NeuralTrader.Domain.Security;

namespace NeuralTrader.Api.Security;

/// <summary>Signing a browser in and out.</summary>
internal static class SignIn
{
    private const int LargestForm = 4096;
    private static readonly TimeSpan Refusal = TimeSpan.FromSeconds(1); // as long for every key that does not work, whatever is wrong with it

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/signin", Show).AllowAnonymous().WithOrder(1000); // the console's own page comes first where it has one
        routes.MapPost("/signin", Enter).AllowAnonymous().DisableAntiforgery();
        routes.MapPost("/signout", Leave).AllowAnonymous().DisableAntiforgery();
        routes.MapGet("/signin/{ticket}", http => Redeem(http, (string)http.Request.RouteValues["ticket"]!)).AllowAnonymous();
    }

    private static Task Show(HttpContext http) =>
        http.Request.Query["ticket"] is [{ } ticket] ? Redeem(http, ticket) : Page(http, StatusCodes.Status200OK, null);

    private static async Task Enter(HttpContext http)
    {
        if (!SameOrigin.Holds(http.Request))
        {
            await Problem.Of(ProblemTypes.CrossSite).Write(http);
            return;
        }
        IFormCollection? form = await Form(http);
        string key = form?["key"].ToString().Trim() ?? "";
        long start = TimeProvider.System.GetTimestamp();
        OpenedSession? session = ApiKeyFormat.KeyId(key) is null
            ? null : await http.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IIdentityGrain>(0).OpenSession(new Credential(key), http.RequestAborted);
        if (session is null)
        {
            AccessAudit.NotSignedIn(http);
            TimeSpan rest = Refusal - TimeProvider.System.GetElapsedTime(start);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, http.RequestAborted);
            await Page(http, StatusCodes.Status401Unauthorized, "This key does not work. Check that it is whole.");
            return;
        }
        await Open(http, session);
    }

    private static async Task Redeem(HttpContext http, string ticket)
    {
        if (http.RequestServices.GetRequiredService<ConsoleTickets>().Redeem(ticket) is { } session)
        {
            await Open(http, session);
            return;
        }
        AccessAudit.NotSignedIn(http);
        await Page(http, StatusCodes.Status401Unauthorized, "This link was used before or is too old. Sign in with a key.");
    }

    private static async Task Leave(HttpContext http)
    {
        if (!SameOrigin.Holds(http.Request))
        {
            await Problem.Of(ProblemTypes.CrossSite).Write(http);
            return;
        }
        await EndSession(http);
        await http.SignOutAsync(Schemes.Console);
        http.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        SeeOther(http, "/signin");
    }

    // What the browser had before, so that a copy of it is worth nothing. One that was opened without a key ends by itself.
    private static async Task EndSession(HttpContext http)
    {
        if (http.User.Identity is not CallerIdentity { AuthenticationType: Schemes.Console, Grant: { TokenId: { } session, KeyId: not null } }) return;
        await http.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<ITokenGrain>(0).Revoke(new RevokeTokenRequest(session), http.RequestAborted);
        http.RequestServices.GetRequiredService<KeyCache>().Forget(session);
    }

    private static async Task Open(HttpContext http, OpenedSession session)
    {
        await EndSession(http);
        ClaimsPrincipal caller = CallerIdentity.Principal(session.Grant, Schemes.Console, session.Secret);
        await http.SignInAsync(Schemes.Console, caller, new AuthenticationProperties { IsPersistent = false });
        AccessAudit.SignedIn(http, CallerOf.Known(caller).Name);
        SeeOther(http, Local(http.Request.Query["returnUrl"]));
    }

    /// <summary>Where who has not signed in is sent: a path of this site, whatever host the request named.</summary>
    public static string Address(HttpRequest request) =>
        $"{request.PathBase}/signin?returnUrl={Uri.EscapeDataString($"{request.PathBase}{request.Path}{request.QueryString}")}";

    // Only paths of this site: neither another host (//host, /\host) nor anything with control characters. In a header only ASCII travels.
    private static string Local(string? url) =>
        url is ['/', ..] && url is not (['/', '/', ..] or ['/', '\\', ..]) && !url.Any(char.IsControl)
            ? string.Concat(url.EnumerateRunes().Select(letter => letter.IsAscii ? letter.ToString() : Uri.EscapeDataString(letter.ToString()))) : "/";

    private static async Task<IFormCollection?> Form(HttpContext http)
    {
        if (!http.Request.HasFormContentType || http.Request.ContentLength > LargestForm) return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = LargestForm;
        return await http.Request.ReadFormAsync(http.RequestAborted);
    }

    private static void SeeOther(HttpContext http, string location)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = location;
        http.Response.Headers.CacheControl = "no-store";
    }

    private static Task Page(HttpContext http, int status, string? message)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "text/html; charset=utf-8";
        string returnUrl = WebUtility.HtmlEncode($"/signin?returnUrl={Uri.EscapeDataString(Local(http.Request.Query["returnUrl"]))}");
        string said = message is null ? "" : $"<p class=\"down\" role=\"alert\" id=\"fault\">{WebUtility.HtmlEncode(message)}</p>";
        return http.Response.WriteAsync($$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sign in – NeuralTrader</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/console.css"></head>
            <body><main><section class="card signin"><h1>Sign in to NeuralTrader</h1>{{said}}
            <form class="stack" method="post" action="{{returnUrl}}">
            <label for="key">API key
            <input id="key" name="key" type="password" autocomplete="current-password" required size="60" autofocus{{(message is null ? "" : " aria-describedby=\"fault\" aria-invalid=\"true\"")}}></label>
            <button type="submit">Sign in</button></form>
            <p class="hint">The first start prints a key and keeps it in the data directory. An administrator makes further ones.</p></section></main></body></html>
            """, http.RequestAborted);
    }
}
