using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Api.Security;

/// <summary>Who asks, as it is put on record.</summary>
internal static class CallerOf
{
    /// <summary>Whose key it is and which one, never the key; and the role that it has.</summary>
    public static Caller Request(HttpContext http)
    {
        ClaimsPrincipal user = http.User;
        string name = user.Identity?.Name ?? "unknown";
        return new Caller(user.FindFirst(Schemes.KeyIdClaim)?.Value is { } key ? $"{name} ({key})" : name, Policies.RoleOf(user) ?? Role.ReadOnly);
    }
}
