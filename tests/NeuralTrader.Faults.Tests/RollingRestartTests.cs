using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Faults.Tests;

/// <summary>The silos of a cluster are stopped in good order and started again, one after the other, under callers who repeat nothing.</summary>
public sealed class RollingRestartTests(PostgresServer server)
{
    private const int Callers = 32, Portfolios = 16, LongBook = 3_000;
    private static readonly TimeSpan Thought = TimeSpan.FromMilliseconds(100);
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_call_fails_while_each_silo_of_long_books_is_restarted_in_turn()
    {
        using RealCluster cluster = await RealCluster.Create(server, cancel);
        PlatformProcess api = cluster.Api(), secondVoter = cluster.Api(), first = cluster.Silo();
        await Task.WhenAll(first.Healthy(cancel), api.Healthy(cancel), secondVoter.Healthy(cancel));
        using HttpClient client = api.Client(cluster.Key);
        await RealCluster.Call(client, "system/initNeuralTrader", [], null, cancel);
        for (int i = 0; i < Portfolios; i++)
            await RealCluster.Call(client, "trading/createPortfolio", new JsonObject { ["portfolioId"] = $"p{i}", ["initialCash"] = 1_000_000_000 }, $"open-{i}", cancel);
        first.Terminate();
        Assert.Equal(0, await first.Ended(cancel));
        await Lengthen(cluster.Database);
        PlatformProcess[] silos = [cluster.Silo(), cluster.Silo()];
        foreach (PlatformProcess silo in silos) await silo.Healthy(cancel);
        await api.Healthy(cancel);

        ConcurrentBag<double> seconds = [];
        int order = 0;
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] callers = [.. Enumerable.Range(0, Callers).Select(_ => Task.Run(Work, cancel))];
        for (int i = 0; i < silos.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            silos[i].Terminate();
            Assert.Equal(0, await silos[i].Ended(cancel));
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60));
            Assert.DoesNotContain("Unhandled", silos[i].Output, StringComparison.Ordinal);
            silos[i] = cluster.Silo();
            await silos[i].Healthy(cancel);
        }
        await done.CancelAsync();
        await Task.WhenAll(callers); // throws what a call threw
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds.Count} calls, the slowest after {seconds.Max():0.00} s"));
        JsonNode[] all = await Task.WhenAll(Enumerable.Range(0, Portfolios).Select(i =>
            RealCluster.Call(client, "trading/getPortfolioStatus", new JsonObject { ["portfolioId"] = $"p{i}" }, null, cancel)));
        Assert.Equal(order, all.Sum(status => status["positions"]!.AsArray().Sum(position => position!["quantity"]!.GetValue<decimal>())));

        api.Terminate();
        Assert.Equal(0, await api.Ended(cancel));

        async Task Work()
        {
            while (!done.IsCancellationRequested)
            {
                int mine = Interlocked.Increment(ref order);
                JsonObject ticket = new() { ["portfolioId"] = $"p{mine % Portfolios}", ["strategy"] = "manual", ["symbol"] = "SPY", ["action"] = "buy", ["quantity"] = 1 };
                await Timed("trading/executeTrade", ticket, string.Create(CultureInfo.InvariantCulture, $"order-{mine}"));
                await Timed("trading/getPortfolioStatus", new JsonObject { ["portfolioId"] = $"p{mine % Portfolios}" }, null);
                await Timed("trading/quickAnalysis", new JsonObject { ["symbol"] = "SPY" }, null);
                await Task.Delay(Thought, cancel);
            }
        }

        async Task Timed(string route, JsonObject request, string? key)
        {
            long start = Stopwatch.GetTimestamp();
            await RealCluster.Call(client, route, request, key, cancel);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }

    // Pays one unit of money into every portfolio again and again, as many calls would have done in months.
    private async Task Lengthen(string database)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(database);
        using PostgresJournal journal = new(source);
        await Task.WhenAll(Enumerable.Range(0, Portfolios).Select(Lengthen));

        async Task Lengthen(int portfolio)
        {
            string book = $"portfolio/p{portfolio}";
            IReadOnlyList<JournalEntry> opened = await journal.Read(book, 0, cancel);
            JournalChain chain = opened[^1].Chain!.Value;
            List<Task> written = [];
            for (int seq = opened.Count + 1; seq <= LongBook; seq++)
            {
                JournalEntry entry = new(
                    book, seq, $"pay-{seq}", "paid", opened[0].RecordedAt, """[{"kind":"cash-moved","amount":1,"at":"2026-01-02T03:04:05Z"}]""",
                    [new Posting(Postings.Cash, Postings.Capital, 1)]) { Follows = chain };
                chain = chain.Then(entry);
                written.Add(journal.Append(entry, cancel));
                if (written.Count % 500 == 0) await Task.WhenAll(written);
            }
            await Task.WhenAll(written);
        }
    }
}
