using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Api.Security;

/// <summary>Who asks, as it is put on record.</summary>
internal static class CallerOf
{
    /// <summary>Whose key it is and which one, never the key; and the role that it has.</summary>
    public static Caller Request(HttpContext http) => Known(http.User);

    /// <summary>The same of somebody who is just being signed in.</summary>
    public static Caller Known(ClaimsPrincipal user) => (user.Identity as CallerIdentity)?.Grant.Caller ?? new Caller("unknown", Role.ReadOnly);
}
