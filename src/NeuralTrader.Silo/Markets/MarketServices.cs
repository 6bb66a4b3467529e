using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Silo.Hosting;

namespace NeuralTrader.Silo.Markets;

/// <summary>Registers market data in a host.</summary>
public static class MarketServices
{
    private const int LongestAnswer = 64 << 20;

    /// <summary>
    /// File readers, the importer, and the providers, each off until <c>NeuralTrader:Markets:{provider}</c> is configured. The host adds the store.
    /// </summary>
    public static IServiceCollection AddMarkets(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IBarFileReader, CsvBarFile>();
        services.AddSingleton<IBarFileReader, ParquetBarFile>();
        services.AddSingleton<MarketImporter>();
        AddProvider<StooqProvider, StooqOptions>(services, configuration, StooqProvider.ProviderName);
        AddProvider<AlphaVantageProvider, AlphaVantageOptions>(services, configuration, AlphaVantageProvider.ProviderName);
        return services;
    }

    private static void AddProvider<TProvider, TOptions>(IServiceCollection services, IConfiguration configuration, string name)
        where TProvider : class, IMarketDataProvider
        where TOptions : ProviderOptions
    {
        services.AddOptions<TOptions>().Bind(configuration.GetSection($"NeuralTrader:Markets:{name}")).Validate(ServerPipeline.IsInRange).ValidateOnStart();
        services.AddSingleton<IMarketDataProvider, TProvider>();
        services.AddServer<TOptions>(configuration, name, followsRedirects: true, client => client.MaxResponseContentBufferSize = LongestAnswer);
    }
}
