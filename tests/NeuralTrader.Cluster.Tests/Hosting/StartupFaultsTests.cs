using System.Reflection;
using NeuralTrader.Api;
using NeuralTrader.Client.Hosting;
using NeuralTrader.ServiceDefaults.Settings;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Hosting;

public sealed class StartupFaultsTests(PostgresServer server) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nt-startup-");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("Api", "NeuralTrader__Tls__Certifcate", "/x", "is NeuralTrader:Tls:Certificate meant?")]
    [InlineData("Api", "ASPNETCORE_URLS", "http://127.0.0.1:5389;ftp://x:1", "urls is 'ftp://x:1'")]
    [InlineData("Silo", "ConnectionStrings__neuraltrader", "Hst=127.0.0.1;Pasword=hunter2", "names neither a PostgreSQL database")]
    [InlineData("Silo", "Orleans__Endpoints__AdvertisedIPAddress", "not-an-ip", "Orleans:Endpoints:AdvertisedIPAddress is 'not-an-ip'")]
    [InlineData("Silo", "Logging__LogLevel__Default", "Loud", "Logging:LogLevel:Default is 'Loud'")]
    [InlineData("Standalone", "NeuralTrader__Dashboard", "perhaps", "'NeuralTrader:Dashboard'")]
    [InlineData("Standalone", "NeuralTrader__Trading__LiveTrading", "maybe", "'NeuralTrader:Trading:LiveTrading'")]
    public async Task A_mistake_in_the_configuration_is_one_sentence_and_code_1(string program, string variable, string value, string part)
    {
        Dictionary<string, string> environment = new() { ["NeuralTrader__DataDirectory"] = Path.Combine(folder.FullName, "data"), [variable] = value };
        string[] arguments = variable == "ASPNETCORE_URLS" ? [] : ["--urls", "http://127.0.0.1:0"];
        (int code, string said, string complaint) = await PlatformProcess.Run(program, arguments, environment, cancel);
        Assert.Equal((1, ""), (code, said));
        Assert.Contains(part, complaint, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', complaint);
        Assert.DoesNotContain("hunter2", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_with_another_pepper_than_the_first_does_not_start()
    {
        using RealCluster cluster = await RealCluster.Create(server, cancel);
        cluster.Environment["NeuralTrader__Security__Pepper"] = new string('q', 40);
        (int code, string said, string complaint) = await PlatformProcess.Run("Silo", ["--urls", "http://127.0.0.1:0"], cluster.Environment, cancel);
        Assert.Equal((1, ""), (code, said));
        Assert.StartsWith("NeuralTrader:Security:Pepper is not the secret that this database's API keys are hashed with", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', complaint);
    }

    [Theory, InlineData(typeof(ApiOptions), "Api"), InlineData(typeof(LaneOptions), "Api:Read"), InlineData(typeof(NeuralTraderClientOptions), "Client")]
    public void What_options_of_the_front_end_and_of_clients_are_bound_to_is_known(Type options, string section)
    {
        foreach (PropertyInfo option in options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(option => option.PropertyType != typeof(LaneOptions)))
            Assert.True(KnownSettings.Contains($"NeuralTrader:{section}:{option.Name}"), option.Name);
    }
}
