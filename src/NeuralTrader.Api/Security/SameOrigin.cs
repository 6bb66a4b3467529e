using Microsoft.AspNetCore.Http;
using NeuralTrader.Api.Problems;

namespace NeuralTrader.Api.Security;

/// <summary>
/// A browser sends its cookies with requests that other sites' pages make. So a caller known by cookie may change something only from this site's own
/// pages, which the browser itself vouches for (Sec-Fetch-Site, or Origin in browsers that lack it).
/// </summary>
internal sealed class SameOrigin(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        bool isCookieCall = http.User.Identity is { IsAuthenticated: true, AuthenticationType: Schemes.Console };
        bool isGuarded = isCookieCall && http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && !IsSafe(http.Request.Method);
        return isGuarded && !Holds(http.Request) ? Problem.Of(ProblemTypes.CrossSite).Write(http) : next(http);
    }

    /// <summary>Whether the browser says that this site's own page sent the request.</summary>
    public static bool Holds(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        if (!string.IsNullOrEmpty(site)) return site == "same-origin";
        return Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out Uri? origin)
            && origin.Scheme == request.Scheme && HostString.FromUriComponent(origin) is var host
            && string.Equals(host.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
            && (host.Port ?? DefaultPort(origin.Scheme)) == (request.Host.Port ?? DefaultPort(request.Scheme));
    }

    private static int DefaultPort(string scheme) => scheme == Uri.UriSchemeHttps ? 443 : 80;

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
