using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NeuralTrader.Api.Json;

namespace NeuralTrader.Api.Problems;

/// <summary>The address of a problem type explains it, to people and to programs.</summary>
internal static class ProblemPages
{
    public static void MapProblems(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/problems", http => Answer(http, ProblemTypes.All)).AllowAnonymous();
        routes.MapGet("/problems/{slug}", One).AllowAnonymous();
    }

    private static Task One(HttpContext http)
    {
        string slug = (string)http.Request.RouteValues["slug"]!;
        ProblemType? type = ProblemTypes.All.FirstOrDefault(known => known.Slug == slug);
        return type is null ? Problem.Of(ProblemTypes.NotFound, "GET /problems lists all problem types.").Write(http) : Answer(http, [type]);
    }

    private static Task Answer(HttpContext http, IReadOnlyList<ProblemType> types)
    {
        string accept = http.Request.Headers.Accept.ToString();
        if (!accept.Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return http.Response.WriteAsJsonAsync(types, WireJson.Options, http.RequestAborted);
        StringBuilder html = new("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Problems · "
            + "NeuralTrader</title></head><body><main><h1>Problems</h1><dl>");
        foreach (ProblemType type in types)
            html.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"<dt><code>{type.Uri}</code> · {type.Status} · {WebUtility.HtmlEncode(type.Title)}</dt><dd>{WebUtility.HtmlEncode(type.Meaning)}</dd>");
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(html.Append("</dl></main></body></html>").ToString(), http.RequestAborted);
    }
}
