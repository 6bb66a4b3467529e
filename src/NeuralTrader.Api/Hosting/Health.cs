using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Api.Problems;
using NeuralTrader.Client;
using NeuralTrader.ServiceDefaults;

namespace NeuralTrader.Api.Hosting;

/// <summary>Answers whoever restarts or routes around this process: <c>/alive</c> for the process, <c>/health</c> for the platform behind it.</summary>
internal sealed class Health(NeuralTraderClient client, IHostApplicationLifetime host, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);
    private (Task<(HealthState State, string? Reason)> Read, long At)? newest;

    public static void Map(IEndpointRouteBuilder routes, Health health)
    {
        routes.MapGet("/alive", static http => http.Response.WriteAsync("alive", http.RequestAborted)).AllowAnonymous();
        routes.MapGet("/health", health.Answer).AllowAnonymous();
    }

    private async Task Answer(HttpContext http)
    {
        if (newest is not { } reading || clock.GetElapsedTime(reading.At) > Remembered) newest = reading = (Read(), clock.GetTimestamp());
        (HealthState state, string? reason) = host.IsLeaving() ? (HealthState.Unhealthy, "this process is leaving") : await reading.Read;
        http.Response.StatusCode = state == HealthState.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsync(reason is null ? state.ToString() : $"{state}: {reason}.", http.RequestAborted);
    }

    private async Task<(HealthState State, string? Reason)> Read()
    {
        using CancellationTokenSource limit = new(Patience);
        try
        {
            return ((await client.HealthCheckAsync(new HealthCheckRequest(), limit.Token).WaitAsync(limit.Token)).State, null);
        }
#pragma warning disable CA1031 // Whatever keeps the platform from answering, it is not well; healthCheck says more to those who may know.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return (HealthState.Unhealthy, Reason(fault));
        }
    }

    private static string Reason(Exception fault) => fault switch
    {
        _ when Faults.IsNobodyThere(fault) => "no silo with grains is there",
        OperationCanceledException or TimeoutException => "the silos do not answer in time",
        _ => "the silos cannot be reached",
    };
}
