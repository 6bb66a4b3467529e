using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using NeuralTrader.ServiceDefaults;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace NeuralTrader.Cluster.Tests.Backtesting;

/// <summary>A search on two silos, of which one is killed in the middle: what it found is what an undisturbed one finds.</summary>
public sealed class OptimizationSiloDeathTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_search_outlives_the_silo_that_ran_it()
    {
        MemoryBars bars = new();
        bars.Put("DEATH", Enumerable.Range(1, 700).Select(day => new Bar(MemoryBars.Day(day), Price(day - 1), Price(day) + 20, Price(day - 1) - 20, Price(day), 1e6)));
        FaultyStorage storage = new(); // outlives every silo
        InProcessTestClusterBuilder builder = new(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>("Default", storage).AddSingleton<IGrainStorage>(storage);
            silo.Services.AddSingleton<IBarStore>(bars).AddSingleton(TimeProvider.System).AddSingleton<MarketLibrary>().AddCompute().AddPlacementRules();
            silo.Services.Configure<ClusterMembershipOptions>(options =>
                (options.ProbeTimeout, options.NumMissedProbesLimit, options.NumVotesForDeathDeclaration) = (TimeSpan.FromMilliseconds(500), 2, 1));
        });
        await using InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();

        SearchReport expected = (await Ended(await Started(cluster, "undisturbed"))).Report!;
        IOptimizationGrain job = await Started(cluster, "killed");
        await foreach (JobProgress progress in job.Watch(Stop)) if (progress.Done > 0) break;
        Orleans.Runtime.SiloAddress? home = await cluster.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(job);
        await cluster.KillSiloAsync(cluster.Silos.First(silo => silo.SiloAddress.Equals(home)));

        Optimization search = await Ended(job);
        Assert.Equal(JobState.Completed, search.Progress.State);
        Assert.Equivalent(expected, search.Report, strict: true);
        Assert.Equal(expected.Best[0].InSample, search.Report!.Best[0].InSample);
    }

    private static double Price(int day) => 400 + (0.2 * day) + (40 * Math.Sin(day / 9.0)) + (7 * Math.Sin(day * 1.7));

    private static async Task<IOptimizationGrain> Started(InProcessTestCluster cluster, string id)
    {
        IOptimizationGrain job = cluster.Client.GetGrain<IOptimizationGrain>(id);
        Dictionary<string, ParameterRange> ranges = new() { ["fast"] = ParameterRange.Between(2, 60, 1), ["slow"] = ParameterRange.Between(62, 120, 1) };
        Assert.Null((await job.Start(new OptimizeStrategyRequest("sma_cross", ranges, "DEATH", WholeUnits: true, Top: 3), Stop)).Refusal);
        return job;
    }

    // While the dead silo is not yet known to be dead, calls to it fail.
    private static async Task<Optimization> Ended(IOptimizationGrain job)
    {
        for (int i = 0; i < 1200; i++)
        {
            try
            {
                Optimization search = (await job.Read(Stop)).Value!;
                if (search.Progress.State != JobState.Running) return search;
            }
            catch (Exception fault) when (fault is Orleans.Runtime.OrleansException or TimeoutException)
            {
                // asked again below
            }
            await Task.Delay(50, Stop);
        }
        throw new TimeoutException();
    }
}
