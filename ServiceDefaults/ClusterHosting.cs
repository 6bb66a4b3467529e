using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Placement;
using NeuralTrader.Client;
using NeuralTrader.ServiceDefaults.Security;
using Npgsql;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Serialization.Configuration;

namespace NeuralTrader.ServiceDefaults;

/// <summary>What the members of a cluster have in common, whether they hold grains or only call them. All must have it, or they do not agree on who is where.</summary>
public static class ClusterHosting
{
    /// <summary>Makes a silo a member of the platform: placement, repeated calls, leaving together; membership where there is a database to meet at.</summary>
    /// <param name="silo">The silo to be.</param>
    /// <param name="database">Where members, reminders and state are; null for a platform of one process.</param>
    /// <param name="hasGrains">Whether it holds the platform's grains; a silo without leaves last when all are told to.</param>
    public static ISiloBuilder UseCluster(this ISiloBuilder silo, NpgsqlDataSource? database, bool hasGrains)
    {
        silo.Services.TryAddSingleton(_ => new AcceleratorBoard());
        silo.Services.AddPlacementRules().AddHostedService<AcceleratorReport>();
        silo.Services.AddKeyedSingleton<IControllable>(MemberOrders.Name, (all, _) => new MemberOrders(ActivatorUtilities.CreateInstance<MemberControl>(all, hasGrains).CarryOut));
        silo.Services.Configure<TypeManifestOptions>(options => options.AddAllowedType(typeof(MemberOrders))); // it is named in the call that gives an order
        silo.AddOutgoingGrainCallFilter<RepeatedCalls>();
        silo.UseDashboard();
        if (Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is { Length: > 0 }) silo.UseKubernetesHosting(); // pods that are gone are members no longer
        if (database is null) return silo;
        silo.UseClusterMembership().UseClusterTls().AddOutgoingGrainCallFilter<GoneMembers>();
        silo.Services.AddSingleton(all => ActivatorUtilities.CreateInstance<MemberPresence>(all, database));
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(all => all.GetRequiredService<MemberPresence>());
        silo.Services.AddSingleton<IFatalErrorHandler, DeclaredDead>().AddHostedService<MembershipWatch>();
        silo.Services.AddHostedService(all => ActivatorUtilities.CreateInstance<ClockWatch>(all, database));
        silo.Services.AddOptions<AdoNetClusteringSiloOptions>().PostConfigure(options =>
        {
            if (options.Invariant == ClusterDatabase.InvariantName) (options.DataSource, options.ConnectionString) = (database, null);
        });
        silo.Services.AddOptions<AdoNetReminderTableOptions>().PostConfigure(options =>
        {
            if (options.Invariant == ClusterDatabase.InvariantName) (options.DataSource, options.ConnectionString) = (database, null);
        });
        return silo;
    }
}
