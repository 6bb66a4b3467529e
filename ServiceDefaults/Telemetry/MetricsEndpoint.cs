using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace NeuralTrader.ServiceDefaults.Telemetry;

/// <summary>
/// Answers <c>/metrics</c> in Prometheus' text form, before anything else sees the request; to who may not look it is a page like any other that is
/// missing. The address of one's own has <c>/metrics</c>, <c>/alive</c> and <c>/health</c> and nothing more.
/// </summary>
internal sealed class MetricsEndpoint(InsideAccess inside) : IStartupFilter
{
    private static readonly string[] Inside = ["/metrics", "/alive", "/health"];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (inside.Url is { } url) app.ServerFeatures.Get<IServerAddressesFeature>()?.Addresses.Add(url); // beside those that were named; the server has not begun yet
        app.Use(following => http =>
        {
            if (!inside.IsOwn(http) || Inside.Any(path => http.Request.Path == path)) return following(http);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        app.UseOpenTelemetryPrometheusScrapingEndpoint(http => http.Request.Path == Inside[0] && inside.MayLook(http));
        next(app);
    };
}
