using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NeuralTrader.Client.Hosting;
using NeuralTrader.Domain;
using Orleans.Configuration;

namespace NeuralTrader.Client.Tests.Hosting;

public sealed class ClientSettingsTests
{
    [Theory]
    [InlineData("Gateways:0", "127.0.0.1", "gateways")]
    [InlineData("Gateways:0", "127.0.0.1:0", "gateways")]
    [InlineData("Gateways:0", "127.0.0.1:65536", "gateways")]
    [InlineData("Gateways:0", ":30000", "gateways")]
    [InlineData("Gateways:0", "no such host:30000", "gateways")]
    [InlineData("ResponseTimeout", "00:00:06", "responseTimeout")]
    [InlineData("ResponseTimeout", "00:00:00", "responseTimeout")]
    [InlineData("Patience", "-00:00:01", "patience")]
    [InlineData("ConnectPatience", "2.00:00:00", "connectPatience")]
    public void A_setting_that_makes_no_sense_is_refused_by_its_name(string key, string value, string field) =>
        Assert.Equal(field, Assert.Throws<InvalidInputException>(() => Builder(("NeuralTrader:Client:Gateways:1", "[::1]:30000"), ($"NeuralTrader:Client:{key}", value))).Field);

    [Fact]
    public void A_client_that_is_told_of_no_cluster_says_what_it_needs() =>
        Assert.StartsWith("gateways is missing; allowed: gateways as host:port", Assert.Throws<InvalidInputException>(() => Builder()).Message, StringComparison.Ordinal);

    [Fact]
    public void Unless_told_otherwise_a_client_belongs_to_the_cluster_that_silos_make_and_waits_no_longer_than_five_seconds()
    {
        using IHost host = Builder(("NeuralTrader:Client:Gateways:0", "127.0.0.1:30000")).Build();
        ClusterOptions cluster = host.Services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        Assert.Equal(("neuraltrader", "neuraltrader"), (cluster.ClusterId, cluster.ServiceId));
        Assert.InRange(host.Services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value.ResponseTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Without_a_host_services_are_enough()
    {
        string port = ProgramProcess.FreePort();
        IConfiguration settings = new ConfigurationBuilder().AddInMemoryCollection([new("NeuralTrader:Client:Gateways", $"127.0.0.1:{port}"), new("Orleans:ClusterId", "ours")]).Build();
        await using ServiceProvider services = new ServiceCollection().AddLogging()
            .AddNeuralTraderClient(settings, options => options.ConnectPatience = TimeSpan.Zero).BuildServiceProvider();
        ClusterOptions cluster = services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        Assert.Equal(("ours", "neuraltrader"), (cluster.ClusterId, cluster.ServiceId));
        Assert.NotNull(services.GetRequiredService<NeuralTraderClient>());
        IHostedService start = Assert.Single(services.GetServices<IHostedService>());
        ClusterUnavailableException fault = await Assert.ThrowsAsync<ClusterUnavailableException>(() => start.StartAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith($"No gateway at 127.0.0.1:{port} answered", fault.Message, StringComparison.Ordinal);
    }

    private static HostApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.UseNeuralTraderClient();
        return builder;
    }
}
