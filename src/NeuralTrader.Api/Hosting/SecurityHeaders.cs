using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Api.Mcp;
using NeuralTrader.Domain.Security.Browsers;

namespace NeuralTrader.Api.Hosting;

/// <summary>
/// What browsers are told to refuse. Pages get a content policy with a nonce, found in <c>HttpContext.Items["nonce"]</c>; answers for programs get one
/// that allows nothing.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Key of the nonce in <see cref="HttpContext.Items"/>.</summary>
    public const string Nonce = "nonce";

    public Task InvokeAsync(HttpContext http)
    {
        AnswerUse use = IsForPrograms(http.Request.Path) ? AnswerUse.Program
            : http.Request.Path.StartsWithSegments("/scalar", StringComparison.OrdinalIgnoreCase) ? AnswerUse.Document : AnswerUse.Page;
        string nonce = "";
        if (use != AnswerUse.Program)
        {
            http.Items[Nonce] = nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
            http.Response.OnStarting(static response => Complete((HttpResponse)response), http.Response);
        }
        foreach ((string name, string value) in BrowserHeaders.Of(use, nonce, http.Request.IsHttps)) http.Response.Headers[name] = value;
        return next(http);
    }

    // What does not say that it may be kept (files of the build, columns with a tag) is shown once and forgotten; text is UTF-8.
    private static Task Complete(HttpResponse response)
    {
        if (response.Headers.CacheControl.Count == 0) response.Headers.CacheControl = "no-store";
        if (response.ContentType is { } type && type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) && !type.Contains("charset", StringComparison.OrdinalIgnoreCase))
            response.ContentType = $"{type}; charset=utf-8";
        return Task.CompletedTask;
    }

    private static bool IsForPrograms(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments(McpHosting.Path, StringComparison.OrdinalIgnoreCase);
}
