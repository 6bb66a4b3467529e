using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Placement;
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

    [Fact]
    public async Task Calls_go_to_the_silo_with_the_device_and_anywhere_once_it_is_gone()
    {
        await using InProcessTestCluster cluster = await Started(3, tagged: 1);
        InProcessSiloHandle device = Tagged(cluster, cluster.Silos[0])!; // silos start side by side: any of them may be the one
        string with = device.Name;
        Assert.Equal([with], await Where(cluster, firstKey: 0));
        await cluster.StopSiloAsync(device);
        string[] after = await Where(cluster, firstKey: 0);
        Assert.NotEmpty(after);
        Assert.DoesNotContain(with, after);
    }

    [Fact]
    public async Task Without_a_device_anywhere_calls_go_anywhere()
    {
        await using InProcessTestCluster cluster = await Started(2, tagged: -1);
        Assert.NotEmpty(await Where(cluster, firstKey: 0));
    }

    [Fact]
    public async Task A_silo_whose_configuration_claims_a_device_that_it_has_not_is_not_preferred()
    {
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSiloHost((_, host) => host.Configuration["Orleans:Metadata:accelerator"] = "cuda");
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(new ComputeOptions { CudaLibrary = "libnothing.so.1" }).AddCompute();
            silo.UseAcceleratorTag();
        });
        await using InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        ISiloMetadataCache metadata = cluster.Silos[0].ServiceProvider.GetRequiredService<ISiloMetadataCache>();
        Assert.False(metadata.GetSiloMetadata(cluster.Silos[0].SiloAddress).Metadata.ContainsKey("accelerator"));
    }

    private static async Task<InProcessTestCluster> Started(short silos, int tagged)
    {
        int made = 0;
        InProcessTestClusterBuilder builder = new(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(new ComputeOptions { UseCuda = false }).AddCompute();
            silo.UseSiloMetadata(Interlocked.Increment(ref made) - 1 == tagged ? new Dictionary<string, string> { ["accelerator"] = "cuda" } : []);
        });
        InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        while (tagged >= 0 && !cluster.Silos.All(silo => Tagged(cluster, silo) is not null)) await Task.Delay(50, TestContext.Current.CancellationToken); // metadata follow membership
        return cluster;
    }

    // The silo with the device, as another sees it.
    private static InProcessSiloHandle? Tagged(InProcessTestCluster cluster, InProcessSiloHandle seenBy) => cluster.Silos.FirstOrDefault(silo =>
        seenBy.ServiceProvider.GetRequiredService<ISiloMetadataCache>().GetSiloMetadata(silo.SiloAddress).Metadata.ContainsKey("accelerator"));

    // Each key is placed anew.
    private static async Task<string[]> Where(InProcessTestCluster cluster, int firstKey) =>
    [
        .. (await Task.WhenAll(Enumerable.Range(firstKey, Calls).Select(key => cluster.Client.GetGrain<IWhereGrain>(key).Silo().AsTask()))).Distinct(),
    ];
}
