using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace NeuralTrader.Api.Hosting;

/// <summary>
/// What browsers are told to refuse. Pages get a content policy with a nonce, found in <c>HttpContext.Items["nonce"]</c>; answers for programs get one
/// that allows nothing.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Key of the nonce in <see cref="HttpContext.Items"/>.</summary>
    public const string Nonce = "nonce";

    private const string ForPrograms = "default-src 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext http)
    {
        IHeaderDictionary headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            headers.ContentSecurityPolicy = ForPrograms;
            headers.CacheControl = "no-store";
            return next(http);
        }
        string nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        http.Items[Nonce] = nonce;
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/scalar", StringComparison.OrdinalIgnoreCase)
            ? ForPage(nonce, "style-src 'self' 'unsafe-inline'") // Scalar styles its elements inline; it is looser here and nowhere else
            : ForPage(nonce, $"style-src 'self' 'nonce-{nonce}'");
        return next(http);
    }

    private static string ForPage(string nonce, string styles) =>
        $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; {styles}; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
}
