using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Api.Mcp;

namespace NeuralTrader.Api.Security;

/// <summary>The ways a caller is known: an API key or a token in a header, or the console's cookie.</summary>
public static class Schemes
{
    /// <summary>An API key in a header.</summary>
    public const string Key = "key";

    /// <summary>The console's sign-in cookie.</summary>
    public const string Console = "console";

    internal const string KeyIdClaim = "keyId", RateLimitClaim = "rateLimit", SessionClaim = "session";
    private const string Either = "either";

    internal static void AddSchemes(this IServiceCollection services)
    {
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, either => either.ForwardDefaultSelector = Choose)
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, ApiKeyHandler>(Key, null)
            .AddCookie(Console, ConfigureCookie);
        services.AddAuthorization(Policies.Add);
    }

    // A key decides where one is sent; else the cookie. Programs that send neither are told to send a key, people are shown the sign-in page.
    private static string Choose(HttpContext http) =>
        ApiKeyText.IsShown(http.Request.Headers) || (http.Request.Cookies.Count == 0 && IsForPrograms(http)) ? Key : Console;

    /// <summary>Whether a function, tool or document is asked for, and no page.</summary>
    internal static bool IsForPrograms(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || http.Request.Path.StartsWithSegments("/openapi", StringComparison.Ordinal)
        || http.Request.Path.StartsWithSegments(McpHosting.Path, StringComparison.Ordinal);

    private static void ConfigureCookie(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "nt-console";
        cookie.CookieManager = new HostCookies();
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = TimeSpan.FromMinutes(30); // without a request; the session itself ends after twelve hours, or with its key
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/signin";
        cookie.LogoutPath = "/signout";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events.OnRedirectToLogin = redirect =>
        {
            if (IsForPrograms(redirect.HttpContext)) return AccessProblems.Unauthenticated(redirect.HttpContext);
            redirect.Response.Redirect(SignIn.Address(redirect.Request));
            return Task.CompletedTask;
        };
        cookie.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask; // SignIn says where to
        cookie.Events.OnRedirectToAccessDenied = denied => AccessProblems.Forbidden(denied.HttpContext);
        cookie.Events.OnValidatePrincipal = async validation =>
        {
            KeyCache keys = validation.HttpContext.RequestServices.GetRequiredService<KeyCache>();
            string? session = validation.Principal?.FindFirstValue(SessionClaim);
            if (session is not null && await keys.Find(session) is { Principal.Identity: CallerIdentity { Grant: var grant } })
                validation.ReplacePrincipal(CallerIdentity.Principal(grant, Console, session)); // what the cookie says of him counts for nothing
            else validation.RejectPrincipal();
        };
    }
}
