using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Abstractions.Hosting;

namespace NeuralTrader.ServiceDefaults.Health;

/// <summary>
/// Answers whoever restarts or routes around a process: <c>/alive</c> says that it turns, <c>/health</c> whether it is ready, as its parts say that were
/// tried just now. Who asks again within a second hears the same.
/// </summary>
/// <param name="ask">Tries the parts.</param>
/// <param name="why">What to say of a fault; nothing that only those may know who may look inside.</param>
/// <param name="host">Tells that the process is leaving; then it is not ready.</param>
/// <param name="clock">Counts the second.</param>
public sealed class HealthQuestion(Func<CancellationToken, Task<HealthReport>> ask, Func<Exception, string> why, IHostApplicationLifetime host, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4); // a part has three
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);
    private static readonly string[] Asking = [HttpMethods.Get, HttpMethods.Head]; // load balancers like the second
    private Reading? newest;

    /// <summary>Maps both.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.MapMethods("/alive", Asking, static http => http.Response.WriteAsync("alive", http.RequestAborted)).AllowAnonymous();
        routes.MapMethods("/health", Asking, (RequestDelegate)Answer).AllowAnonymous();
    }

    private async Task Answer(HttpContext http)
    {
        if (host.IsLeaving())
        {
            await HealthAnswer.Write(http, HealthState.Unhealthy, "this process is leaving");
            return;
        }
        if (newest is not { } reading || clock.GetElapsedTime(reading.At) > Remembered) newest = reading = new Reading(Read(), clock.GetTimestamp());
        (HealthReport? report, string? reason) = await reading.Answer;
        await HealthAnswer.Write(http, report?.State ?? HealthState.Unhealthy, reason, report);
    }

    private async Task<(HealthReport? Report, string? Reason)> Read()
    {
        using CancellationTokenSource limit = new(Patience);
        try
        {
            HealthReport report = await ask(limit.Token).WaitAsync(limit.Token);
            return (report, Reason(report));
        }
#pragma warning disable CA1031 // whatever keeps the parts from answering, they are not well
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return (null, why(fault));
        }
    }

    // Which parts, and not what they say of it: that is for those who may look inside.
    private static string? Reason(HealthReport report)
    {
        string[] ill = [.. report.Parts.Where(part => part.State == HealthState.Unhealthy).Select(part => part.Name)];
        return ill.Contains(HealthPart.Database) ? "PostgreSQL cannot be reached"
            : ill.Length > 0 ? $"not well: {string.Join(", ", ill)}" : null;
    }

    private sealed record Reading(Task<(HealthReport? Report, string? Reason)> Answer, long At);
}
