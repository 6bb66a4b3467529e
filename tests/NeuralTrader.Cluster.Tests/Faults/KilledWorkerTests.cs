using System.Globalization;
using System.Text.Json.Nodes;
using NeuralTrader.Cluster.Tests.Hosting;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Faults;

/// <summary>The silo that computes is killed in the middle of it.</summary>
public sealed class KilledWorkerTests(PostgresServer server)
{
    private const int Requests = 4;
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_killed_silo_was_computing_another_answers_with_the_same_bits()
    {
        using RealCluster cluster = await RealCluster.Create(server, cancel);
        PlatformProcess[] silos = [cluster.Silo(), cluster.Silo()];
        PlatformProcess api = cluster.Api();
        foreach (PlatformProcess member in (PlatformProcess[])[.. silos, api]) await member.Healthy(cancel);
        using CarefulClient client = new(cluster.Key, api);

        List<string[]> answers = [];
        for (int victim = 0; victim < silos.Length; victim++) // whichever of them it is that computes
        {
            Task<string[]> batch = Ask(client);
            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
            Assert.False(batch.IsCompleted, "The work was over before the kill: give it more paths.");
            silos[victim].Kill();
            await silos[victim].Ended(cancel);
            answers.Add(await batch);
            silos[victim] = cluster.Silo();
            await silos[victim].Healthy(cancel);
            silos[1 - victim].Kill(); // so that no answer is one that was kept
            await silos[1 - victim].Ended(cancel);
            silos[1 - victim] = cluster.Silo();
            await silos[1 - victim].Healthy(cancel);
        }
        answers.Add(await Ask(client)); // in peace
        Assert.All(answers, answer => Assert.Equal(answers[^1], answer));
        Assert.Equal(Requests, answers[^1].Distinct().Count());
    }

    private Task<string[]> Ask(CarefulClient client) => Task.WhenAll(Enumerable.Range(1, Requests).Select(async seed =>
    {
        JsonObject request = new()
        {
            ["parameters"] = new JsonObject { ["drift"] = 0.05, ["volatility"] = 0.2 }, ["paths"] = 2_000_000, ["steps"] = 252, ["seed"] = seed,
        };
        (_, JsonNode answer, _) = await client.Insist("risk/monteCarloSimulation", request, null, cancel);
        foreach (string changing in (string[])["device", "elapsedMilliseconds"]) answer.AsObject().Remove(changing);
        return string.Create(CultureInfo.InvariantCulture, $"{seed}: {answer.ToJsonString()}");
    }));
}
