using System.Text.RegularExpressions;
using NeuralTrader.ServiceDefaults;
using YamlDotNet.Core;

namespace NeuralTrader.Deploy.Tests;

public sealed partial class ComposeTests
{
    private static readonly ComposeFile File = ComposeFile.Read("deploy/compose/compose.yaml"), Gpu = ComposeFile.Read("deploy/compose/compose.gpu.yaml");

    private static IEnumerable<KeyValuePair<string, ComposeService>> Ours =>
        File.Services.Concat(Gpu.Services).Where(service => service.Value.Image!.StartsWith("neuraltrader/", StringComparison.Ordinal));

    private static string[] Conditions(string service) => [.. File.Services[service].DependsOn.OrderBy(on => on.Key, StringComparer.Ordinal).Select(on => $"{on.Key} {on.Value.Condition}")];

    [Fact]
    public void Services_start_in_their_order()
    {
        Assert.Equal(["postgres service_healthy"], Conditions("schema"));
        Assert.Equal(["postgres service_healthy", "schema service_completed_successfully"], Conditions("silo"));
        Assert.Equal(["schema service_completed_successfully", "silo service_healthy"], Conditions("api"));
        Assert.All(File.Services.Values.SelectMany(service => service.DependsOn.Keys), on => Assert.True(File.Services.ContainsKey(on), on));
        Assert.Equal("migrate", Assert.Single(File.Services["schema"].Command));
        Assert.True(Repository.HasVerb("Silo", "migrate"));
        Assert.Equal("no", File.Services["schema"].Restart);
        Assert.Equal("${SILOS:-2}", File.Services["silo"].Deploy!.Replicas);
    }

    [Fact]
    public void Every_container_is_hardened()
    {
        Assert.All(File.Services, service =>
        {
            Assert.True(service.Value.ReadOnly, service.Key);
            Assert.Equal(["ALL"], service.Value.CapDrop);
            Assert.Equal(["no-new-privileges:true"], service.Value.SecurityOpt);
            if (service.Key != "postgres") Assert.Empty(service.Value.CapAdd);
        });
        Assert.Equal("silo", Gpu.Services["silo-gpu"].Extends!["service"]); // and with it all of the above
    }

    [Fact]
    public void Our_services_have_settings_that_the_product_reads_images_that_are_built_and_time_to_drain()
    {
        IReadOnlyDictionary<string, string[]> stages = Repository.Stages();
        Assert.Equal(4, Ours.Count());
        Assert.All(Ours, service =>
        {
            Assert.All(service.Value.Environment.Keys, key => Assert.True(Repository.ReadsSetting(key), key));
            string target = service.Value.Image!["neuraltrader/".Length..].Split(':')[0];
            Assert.Contains(target, stages.Keys);
            if (service.Value.Build is { } build)
                Assert.Equal(("../..", "deploy/images/Dockerfile", target), (build.Context, build.Dockerfile, build.Target));
            if (service.Value.Extends is not null) return;
            TimeSpan drain = TimeSpan.Parse(service.Value.Environment["NeuralTrader__Drain"], System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(Seconds(service.Value.StopGracePeriod!) > drain + Drain.TimeToStop);
        });
        foreach ((string name, string program) in (ReadOnlySpan<(string, string)>)[("silo", "Silo"), ("api", "Api")])
        {
            Assert.Equal(["CMD", "dotnet", $"NeuralTrader.{program}.dll", "ready"], File.Services[name].Healthcheck!.Test);
            Assert.Contains("\"ready\",", Repository.Read($"src/NeuralTrader.{program}/Program.cs"), StringComparison.Ordinal);
        }
        Assert.Equal(["${API_ADDRESS:-127.0.0.1:5080}:8080"], File.Services["api"].Ports); // of ours that one alone is published, and on loopback
        Assert.All(Ours.Where(service => service.Key != "api"), service => Assert.Empty(service.Value.Ports));
        Assert.Equal(["nvidia.com/gpu=${GPU:-0}"], Gpu.Services["silo-gpu"].Devices);
    }

    [Fact]
    public void Connection_and_secrets_come_from_the_environment_file_which_has_an_example_of_each()
    {
        HashSet<string> named = [.. Repository.Read("deploy/compose/.env.example").Split('\n').Where(line => line.Contains('=') && !line.StartsWith('#')).Select(line => line.Split('=')[0])];
        string text = Repository.Read("deploy/compose/compose.yaml") + Repository.Read("deploy/compose/compose.gpu.yaml");
        string[] optional = ["GPU", "FROM", "BACKUP_USER"]; // given with a command, not kept
        Assert.All(Variable().Matches(text).Select(found => found.Groups[1].Value), name => Assert.True(named.Contains(name) || optional.Contains(name), name));
        Assert.Equal("${NEURALTRADER_PEPPER:?set it in .env}", File.Services["silo"].Environment["NeuralTrader__Security__Pepper"]);
        Assert.DoesNotContain("NeuralTrader__Security__Pepper", File.Services["api"].Environment.Keys);
        Assert.All(Ours.Where(service => service.Value.Extends is null), service => Assert.Contains("Password=${POSTGRES_PASSWORD:?", service.Value.Environment["ConnectionStrings__neuraltrader"], StringComparison.Ordinal));
        Assert.All(File.Services.SelectMany(service => service.Value.Environment).Where(setting => setting.Key.EndsWith("PASSWORD", StringComparison.Ordinal)), setting => Assert.Contains(":?", setting.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Volumes_and_mounted_files_exist()
    {
        foreach (string mount in File.Services.Values.SelectMany(service => service.Volumes).Where(mount => !mount.StartsWith("${", StringComparison.Ordinal)))
        {
            string source = mount.Split(':')[0];
            Assert.True(source.StartsWith("..", StringComparison.Ordinal) ? Path.Exists(Path.Combine(Repository.Root, "deploy/compose", source)) : File.Volumes.ContainsKey(source), mount);
        }
    }

    [Theory]
    [InlineData("services:\n  a: {image: x, read_onyl: true}\n")]
    [InlineData("services:\n  a: {image: x, image: y}\n")]
    [InlineData("servces: {}\n")]
    public void A_key_that_is_unknown_or_there_twice_is_refused(string text)
    {
        string path = Path.GetTempFileName();
        System.IO.File.WriteAllText(path, text);
        try
        {
            Assert.ThrowsAny<YamlException>(() => ComposeFile.Read(path));
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(int.Parse(text.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<!\$)\$\{([A-Z_]+)")]
    private static partial Regex Variable();
}
