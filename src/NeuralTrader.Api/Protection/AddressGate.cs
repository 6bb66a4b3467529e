using Microsoft.AspNetCore.Http;
using NeuralTrader.Api.Problems;
using NeuralTrader.Domain.Security.Addresses;

namespace NeuralTrader.Api.Protection;

/// <summary>Sends callers away whose addresses are not let in, before anything else is asked of them.</summary>
internal sealed class AddressGate(RequestDelegate next, ProtectionWatch watch, TimeProvider clock)
{
    public Task InvokeAsync(HttpContext http)
    {
        AddressRules rules = watch.Addresses;
        if (rules.IsOpen || http.Connection.RemoteIpAddress is not { } address || FreeRequests.IsProbe(http.Request.Path)) return next(http);
        return rules.Judge(address, clock.GetUtcNow().UtcDateTime) is { IsAllowed: false } verdict ? SendAway(http, verdict) : next(http);
    }

    private Task SendAway(HttpContext http, AddressVerdict verdict)
    {
        http.Response.Headers.Connection = "close";
        int? wait = verdict.Block?.Until is { } until ? (int)Math.Clamp((until - clock.GetUtcNow().UtcDateTime).TotalSeconds + 1, 1, int.MaxValue) : null;
        return (Problem.Of(ProblemTypes.AddressBlocked) with { RetryAfterSeconds = wait }).Write(http);
    }
}

/// <summary>What costs next to nothing, and is neither counted nor limited.</summary>
internal static class FreeRequests
{
    /// <summary>Whether somebody asks how the process is; the answer has a guard of its own.</summary>
    public static bool IsProbe(PathString path) => path == "/alive" || path == "/health";

    /// <summary>Whether a probe, or one of the console's files, is asked for.</summary>
    public static bool Is(HttpContext http) =>
        IsProbe(http.Request.Path) || http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null;
}
