using Microsoft.Extensions.DependencyInjection;

namespace NeuralTrader.Grains.Trading.Halts;

/// <summary>Registers the kill switch in a silo.</summary>
public static class HaltServices
{
    /// <summary>The silo's knowledge of halts, kept fresh, and what tells others. The host adds journal and clock.</summary>
    public static IServiceCollection AddTradingHalts(this IServiceCollection services) => services
        .AddSingleton<TradingGate>().AddSingleton<PortfolioOwners>().AddSingleton<HaltSweep>().AddSingleton<HaltAnnouncement>().AddHostedService<HaltWatch>().AddHostedService<HaltMetrics>();
}
