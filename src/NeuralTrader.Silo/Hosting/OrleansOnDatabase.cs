using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace NeuralTrader.Silo.Hosting;

/// <summary>Gives Orleans' ADO.NET providers our connections in place of a bare connection string, and Orleans' own binary form for state.</summary>
internal static class OrleansOnDatabase
{
    public static IServiceCollection AddOrleansOnDatabase(this IServiceCollection services)
    {
        services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
        services.AddOptions<AdoNetGrainStorageOptions>("Default").PostConfigure<PlatformStorage, Serializer>((options, storage, serializer) =>
        {
            options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer); // never to be changed: rows in another form are not read
            if (options.Invariant != storage.Invariant) return;
            options.DeleteStateOnClear = true;
            (options.DataSource, options.ConnectionString) = (storage.State, null);
        });
        services.AddOptions<AdoNetReminderTableOptions>().PostConfigure<PlatformStorage>((options, storage) =>
        {
            if (options.Invariant == storage.Invariant) (options.DataSource, options.ConnectionString) = (storage.State, null);
        });
        return services;
    }
}
