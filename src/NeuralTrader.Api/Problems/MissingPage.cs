using Microsoft.AspNetCore.Http;

namespace NeuralTrader.Api.Problems;

/// <summary>What a person is shown at an address that leads nowhere.</summary>
internal static class MissingPage
{
    private const string Html = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Not found – NeuralTrader</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/console.css"></head>
        <body><main><section class="card signin"><h1>There is no such page</h1>
        <p class="empty">Perhaps a part of the address is missing. <a href="/">Back to the overview</a></p></section></main></body></html>
        """;

    /// <summary>Answers with the page; the status stands already.</summary>
    public static Task Write(HttpContext http)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.WriteAsync(Html, http.RequestAborted);
    }
}
