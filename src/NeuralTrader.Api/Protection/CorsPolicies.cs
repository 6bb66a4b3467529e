using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Domain.Security.Browsers;

namespace NeuralTrader.Api.Protection;

/// <summary>Gives ASP.NET Core's CORS middleware the rules as they are now. Only the interface is opened to other sites' pages, never the console.</summary>
internal sealed class CorsPolicies(ProtectionWatch watch) : ICorsPolicyProvider
{
    private static readonly CorsPolicy Closed = new();
    private volatile Made? made;

    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName) =>
        Task.FromResult<CorsPolicy?>(context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) ? Now() : Closed);

    private CorsPolicy Now()
    {
        CorsRules rules = watch.Cors;
        if (made is { } last && ReferenceEquals(last.Of, rules)) return last.Policy;
        CorsPolicyBuilder policy = new CorsPolicyBuilder([.. rules.Origins])
            .WithMethods([.. CorsRules.Methods]).WithHeaders([.. CorsRules.RequestHeaders]).WithExposedHeaders([.. CorsRules.AnswerHeaders])
            .SetPreflightMaxAge(TimeSpan.FromSeconds(rules.MaxAgeSeconds));
        if (rules.AllowCredentials) policy.AllowCredentials();
        CorsPolicy now = policy.Build();
        made = new Made(rules, now);
        return now;
    }

    private sealed record Made(CorsRules Of, CorsPolicy Policy);
}
