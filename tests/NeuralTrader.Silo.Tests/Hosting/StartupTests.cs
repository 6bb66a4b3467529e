using System.Net.NetworkInformation;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Grains.Trading;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.ServiceDefaults.Settings;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Silo.Trading;
using NeuralTrader.Storage.Hosting;
using Npgsql;

namespace NeuralTrader.Silo.Tests.Hosting;

public sealed class StartupTests
{
    private const string Address = "Orleans:Endpoints:AdvertisedIPAddress";

    private static IConfiguration With(string key, string value) => new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();

    private static string Refused(Action<IConfiguration> check, string key, string value) => Assert.Throws<StartupException>(() => check(With(key, value))).Message;

    [Theory]
    [InlineData("NeuralTrader:Tls:Certifcate", "NeuralTrader:Tls:Certificate")]
    [InlineData("NeuralTrader:Dashbord", "NeuralTrader:Dashboard")]
    [InlineData("NeuralTrader:Trading:LiveTrade", "NeuralTrader:Trading:LiveTrading")]
    [InlineData("NEURALTRADER:TLS:KEYS", "NeuralTrader:Tls:Key")]
    public void A_setting_that_no_program_reads_is_refused_with_the_nearest_that_one_does(string key, string meant)
    {
        string sentence = Refused(KnownSettings.Require, key, "x");
        Assert.Contains($"{key.Split(':')[^1]} is no setting", sentence, StringComparison.Ordinal);
        Assert.Contains($"is {meant} meant?", sentence, StringComparison.Ordinal);
    }

    [Theory, InlineData("NeuralTrader:Tls"), InlineData("NeuralTrader:Api:Read:Concurrent:0")]
    public void A_section_is_no_setting_and_a_setting_is_no_section(string key) => Refused(KnownSettings.Require, key, "1");

    [Fact]
    public void Settings_that_are_known_are_taken_in_any_case()
    {
        foreach (string key in KnownSettings.Keys) KnownSettings.Require(With(key.ToUpperInvariant(), "1"));
        KnownSettings.Require(With("NeuralTrader:Client:Gateways:0", "10.0.0.1:30000"));
        KnownSettings.Require(With("Other:Key", "1"));
    }

    [Theory]
    [InlineData(typeof(ComputeOptions), "Compute")]
    [InlineData(typeof(TradingOptions), "Trading")]
    [InlineData(typeof(AlpacaOptions), "Trading:Alpaca")]
    [InlineData(typeof(StooqOptions), "Markets:Stooq")]
    [InlineData(typeof(AlphaVantageOptions), "Markets:AlphaVantage")]
    public void What_options_are_bound_to_is_known(Type options, string section)
    {
        foreach (PropertyInfo option in options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(option => option.CanWrite))
            Assert.True(KnownSettings.Contains($"NeuralTrader:{section}:{option.Name}"), option.Name);
    }

    [Theory]
    [InlineData("urls", "nonsense")]
    [InlineData("urls", "http://127.0.0.1:99999")]
    [InlineData("urls", "http://127.0.0.1:5389;ftp://x:1")]
    [InlineData("urls", "http://localhost:0")]
    [InlineData("http_ports", "80a")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:99999")]
    [InlineData("Logging:LogLevel:Default", "Loud")]
    [InlineData("Logging:Console:LogLevel:Default", "Loud")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "notaurl")]
    public void What_the_frameworks_would_fall_over_is_refused_by_name(string key, string value)
    {
        string sentence = Refused(StartupSettings.Require, key, value);
        Assert.StartsWith($"{key} is '", sentence, StringComparison.Ordinal);
        Assert.Contains("'; allowed: ", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:0;http://*:80;https://[::1]:443;http://unix:/tmp/x.sock")]
    [InlineData("http_ports", "80;8080")]
    [InlineData("Logging:LogLevel:Default", "warning")]
    [InlineData("Logging:Console:FormatterName", "simple")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317")]
    public void What_they_understand_is_taken(string key, string value) => StartupSettings.Require(With(key, value));

    [Theory, InlineData("not-an-ip"), InlineData(""), InlineData("1"), InlineData("192.0.2.77"), InlineData("0.0.0.0")]
    public void An_address_that_is_none_of_this_machine_is_refused_by_name(string address) =>
        Assert.StartsWith($"{Address} is '{address}'", Refused(configuration => OwnAddress.Choose(configuration), Address, address), StringComparison.Ordinal);

    [Fact]
    public void An_address_of_this_machine_is_taken_and_another_with_a_place_to_listen()
    {
        Assert.Equal("127.0.0.1", OwnAddress.Choose(With(Address, "127.0.0.1")));
        foreach (string own in NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(own => own.Address.ToString()))
            Assert.Equal(own, OwnAddress.Choose(With(Address, own)));
        IConfiguration mapped = new ConfigurationBuilder()
            .AddInMemoryCollection([new(Address, "192.0.2.77"), new("Orleans:Endpoints:SiloListeningEndpoint", "0.0.0.0:11111")]).Build();
        Assert.Equal("192.0.2.77", OwnAddress.Choose(mapped));
        Assert.StartsWith("Orleans:Endpoints:SiloListeningEndpoint is 'any'", Refused(all => OwnAddress.Choose(all), "Orleans:Endpoints:SiloListeningEndpoint", "any"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_a_host_does_not_start_is_not_hidden_by_what_follows_from_it()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IHostedService, Failing>();
        IHost host = builder.Build();
        NpgsqlException fault = await Assert.ThrowsAsync<NpgsqlException>(host.StartOrStop);
        Assert.Equal("The database failed while this process started: cut off. Start it again when the database answers.", StartupFaults.Sentence(fault));
        Assert.NotNull(StartupFaults.Sentence(new InvalidOperationException("start failed", fault)));
        Assert.Null(StartupFaults.Sentence(new InvalidOperationException("ours")));
        await ((IAsyncDisposable)host).DisposeAsync(); // as its owner does: the complaint is not made twice
    }

    [Fact]
    public async Task Who_is_told_to_stop_while_he_starts_says_so_in_a_sentence()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddHostedService<Slow>();
        Assert.Equal("It was told to stop before it was up.", (await Assert.ThrowsAsync<StartupException>(builder.Build().StartOrStop)).Message);
    }

    private sealed class Slow(IHostApplicationLifetime host) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            host.StopApplication();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Failing : IHostedService, IAsyncDisposable
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new NpgsqlException("cut off");

        public Task StopAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Attempted to shutdown a silo which is not in the Running state");

        public ValueTask DisposeAsync() => throw new InvalidOperationException("Attempted to shutdown a silo which is not in the Running state");
    }
}
