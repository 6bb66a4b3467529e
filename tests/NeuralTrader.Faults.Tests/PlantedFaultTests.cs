using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Planted;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>The proof by kill -9 is itself put to the proof: a platform that answers before it writes must fail it.</summary>
public sealed class PlantedFaultTests : IDisposable
{
    private const int Orders = 100;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_kill_loses_what_was_acknowledged_only_where_answers_come_before_writes(bool isPlanted)
    {
        ConcurrentBag<string> acknowledged = [];
        using (PlatformProcess platform = new(
            "Standalone", ["--data-dir", folder.FullName],
            isPlanted ? new Dictionary<string, string> { ["DOTNET_STARTUP_HOOKS"] = typeof(EarlyJournal).Assembly.Location } : null))
        {
            await platform.Up(cancel);
            using HttpClient client = new() { BaseAddress = new Uri(platform.Address) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer", (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "first-api-key"), cancel)).Trim());
            await RealCluster.Call(client, "trading/createPortfolio", new JsonObject { ["portfolioId"] = "p", ["initialCash"] = 1_000_000 }, "open", cancel);
            await Parallel.ForEachAsync(Enumerable.Range(0, Orders), new ParallelOptions { MaxDegreeOfParallelism = 20, CancellationToken = cancel }, async (order, _) =>
            {
                string key = string.Create(CultureInfo.InvariantCulture, $"order-{order}");
                JsonObject ticket = new() { ["portfolioId"] = "p", ["strategy"] = "manual", ["symbol"] = "SPY", ["action"] = "buy", ["quantity"] = 1 };
                await RealCluster.Call(client, "trading/executeTrade", ticket, key, cancel);
                acknowledged.Add(key);
            });
            platform.Kill();
            await platform.Ended(cancel);
        }
        using SqliteJournal journal = new(Path.Combine(folder.FullName, "journal.db"));
        IReadOnlyList<JournalEntry> entries = await journal.Read("portfolio/p", 0, cancel);
        string[] lost = [.. acknowledged.Except(entries.Select(entry => entry.OperationId!))];
        Assert.Equal(Orders, acknowledged.Count);
        Assert.Equal(entries.Count, BookHead.Of("portfolio/p", entries).Seq); // whole as far as it goes: a sum proves nothing
        if (isPlanted) Assert.NotEmpty(lost);
        else Assert.Empty(lost);
    }
}
