using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Api.Security;

/// <summary>Puts on record who came in, who did not, and who was refused what.</summary>
internal static class AccessAudit
{
    private const string Nobody = "nobody";

    /// <summary>A browser was signed in.</summary>
    public static void SignedIn(HttpContext http, string name) => Note(http, new(AuditCategory.Authentication, "signin", name, "console"));

    /// <summary>A key, or a link, signed nobody in.</summary>
    public static void NotSignedIn(HttpContext http) =>
        Note(http, new(AuditCategory.Authentication, "signin", Nobody, "console", AuditOutcome.Failure, AuditLevel.Security));

    /// <summary>A request showed no key that works. What was shown is not put on record; that nothing was shown is no event.</summary>
    public static void NotKnown(HttpContext http)
    {
        if (ApiKeyText.IsShown(http.Request.Headers))
            Note(http, new(AuditCategory.Authentication, "key.use", Nobody, Of(http), AuditOutcome.Failure, AuditLevel.Security));
    }

    /// <summary>A caller asked for what his role does not allow.</summary>
    public static void Forbidden(HttpContext http) =>
        Note(http, new(AuditCategory.Authorization, "call.refuse", CallerOf.Request(http).Name, Of(http), AuditOutcome.Denied, AuditLevel.Security));

    /// <summary>A caller did what only an administrator may.</summary>
    public static void RoleUsed(HttpContext http) =>
        Note(http, new(AuditCategory.Authorization, "role.use", CallerOf.Request(http).Name, Of(http), Details: new Dictionary<string, string> { ["role"] = nameof(Role.Admin) }));

    // The function, or the pattern of the route: never the path itself, in which anything may stand.
    private static string Of(HttpContext http) => http.GetEndpoint() switch
    {
        { } known when known.Metadata.GetMetadata<Client.Function>() is { } function => $"function/{function.Name}",
        Microsoft.AspNetCore.Routing.RouteEndpoint { RoutePattern.RawText: { } pattern } => $"route/{pattern.TrimStart('/')}",
        _ => "route",
    };

    private static void Note(HttpContext http, AuditEvent happened) =>
        http.RequestServices.GetRequiredService<IAuditTrail>().Note(happened with { Address = Address(http.Connection.RemoteIpAddress) });

    private static string? Address(IPAddress? address) => (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
}
