using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>What Aspire would start, without Aspire: deploy/aspire-manifest.json works, and says what AppHost.cs says.</summary>
public sealed partial class AspireManifestTests(PostgresServer server)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_processes_are_a_platform_that_keeps_an_order_over_a_restart_of_all_of_them()
    {
        AspireManifest manifest = new(new NpgsqlConnectionStringBuilder(await server.CreateDatabase()));
        await manifest.MakeDatabase(cancel);
        (int code, string said, string complaint) = await manifest.Run("schema", cancel);
        Assert.True(code == 0, $"{said}\n{complaint}");

        string key, order;
        using (Started first = new(manifest, "silo", "silo", "silo-gpu"))
        {
            await first.Healthy(cancel);
            key = await FirstKey(manifest);
            using HttpClient client = first.Api.Client(key);
            await AssertPlaced(client);
            await RealCluster.Call(client, "system/initNeuralTrader", [], null, cancel);
            await RealCluster.Call(client, "trading/createPortfolio", new JsonObject { ["portfolioId"] = "p", ["initialCash"] = 1_000_000 }, "open", cancel);
            order = (await Order(client))["order"]!["orderId"]!.GetValue<string>();
            await first.Stop(cancel);
        }
        using Started second = new(manifest, "silo", "silo-gpu");
        await second.Healthy(cancel);
        using HttpClient again = second.Api.Client(key);
        Assert.Equal(order, (await Order(again))["order"]!["orderId"]!.GetValue<string>()); // a repeat hears the first answer
        JsonNode status = await RealCluster.Call(again, "trading/getPortfolioStatus", new JsonObject { ["portfolioId"] = "p" }, null, cancel);
        Assert.Equal(3m, status["positions"]![0]!["quantity"]!.GetValue<decimal>());
        await second.Stop(cancel);
    }

    [Fact]
    public void It_has_the_resources_and_the_environment_that_the_AppHost_names()
    {
        string source = File.ReadAllText(Path.Combine(AspireManifest.Root, "AppHost", "AppHost.cs"));
        JsonObject resources = AspireManifest.Read()["resources"]!.AsObject();
        const string ByAspire = "postgres-password"; // AddPostgres makes it
        string[] names = [.. resources.Select(resource => resource.Key).Where(name => name != ByAspire).Order(StringComparer.Ordinal)];
        Assert.Equal(["api", "neuraltrader", "pepper", "postgres", "schema", "silo", "silo-gpu"], names);
        Assert.All(names, name => Assert.Contains($"\"{name}\"", source, StringComparison.Ordinal));

        HashSet<string> inManifest = [.. Projects(resources).SelectMany(project => project["env"]!.AsObject().Select(variable => variable.Key))];
        string[] onlyWhenAsked = ["CUDA_VISIBLE_DEVICES", "NeuralTrader__Api__Mode", "NeuralTrader__Client__ApiKeyFile", "Orleans__Endpoints__GatewayPort"];
        string[] inSource = [.. Set().Matches(source).Select(match => match.Groups[1].Value).Except(onlyWhenAsked)];
        Assert.NotEmpty(inSource);
        Assert.Subset(inManifest, inSource.ToHashSet());
        string[] ofAspire = [.. inManifest.Except(inSource).Where(name => !name.StartsWith("OTEL_", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(["ConnectionStrings__neuraltrader", "HTTP_PORTS"], ofAspire);
    }

    [Fact]
    public void The_product_has_the_projects_verbs_and_keys_that_it_names()
    {
        JsonObject resources = AspireManifest.Read()["resources"]!.AsObject();
        string product = string.Concat(
            from folder in (string[])["src", "ServiceDefaults"]
            from file in Directory.EnumerateFiles(Path.Combine(AspireManifest.Root, folder), "*.cs", SearchOption.AllDirectories)
            where !file.Contains("/obj/", StringComparison.Ordinal)
            select File.ReadAllText(file));
        foreach (JsonObject project in Projects(resources))
        {
            Assert.True(File.Exists(Path.GetFullPath(Path.Combine(AspireManifest.Root, "deploy", project["path"]!.GetValue<string>()))));
            foreach (string name in project["env"]!.AsObject().Select(variable => variable.Key).Where(name => name.Contains("__", StringComparison.Ordinal)))
                Assert.True(IsRead(name.Replace("__", ":", StringComparison.Ordinal), product), $"{name} is read by nobody.");
            if (project["args"] is JsonArray verb) Assert.Contains($"[\"{verb[0]!.GetValue<string>()}\", ..", product, StringComparison.Ordinal);
        }
    }

    // A key stands in the source as it is, or as a section that is bound to a class with a property of its last name. Orleans' own are Orleans'.
    private static bool IsRead(string key, string product)
    {
        (string section, string name) = (key[..key.LastIndexOf(':')], key[(key.LastIndexOf(':') + 1)..]);
        return key is "Orleans:ClusterId" or "Orleans:ServiceId" or "Orleans:Endpoints:SiloPort"
            || product.Contains($"\"{key}\"", StringComparison.Ordinal)
            || (product.Contains($"GetSection(\"{section}\")", StringComparison.Ordinal)
                && Regex.IsMatch(product, $"public \\S+ {name} {{ get; (init|set); }}"));
    }

    private static IEnumerable<JsonObject> Projects(JsonObject resources) =>
        resources.Select(resource => resource.Value!.AsObject()).Where(resource => resource["type"]!.GetValue<string>() == "project.v0");

    private async Task<string> FirstKey(AspireManifest manifest)
    {
        Dictionary<string, string> environment = new()
        {
            ["ConnectionStrings__neuraltrader"] = manifest.Connection, ["NeuralTrader__Security__Pepper"] = manifest.Pepper,
        };
        string[] verb = ["keys", "create", "--user", "owner", "--role", "admin"];
        (int code, string key, string complaint) = await PlatformProcess.Run("Silo", verb, environment, cancel);
        Assert.True(code == 0, complaint);
        return key;
    }

    // Two silos leave devices alone; the third has looked for one, and says what came of it.
    private async Task AssertPlaced(HttpClient client)
    {
        JsonNode answer = await RealCluster.Call(client, "system/getDevices", [], null, cancel);
        for (int wait = 0; wait < 30 && answer["unreachable"]!.AsArray().Count > 0; wait++) // a busy machine's silos are not asked for long
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
            answer = await RealCluster.Call(client, "system/getDevices", [], null, cancel);
        }
        IEnumerable<JsonNode?> cuda = answer["devices"]!.AsArray().Where(device => device!["kind"]!.GetValue<string>() == "cuda");
        string[] told = [.. cuda.Select(device => device!["detail"]!.GetValue<string>())];
        Assert.True(told.Length == 3, answer.ToJsonString());
        Assert.Equal(2, told.Count(detail => detail.Contains("the configuration leaves it alone", StringComparison.Ordinal)));
        Assert.Empty(answer["unreachable"]!.AsArray());
    }

    private Task<JsonNode> Order(HttpClient client)
    {
        JsonObject ticket = new() { ["portfolioId"] = "p", ["strategy"] = "manual", ["symbol"] = "SPY", ["action"] = "buy", ["quantity"] = 3 };
        return RealCluster.Call(client, "trading/executeTrade", ticket, "one-order", cancel);
    }

    [GeneratedRegex(@"(?:WithEnvironment\(|env: )""([A-Za-z0-9_]+)""")]
    private static partial Regex Set();

    /// <summary>The interface in the manifest and silos by their names there; those that are to be several may be named more than once.</summary>
    private sealed class Started : IDisposable
    {
        private readonly PlatformProcess[] silos;

        public Started(AspireManifest manifest, params string[] names)
        {
            silos = [.. names.Select(manifest.Start)];
            Api = manifest.Start("api");
        }

        public PlatformProcess Api { get; }

        public async Task Healthy(CancellationToken cancellationToken)
        {
            foreach (PlatformProcess one in (PlatformProcess[])[.. silos, Api]) await one.Healthy(cancellationToken);
        }

        // As a deployer does: all at once.
        public async Task Stop(CancellationToken cancellationToken)
        {
            foreach (PlatformProcess one in (PlatformProcess[])[.. silos, Api]) one.Terminate();
            foreach (PlatformProcess one in (PlatformProcess[])[.. silos, Api]) Assert.Equal(0, await one.Ended(cancellationToken));
        }

        public void Dispose()
        {
            foreach (PlatformProcess one in (PlatformProcess[])[.. silos, Api]) one.Dispose();
        }
    }
}
