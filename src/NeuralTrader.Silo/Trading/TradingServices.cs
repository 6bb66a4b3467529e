using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Grains.Trading;
using NeuralTrader.Grains.Trading.Halts;
using NeuralTrader.Silo.Hosting;

namespace NeuralTrader.Silo.Trading;

/// <summary>Registers brokers in a host.</summary>
public static class TradingServices
{
    private const int LongestAnswer = 1 << 20;

    /// <summary>
    /// The desk, its switch <c>NeuralTrader:Trading:LiveTrading</c> with its audit, and Alpaca, off until <c>NeuralTrader:Trading:Alpaca</c>
    /// is configured. The host adds the journal. Comes before the silo, so that the switch is audited before the first order.
    /// </summary>
    public static IServiceCollection AddTrading(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<TradingOptions>().Bind(configuration.GetSection("NeuralTrader:Trading")).ValidateOnStart();
        services.AddOptions<AlpacaOptions>().Bind(configuration.GetSection("NeuralTrader:Trading:Alpaca")).Validate(ServerPipeline.IsInRange).ValidateOnStart();
        services.AddServer<AlpacaOptions>( // keys go nowhere else
            configuration, AlpacaBroker.BrokerName, followsRedirects: false, client => client.MaxResponseContentBufferSize = LongestAnswer);
        services.AddSingleton<IBroker, AlpacaBroker>();
        services.AddSingleton<BrokerDesk>();
        services.AddTradingHalts();
        services.AddHostedService<LiveTradingAudit>();
        services.AddHostedService<LiveOrderWatch>();
        return services;
    }
}
