using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Api.Security;

/// <summary>A caller as the rest of the front-end sees him, with what his calls to grains carry.</summary>
internal sealed class CallerIdentity : ClaimsIdentity
{
    private CallerIdentity(IdentityGrant grant, string scheme)
        : base([new Claim(ClaimTypes.Name, grant.Username), new Claim(ClaimTypes.Role, Policies.Of(grant.Role))], scheme)
    {
        Grant = grant;
        if (grant.KeyId is not null) AddClaim(new Claim(Schemes.KeyIdClaim, grant.KeyId));
        if (grant.RateLimit is { } limit) AddClaim(new Claim(Schemes.RateLimitClaim, limit.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>What a silo said of him.</summary>
    public IdentityGrant Grant { get; }

    /// <summary>The caller.</summary>
    /// <param name="grant">What a silo said of him.</param>
    /// <param name="scheme">How he is known.</param>
    /// <param name="session">What his session is continued with; null for who shows a key or token.</param>
    public static ClaimsPrincipal Principal(IdentityGrant grant, string scheme, string? session = null)
    {
        CallerIdentity identity = new(grant, scheme);
        if (session is not null) identity.AddClaim(new Claim(Schemes.SessionClaim, session));
        return new ClaimsPrincipal(identity);
    }
}

/// <summary>Has the calls to grains that a request leads to carry its caller's identity; a caller without one is nobody, and not the platform.</summary>
internal sealed class CallerMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        CallIdentity.Set((http.User.Identity as CallerIdentity)?.Grant.Text ?? CallIdentity.Anonymous);
        return next(http);
    }
}
