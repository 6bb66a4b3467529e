using Microsoft.Extensions.DependencyInjection;

namespace NeuralTrader.Grains.Security.Audit;

/// <summary>Registers the audit log in a silo.</summary>
public static class AuditServices
{
    /// <summary>What carries portfolios' commands to the log. The host adds journal, seal and clock, and where archives go.</summary>
    public static IServiceCollection AddAuditLog(this IServiceCollection services) =>
        services.AddSingleton<AuditFeed>().AddHostedService(all => all.GetRequiredService<AuditFeed>());
}
