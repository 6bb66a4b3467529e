using System.Globalization;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>The silo that computes is killed in the middle of it.</summary>
public sealed class KilledWorkerTests(PostgresServer server)
{
    private const int Requests = 4;
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(1); // of a processor: it is in the middle of it
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_killed_silo_was_computing_another_answers_with_the_same_bits()
    {
        using RealCluster cluster = await RealCluster.Create(server, cancel);
        PlatformProcess[] silos = [cluster.Silo(), cluster.Silo()];
        PlatformProcess api = cluster.Api();
        foreach (PlatformProcess member in (PlatformProcess[])[.. silos, api]) await member.Healthy(cancel);
        using CarefulClient client = new(cluster.Key, api);

        TimeSpan[] before = [.. silos.Select(silo => silo.Worked)];
        Task<string[]> batch = Ask(client);
        int victim;
        while ((victim = Array.FindIndex(silos, silo => silo.Worked - before[Array.IndexOf(silos, silo)] > Work)) < 0) await Task.Delay(20, cancel);
        silos[victim].Kill();
        await silos[victim].Ended(cancel);
        Assert.False(batch.IsCompleted, "The work was over before the kill: give it more paths.");
        string[] answers = await batch;

        PlatformProcess fresh = cluster.Silo();
        await fresh.Healthy(cancel);
        silos[1 - victim].Kill(); // so that no answer is one that was kept
        await silos[1 - victim].Ended(cancel);
        Assert.Equal(await Ask(client), answers);
        Assert.Equal(Requests, answers.Distinct().Count());
    }

    private Task<string[]> Ask(CarefulClient client) => Task.WhenAll(Enumerable.Range(1, Requests).Select(async seed =>
    {
        JsonObject request = new()
        {
            ["parameters"] = new JsonObject { ["drift"] = 0.05, ["volatility"] = 0.2 }, ["paths"] = 1_000_000, ["steps"] = 252, ["seed"] = seed,
        };
        (_, JsonNode answer, _) = await client.Insist("risk/monteCarloSimulation", request, null, cancel);
        foreach (string changing in (string[])["device", "elapsedMilliseconds"]) answer.AsObject().Remove(changing);
        return string.Create(CultureInfo.InvariantCulture, $"{seed}: {answer.ToJsonString()}");
    }));
}
