using System.Diagnostics;
using System.Globalization;
using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>
/// Fifty clients trade through an interface while random silos behind it are killed and started again. Longer with NEURALTRADER_SOAK_ORDERS and
/// NEURALTRADER_SOAK_KILLS.
/// </summary>
public sealed class KilledSiloTests(PostgresServer server)
{
    private static readonly int Commands = Number("NEURALTRADER_SOAK_ORDERS", 1_500), Kills = Number("NEURALTRADER_SOAK_KILLS", 2);
    private static readonly TimeSpan Thought = IsSoak ? TimeSpan.Zero : Traffic.Thought;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15); // 3 on a machine that has nothing else to do
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_is_in_the_journal_once_and_hardly_a_caller_notices_a_kill()
    {
        using RealCluster cluster = await RealCluster.Create(server, cancel);
        PlatformProcess[] silos = [cluster.Silo(), cluster.Silo(), cluster.Silo()];
        PlatformProcess api = cluster.Api();
        foreach (PlatformProcess silo in silos) await silo.Healthy(cancel);
        await api.Healthy(cancel);
        using CarefulClient client = new(cluster.Key, api);
        await client.Insist("system/initNeuralTrader", [], null, cancel);
        Traffic traffic = new(client, portfolios: 40, pause: Thought);
        await traffic.Open(cancel);

        long start = Stopwatch.GetTimestamp();
        bool isOver = false;
        Task killer = KillAtRandom(cluster, silos, traffic);
        Task load = traffic.Send(() => Volatile.Read(ref isOver), cancel);
        while (traffic.Acknowledged.Count < Commands || !killer.IsCompleted)
        {
            if (load.IsFaulted || killer.IsFaulted) await await Task.WhenAny(load, killer);
            await Task.Delay(50, cancel);
        }
        Volatile.Write(ref isOver, true);
        await load;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Kills} kills, {traffic.Acknowledged.Count} commands acknowledged in {seconds:0} s. {traffic.Report()}"));
        await JournalProof.Check(cluster, traffic, cancel);
        Assert.True(traffic.FirstTry() >= 0.998, traffic.Report());
        Assert.True(traffic.Calls.Max(call => call.Whole) < Limit, traffic.Report());
    }

    // Each kill waits for its share of the commands, and for the last victim to be back.
    private async Task KillAtRandom(RealCluster cluster, PlatformProcess[] silos, Traffic traffic)
    {
        for (int kill = 1; kill <= Kills; kill++)
        {
            while (traffic.Acknowledged.Count < (long)Commands * kill / (Kills + 1)) await Task.Delay(20, cancel);
            int victim = Random.Shared.Next(silos.Length);
            silos[victim].Kill();
            await silos[victim].Ended(cancel);
            silos[victim] = cluster.Silo();
            await silos[victim].Healthy(cancel);
        }
    }

    private static bool IsSoak => Environment.GetEnvironmentVariable("NEURALTRADER_SOAK_ORDERS") is { Length: > 0 };

    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
