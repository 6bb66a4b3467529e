using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Trading;
using NeuralTrader.Silo.Hosting;

namespace NeuralTrader.Silo.Operations;

/// <summary>What whoever runs the platform wants to see beside its parts: feeds, clock, tables, disk.</summary>
internal static class OperationServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services, PlatformStorage storage)
    {
        if (storage is PostgresStorage { Source: var reached }) services.AddSingleton<IHealthProbe>(_ => new DatabaseReach(reached));
        services.AddSingleton<IHealthProbe, FeedAge>().AddSingleton<IHealthProbe, BackupAge>().AddSingleton<IHealthProbe, DamagedBooks>();
        if (storage is PostgresStorage { Source: var database })
            services.AddSingleton<IHealthProbe>(_ => new DatabaseClock(database)).AddSingleton<IHealthProbe>(_ => new SchemaProbe(database));
        if (storage.Directory is not null) services.AddSingleton<IHealthProbe, DiskSpace>();
        return services.AddHostedService<ProbeWatch>();
    }
}
