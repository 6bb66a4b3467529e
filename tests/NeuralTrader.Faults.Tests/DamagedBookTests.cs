using System.Net;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Faults.Tests;

/// <summary>Somebody has laid hands on rows of the journal.</summary>
public sealed class DamagedBookTests(PostgresServer server)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_damaged_book_is_refused_by_name_and_all_others_trade()
    {
        using RealCluster cluster = await RealCluster.Create(server, cancel);
        (PlatformProcess first, PlatformProcess api) = (cluster.Silo(), cluster.Api());
        await first.Healthy(cancel);
        await api.Healthy(cancel);
        using CarefulClient client = new(cluster.Key, api);
        await client.Insist("system/initNeuralTrader", [], null, cancel);
        Traffic traffic = new(client, portfolios: 5);
        await traffic.Open(cancel);
        await traffic.Send(60, cancel);
        first.Kill(); // grains hold what they have read
        await first.Ended(cancel);
        long changed = await Damage(cluster.Database);

        PlatformProcess second = cluster.Silo();
        await second.Healthy(cancel);
        await api.Healthy(cancel);
        (string Portfolio, string Entry)[] damaged = [("p0", "entry 3"), ("p1", $"entry {changed}"), ("p2", "entry 6")];
        foreach ((string portfolio, string entry) in damaged)
        {
            foreach ((string function, string? key) in ((string, string?)[])[("getPortfolioStatus", null), ("moveCash", "more")])
            {
                JsonObject request = new() { ["portfolioId"] = portfolio };
                if (key is not null) request["amount"] = 1;
                Answered refused = await client.Send(api, $"trading/{function}", request, key, cancel);
                Assert.False(refused.IsSuccess, $"{function} of {portfolio}: {refused.Text}");
                Assert.Null(refused.RetryAfter); // waiting does not mend it
                JsonNode problem = JsonNode.Parse(refused.Text)!;
                Assert.Equal("/problems/book-damaged", problem["type"]!.GetValue<string>());
                string detail = problem["detail"]!.GetValue<string>();
                Assert.Contains($"'portfolio/{portfolio}'", detail, StringComparison.Ordinal);
                Assert.Contains(entry, detail, StringComparison.Ordinal);
            }
        }
        foreach (string portfolio in (string[])["p3", "p4"])
            await client.Insist("trading/moveCash", new JsonObject { ["portfolioId"] = portfolio, ["amount"] = 1 }, "more", cancel);

        (_, JsonNode health, _) = await client.Insist("system/healthCheck", [], null, cancel);
        Assert.Equal("degraded", health["state"]!.GetValue<string>());
        string books = health["parts"]!.AsArray().Single(part => part!["name"]!.GetValue<string>() == "books")!["detail"]!.GetValue<string>();
        Assert.All(damaged, book => Assert.Contains($"portfolio/{book.Portfolio}", books, StringComparison.Ordinal));
        foreach (PlatformProcess member in (PlatformProcess[])[second, api]) Assert.Equal(HttpStatusCode.OK, (await member.Ask("/health", cancel)).Status);
    }

    // Garbage in place of a body; another amount, in the first entry from 4 on that moved money; an entry that is gone.
    private static async Task<long> Damage(string connection)
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(connection);
        await using NpgsqlCommand find = database.CreateCommand("SELECT min(seq) FROM posting WHERE book = 'portfolio/p1' AND seq >= 4"); // clients race for the places
        long changed = (long)(await find.ExecuteScalarAsync())!;
        await using NpgsqlCommand damage = database.CreateCommand(
            $"""
            SET session_replication_role = replica;
            UPDATE journal SET body = 'garbage' WHERE book = 'portfolio/p0' AND seq = 3;
            UPDATE posting SET amount = amount + 1 WHERE book = 'portfolio/p1' AND seq = {changed};
            DELETE FROM posting WHERE book = 'portfolio/p2' AND seq = 5;
            DELETE FROM journal WHERE book = 'portfolio/p2' AND seq = 5;
            RESET session_replication_role;
            """);
        await damage.ExecuteNonQueryAsync();
        return changed;
    }
}
