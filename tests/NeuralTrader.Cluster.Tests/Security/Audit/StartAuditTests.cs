using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Audit;
using NeuralTrader.ServiceDefaults.Audit;

namespace NeuralTrader.Cluster.Tests.Security.Audit;

/// <summary>What a start puts on record of its configuration.</summary>
public sealed class StartAuditTests
{
    private readonly Trail trail = new();

    [Fact]
    public async Task A_start_tells_the_settings_that_it_found_and_of_secrets_that_they_are_set()
    {
        Dictionary<string, string?> settings = new()
        {
            ["NeuralTrader:Trading:LiveTrading"] = "true", ["NeuralTrader:Trading:Alpaca:SecretKey"] = "alpaca/secret+value", ["NeuralTrader:Security:Pepper"] = "x",
            ["NeuralTrader:Markets:Stooq:BaseUrl"] = "https://stooq.com/?key=alpaca/secret+value", ["NeuralTrader:Client:ApiKeyFile"] = "/run/secrets/key",
            ["ConnectionStrings:neuraltrader"] = "Host=db;Password=correct horse", ["Logging:LogLevel:Default"] = "Debug",
        };
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "tests", EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(settings);
        await new StartAudit(trail, builder.Configuration, builder.Environment).StartAsync(CancellationToken.None);
        AuditEvent start = Assert.Single(trail.Noted);
        Assert.Equal(("config.start", AuditCategory.Configuration, "process/tests"), (start.Action, start.Category, start.Resource));
        Assert.Equal(
            ["NeuralTrader:Client:ApiKeyFile=(hidden)", "NeuralTrader:Markets:Stooq:BaseUrl=https://stooq.com/?key=(hidden)", "NeuralTrader:Security:Pepper=(hidden)",
                "NeuralTrader:Trading:Alpaca:SecretKey=(hidden)", "NeuralTrader:Trading:LiveTrading=true"],
            start.Details!.Where(detail => detail.Key.Contains(':', StringComparison.Ordinal)).Select(detail => $"{detail.Key}={detail.Value}"));
    }

    [Fact]
    public async Task More_settings_than_an_event_holds_keep_no_process_from_starting()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(Enumerable.Range(0, 100).Select(i => KeyValuePair.Create($"NeuralTrader:Client:Gateways:{i}", (string?)new string('g', 5_000))));
        await new StartAudit(trail, builder.Configuration, builder.Environment).StartAsync(CancellationToken.None);
        Assert.Equal(AuditRules.MostDetails, Assert.Single(trail.Noted).Details!.Count);
    }

    private sealed class Trail : IAuditTrail
    {
        public List<AuditEvent> Noted { get; } = [];

        public Task Record(AuditEvent happened, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Note(AuditEvent happened) => Noted.Add(AuditRules.Validated(happened with { Id = "1", At = DateTime.UnixEpoch }));
    }
}
