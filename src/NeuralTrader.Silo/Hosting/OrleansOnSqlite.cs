using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Silo.Storage;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace NeuralTrader.Silo.Hosting;

/// <summary>Gives Orleans' ADO.NET providers our connections in place of a bare connection string, and Orleans' own binary form for state.</summary>
internal static class OrleansOnSqlite
{
    public static IServiceCollection AddOrleansOnSqlite(this IServiceCollection services)
    {
        services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
        services.AddOptions<AdoNetGrainStorageOptions>("Default").PostConfigure<SqliteDataSource, Serializer>((options, source, serializer) =>
        {
            options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer); // never to be changed: rows in another form are not read
            if (options.Invariant != SiloDefaults.SqliteInvariant) return;
            options.DeleteStateOnClear = true;
            (options.DataSource, options.ConnectionString) = (source, null);
        });
        services.AddOptions<AdoNetReminderTableOptions>().PostConfigure<SqliteDataSource>((options, source) =>
        {
            if (options.Invariant == SiloDefaults.SqliteInvariant) (options.DataSource, options.ConnectionString) = (source, null);
        });
        return services;
    }
}
