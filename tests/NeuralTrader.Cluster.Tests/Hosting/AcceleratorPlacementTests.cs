using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Placement;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Placement;
using NeuralTrader.ServiceDefaults;
using Orleans.Concurrency;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.TestingHost;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>Says where it runs.</summary>
[Alias("test.where")]
public interface IWhereGrain : IGrainWithIntegerKey
{
    /// <summary>The silo's name.</summary>
    [Alias("silo")] ValueTask<string> Silo();
}

/// <inheritdoc cref="IWhereGrain"/>
[StatelessWorker, Reentrant, PreferAccelerator]
public sealed class WhereGrain(ILocalSiloDetails silo) : Grain, IWhereGrain
{
    /// <inheritdoc/>
    public ValueTask<string> Silo() => new(silo.Name);
}

public sealed class AcceleratorPlacementTests
{
    private const int Calls = 40;
    private const string Tagged = "Silo_1"; // silos start side by side, so that only their names tell them apart

    [Fact]
    public async Task Calls_go_to_the_silo_with_the_device_and_anywhere_once_it_is_gone()
    {
        await using InProcessTestCluster cluster = await Started(3, hasTag: true);
        string with = Tagged;
        Assert.Equal([with], await Where(cluster, firstKey: 0));
        await cluster.StopSiloAsync(cluster.Silos.Single(silo => silo.Name == with));
        string[] after = await Where(cluster, firstKey: 0);
        Assert.NotEmpty(after);
        Assert.DoesNotContain(with, after);
    }

    [Fact]
    public async Task Without_a_device_anywhere_calls_go_anywhere()
    {
        await using InProcessTestCluster cluster = await Started(2, hasTag: false);
        Assert.NotEmpty(await Where(cluster, firstKey: 0));
    }

    [Fact]
    public async Task A_silo_whose_configuration_claims_a_device_that_it_has_not_is_not_preferred()
    {
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSiloHost((_, host) => host.Configuration["Orleans:Metadata:accelerator"] = "cuda");
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(new ComputeOptions { CudaLibrary = "libnothing.so.1" }).AddCompute().AddPlacementRules();
            silo.UseAcceleratorTag();
        });
        await using InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        ISiloMetadataCache metadata = cluster.Silos[0].ServiceProvider.GetRequiredService<ISiloMetadataCache>();
        Assert.False(metadata.GetSiloMetadata(cluster.Silos[0].SiloAddress).Metadata.ContainsKey("accelerator"));
    }

    [Fact]
    public async Task New_work_follows_a_device_that_fails_and_one_that_comes_back()
    {
        ConcurrentDictionary<string, bool> hasCuda = [];
        InProcessTestClusterBuilder builder = new(2);
        builder.ConfigureSilo((options, silo) =>
        {
            string name = options.SiloName;
            silo.Services.AddSingleton(new ComputeOptions { UseCuda = false }).AddCompute();
            silo.Services.AddSingleton(new AcceleratorBoard(() => hasCuda.GetValueOrDefault(name)));
            silo.UseAcceleratorTag().UseCluster(database: null, hasGrains: true);
        });
        await using InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        (string first, string second) = (cluster.Silos[0].Name, cluster.Silos[1].Name);
        hasCuda[first] = true;
        long one = await Heard();
        Assert.Equal([first], await Where(cluster));
        (hasCuda[first], hasCuda[second]) = (false, true); // one turns faulty, the other is ready at last
        Assert.NotEqual(one, await Heard());
        Assert.Equal([second], await Where(cluster));
        hasCuda[second] = false;
        Assert.Equal(0, await Heard());
        Assert.NotEmpty(await Where(cluster));
        hasCuda[first] = true;
        Assert.Equal(one, await Heard()); // the same set has the same number
        Assert.Equal([first], await Where(cluster));

        async Task<long> Heard()
        {
            while (!cluster.Silos.All(KnowsWhatIs)) await Task.Delay(50, TestContext.Current.CancellationToken);
            return Board(cluster.Silos[0]).Epoch;
        }

        bool KnowsWhatIs(InProcessSiloHandle silo) =>
            cluster.Silos.All(other => Board(silo).HasCuda(other.SiloAddress) == hasCuda.GetValueOrDefault(other.Name));

        static AcceleratorBoard Board(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<AcceleratorBoard>();

        // As grains do that take work to a worker: the key is the number that the silo knows.
        static async Task<string[]> Where(InProcessTestCluster cluster) =>
        [
            .. (await Task.WhenAll(cluster.Silos.SelectMany(silo => Enumerable.Range(0, 10).Select(_ =>
                silo.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IWhereGrain>(Board(silo).Epoch).Silo().AsTask())))).Distinct(),
        ];
    }

    private static async Task<InProcessTestCluster> Started(short silos, bool hasTag)
    {
        InProcessTestClusterBuilder builder = new(silos);
        builder.ConfigureSilo((options, silo) =>
        {
            silo.Services.AddSingleton(new ComputeOptions { UseCuda = false }).AddCompute().AddPlacementRules();
            silo.UseSiloMetadata(hasTag && options.SiloName == Tagged ? new Dictionary<string, string> { ["accelerator"] = "cuda" } : []);
        });
        InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        while (hasTag && !cluster.Silos.All(KnowsTheTag)) await Task.Delay(50, TestContext.Current.CancellationToken); // metadata follow membership
        return cluster;

        bool KnowsTheTag(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<ISiloMetadataCache>()
            .GetSiloMetadata(cluster.Silos.Single(one => one.Name == Tagged).SiloAddress).Metadata.ContainsKey("accelerator");
    }

    // Each key is placed anew.
    private static async Task<string[]> Where(InProcessTestCluster cluster, int firstKey) =>
    [
        .. (await Task.WhenAll(Enumerable.Range(firstKey, Calls).Select(key => cluster.Client.GetGrain<IWhereGrain>(key).Silo().AsTask()))).Distinct(),
    ];
}
