using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>A silo is killed with three calls in it, made from another one.</summary>
public sealed class RepeatedCallsTests
{
    [Fact]
    public async Task A_call_whose_silo_dies_is_made_again_where_that_is_harmless_and_fails_where_it_is_not()
    {
        InProcessTestClusterBuilder builder = new(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddOutgoingGrainCallFilter<RepeatedCalls>();
            silo.Configure<Orleans.Configuration.ClusterMembershipOptions>(options =>
            {
                (options.ProbeTimeout, options.NumMissedProbesLimit, options.NumVotesForDeathDeclaration) = (TimeSpan.FromSeconds(0.5), 2, 1);
            });
        });
        await using InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        (InProcessSiloHandle victim, InProcessSiloHandle other) = (cluster.Silos[1], cluster.Silos[0]);
        ISlowGrain slow = await On(other, victim);

        Task<string> reading = slow.Read(TimeSpan.FromSeconds(1)), writing = slow.Write(TimeSpan.FromSeconds(1));
        Task<string> paying = slow.Pay(new MoveCashRequest("p", 1, "key"), TimeSpan.FromSeconds(1));
        await Task.Delay(200, TestContext.Current.CancellationToken);
        await cluster.KillSiloAsync(victim);
        Assert.Equal([other.Name, other.Name], await Task.WhenAll(reading, paying));
        await Assert.ThrowsAsync<SiloUnavailableException>(() => writing);
    }

    // A grain that lives on one silo, as another one calls it.
    private static async Task<ISlowGrain> On(InProcessSiloHandle caller, InProcessSiloHandle home)
    {
        IGrainFactory grains = caller.ServiceProvider.GetRequiredService<IGrainFactory>();
        for (long key = 0; ; key++)
        {
            ISlowGrain grain = grains.GetGrain<ISlowGrain>(key);
            if (await grain.Read(TimeSpan.Zero) == home.Name) return grain;
        }
    }
}

/// <summary>Takes its time.</summary>
public interface ISlowGrain : IGrainWithIntegerKey
{
    /// <summary>The silo's name, after a while.</summary>
    [Repeatable] Task<string> Read(TimeSpan time);

    /// <summary>The same, as if it changed something.</summary>
    Task<string> Write(TimeSpan time);

    /// <summary>The same, of a request with a key.</summary>
    Task<string> Pay(MoveCashRequest request, TimeSpan time);
}

/// <inheritdoc cref="ISlowGrain"/>
[Orleans.Concurrency.Reentrant]
internal sealed class SlowGrain(ILocalSiloDetails silo) : Grain, ISlowGrain
{
    public async Task<string> Read(TimeSpan time)
    {
        await Task.Delay(time);
        return silo.Name;
    }

    public Task<string> Write(TimeSpan time) => Read(time);

    public Task<string> Pay(MoveCashRequest request, TimeSpan time) => Read(time);
}
