using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.ServiceDefaults.Telemetry;

namespace NeuralTrader.ServiceDefaults.Health;

/// <summary>
/// The answer at <c>/health</c>: 503 while the process is not ready, else 200. As text it is one word, and the reason where it is not ready; to who asks
/// for <c>application/json</c> and may look inside (<see cref="InsideAccess"/>) it is every part with its state and what that rests on.
/// </summary>
public static class HealthAnswer
{
    private const string Json = "application/json";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true,
    };

    /// <summary>Writes it.</summary>
    /// <param name="http">The call.</param>
    /// <param name="state">How it is in all.</param>
    /// <param name="reason">Why it is not ready, without a full stop; null where the parts say it or all is well.</param>
    /// <param name="report">The parts; null where nobody could be asked.</param>
    public static Task Write(HttpContext http, HealthState state, string? reason = null, HealthReport? report = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.StatusCode = state == HealthState.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        http.Response.Headers.CacheControl = "no-store";
        if (!http.Request.Headers.Accept.ToString().Contains(Json, StringComparison.OrdinalIgnoreCase))
            return http.Response.WriteAsync(reason is null ? state.ToString() : $"{state}: {reason}.", http.RequestAborted);
        bool mayLook = http.RequestServices.GetService<InsideAccess>()?.MayLook(http) == true;
        return http.Response.WriteAsJsonAsync(
            mayLook ? new Detail(state, reason, report?.StartedAt, report?.UptimeSeconds, report?.Silos, report?.Parts) : new Detail(state, reason), Form, Json, http.RequestAborted);
    }

    private sealed record Detail(
        HealthState State, string? Reason, DateTime? StartedAt = null, double? UptimeSeconds = null, int? Silos = null, IReadOnlyList<HealthPart>? Parts = null);
}
