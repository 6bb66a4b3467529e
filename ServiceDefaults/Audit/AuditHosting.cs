using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.ServiceDefaults.Audit;

/// <summary>Registers who takes what goes on record.</summary>
public static class AuditHosting
{
    /// <summary>The way to the audit log, the same in a silo and in a front-end; once, however often it is asked for.</summary>
    public static IServiceCollection AddAuditTrail(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(IAuditTrail))) return services;
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<AuditTrail>().AddSingleton<IAuditTrail>(all => all.GetRequiredService<AuditTrail>()).AddHostedService(all => all.GetRequiredService<AuditTrail>());
    }
}
