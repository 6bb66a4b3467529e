using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Api.Console.Layout;

namespace NeuralTrader.Api.Console;

/// <summary>The web console: pages rendered on the server, charts drawn in the browser from columns.</summary>
public static class ConsoleEndpoints
{
    private static readonly HttpMethodMetadata Methods = new([HttpMethods.Get, HttpMethods.Head, HttpMethods.Post]); // the last one counts

    /// <summary>Adds what the pages need.</summary>
    public static IHostApplicationBuilder AddNeuralTraderConsole(this IHostApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<ConsoleUser>();
        builder.Services.AddResponseCompression(options => options.EnableForHttps = true); // for columns alone, which hold no secret
        return builder;
    }

    /// <summary>Maps pages, their files and their data. Call it after the interface, whose authorization it relies on.</summary>
    public static WebApplication MapNeuralTraderConsole(this WebApplication app)
    {
        app.UseAntiforgery();
        app.UseWhen( // over everything it would send the compressed static files in a worse compression
            context => context.Request.Path.StartsWithSegments("/console/data"),
            data => data.UseResponseCompression());
        app.MapStaticAssets().AllowAnonymous();
        app.MapConsoleData();
        app.MapRazorComponents<App>().Add(static page => page.Metadata.Add(Methods));
        return app;
    }
}
