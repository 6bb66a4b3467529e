using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace NeuralTrader.Api.Protection;

/// <summary>Limits, blocked addresses and other sites, in a host.</summary>
internal static class ProtectionSetup
{
    /// <summary>Adds what the middleware needs.</summary>
    public static IServiceCollection AddProtection(this IServiceCollection services)
    {
        services.AddSingleton<ProtectionWatch>().AddHostedService(all => all.GetRequiredService<ProtectionWatch>());
        services.AddSingleton<AddressWatch>().AddSingleton<ClusterQuotas>();
        return services.AddCors().AddSingleton<ICorsPolicyProvider, CorsPolicies>();
    }

    /// <summary>Believes trusted proxies on who calls, where there are any: from the last one before this process on, as far as each is trusted.</summary>
    public static WebApplication UseTrustedProxies(this WebApplication app)
    {
        System.Net.IPNetwork[] proxies = ProtectionSettings.Proxies(app.Services.GetRequiredService<IOptions<ApiOptions>>().Value);
        if (proxies.Length == 0) return app;
        ForwardedHeadersOptions forwarded = new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (System.Net.IPNetwork proxy in proxies) forwarded.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(forwarded);
        return app;
    }
}
