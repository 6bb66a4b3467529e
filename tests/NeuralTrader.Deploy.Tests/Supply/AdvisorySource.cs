using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NeuralTrader.Deploy.Tests.Supply;

/// <summary>A package source over HTTP that has no packages, and the advisories it is given: none (it has no such resource), or a page of them.</summary>
internal sealed class AdvisorySource : IAsyncDisposable
{
    /// <summary>The two that the audit asks about first.</summary>
    public const string KnownBad = """
        "newtonsoft.json": [{ "url": "https://github.com/advisories/GHSA-5crp-9r3c-p9vr", "severity": 2, "versions": "(, 13.0.1)" }],
        "system.text.json": [{ "url": "https://github.com/advisories/GHSA-8g4q-xg66-9fp4", "severity": 2, "versions": "[8.0.0, 8.0.4]" }]
        """;

    private readonly WebApplication app;

    private AdvisorySource(WebApplication app) => this.app = app;

    public Uri Index => new(new Uri(app.Urls.First()), "v3/index.json");

    /// <param name="advisories">Members of the page; null for a source without the resource.</param>
    /// <param name="status">What the page is answered with.</param>
    public static async Task<AdvisorySource> Start(string? advisories, int status = 200)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        IResult Json(string text) => Results.Text(text, "application/json", Encoding.UTF8);
        string At(HttpContext http, string path) => $"http://{http.Request.Host}/{path}";
        app.MapGet("/v3/index.json", (HttpContext http) => Json($$"""
            { "version": "3.0.0", "resources": [{ "@id": "{{At(http, "packages/")}}", "@type": "PackageBaseAddress/3.0.0" }
              {{(advisories is null ? "" : $$""", { "@id": "{{At(http, "advisories/index.json")}}", "@type": "VulnerabilityInfo/6.7.0" }""")}}] }
            """));
        app.MapGet("/advisories/index.json", (HttpContext http) =>
            Json($$"""[{ "@name": "base", "@id": "{{At(http, "advisories/base.json")}}", "@updated": "2026-01-01T00:00:00Z", "comment": "all of them" }]"""));
        app.MapGet("/advisories/base.json", () => status == 200 ? Json($"{{{advisories}}}") : Results.StatusCode(status));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
