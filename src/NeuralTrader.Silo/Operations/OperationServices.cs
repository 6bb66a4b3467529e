using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Silo.Hosting;

namespace NeuralTrader.Silo.Operations;

/// <summary>What whoever runs the platform wants to see beside its parts: feeds, clock, tables, disk.</summary>
internal static class OperationServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services, PlatformStorage storage)
    {
        services.AddSingleton<IHealthProbe, FeedAge>();
        if (storage is PostgresStorage) services.AddSingleton<IHealthProbe, DatabaseClock>().AddSingleton<IHealthProbe, SchemaProbe>();
        if (storage.Directory is not null) services.AddSingleton<IHealthProbe, DiskSpace>();
        return services.AddHostedService<ProbeWatch>();
    }
}
