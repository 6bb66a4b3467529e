using System.Net;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Cluster.Tests.Faults;

/// <summary>Somebody has laid hands on rows of the journal.</summary>
public sealed class DamagedBookTests(PostgresServer server)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_damaged_book_is_refused_by_name_and_all_others_trade()
    {
        await using ProcessCluster cluster = new(await server.CreateDatabase());
        MemberProcess first = await cluster.Open(cancel);
        Traffic traffic = new(cluster, portfolios: 5);
        await traffic.Open(cancel);
        await traffic.Send(60, cancel);
        first.Kill(); // grains hold what they have read
        await first.Ended(cancel);
        cluster.Close(first);
        await Damage(cluster.Database);

        MemberProcess second = await cluster.Open(cancel);
        (string Portfolio, string Entry)[] damaged = [("p0", "entry 3"), ("p1", "entry 4"), ("p2", "entry 6")];
        foreach ((string portfolio, string entry) in damaged)
        {
            foreach ((string function, string? key) in ((string, string?)[])[("getPortfolioStatus", null), ("moveCash", "more")])
            {
                JsonObject request = new() { ["portfolioId"] = portfolio };
                if (key is not null) request["amount"] = 1;
                Answered refused = await cluster.Send(second, $"trading/{function}", request, key, cancel);
                Assert.Equal((HttpStatusCode.Conflict, null), (refused.Status, refused.RetryAfter)); // waiting does not mend it
                string detail = JsonNode.Parse(refused.Text)!["detail"]!.GetValue<string>();
                Assert.Contains($"'portfolio/{portfolio}'", detail, StringComparison.Ordinal);
                Assert.Contains(entry, detail, StringComparison.Ordinal);
            }
        }
        foreach (string portfolio in (string[])["p3", "p4"])
            await cluster.Call("trading/moveCash", new JsonObject { ["portfolioId"] = portfolio, ["amount"] = 1 }, "more", cancel);

        JsonNode health = await cluster.Call("system/healthCheck", [], key: null, cancel);
        Assert.Equal("degraded", health["state"]!.GetValue<string>());
        string books = health["parts"]!.AsArray().Single(part => part!["name"]!.GetValue<string>() == "books")!["detail"]!.GetValue<string>();
        Assert.All(damaged, book => Assert.Contains($"portfolio/{book.Portfolio}", books, StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await cluster.Health(second, cancel));
    }

    // Garbage in place of a body; another amount; an entry that is gone.
    private static async Task Damage(NpgsqlDataSource database)
    {
        await using NpgsqlCommand damage = database.CreateCommand(
            """
            SET session_replication_role = replica;
            UPDATE journal SET body = 'garbage' WHERE book = 'portfolio/p0' AND seq = 3;
            UPDATE posting SET amount = amount + 1 WHERE book = 'portfolio/p1' AND seq = (SELECT min(seq) FROM posting WHERE book = 'portfolio/p1' AND seq >= 4);
            DELETE FROM posting WHERE book = 'portfolio/p2' AND seq = 5;
            DELETE FROM journal WHERE book = 'portfolio/p2' AND seq = 5;
            RESET session_replication_role;
            """);
        await damage.ExecuteNonQueryAsync();
    }
}
