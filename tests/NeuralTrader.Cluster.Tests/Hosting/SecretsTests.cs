using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using NeuralTrader.ServiceDefaults.Telemetry;

namespace NeuralTrader.Cluster.Tests.Hosting;

public sealed class SecretsTests
{
    private const string Key = "ntk_J903WI9bw0QPvB0Y8921J6B3dPZkb6kmQdUNyBjGyDEuUSNq1KV0obcnJ";

    private static readonly Secrets Hiding = new(Configuration());

    private static IConfiguration Configuration() => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["NeuralTrader:Security:Pepper"] = "0123456789abcdef0123456789abcdef",
        ["NeuralTrader:Trading:Alpaca:SecretKey"] = "alpaca/secret+value",
        ["NeuralTrader:Markets:AlphaVantage:ApiKey"] = "AVKEY12345",
        ["ConnectionStrings:neuraltrader"] = "Host=db;Username=nt;Password=\"correct horse;battery\"",
        ["Logging:LogLevel:Default"] = "Information",
    }).Build();

    [Theory]
    [InlineData("the pepper is 0123456789abcdef0123456789abcdef.", "the pepper is (hidden).")]
    [InlineData("https://www.alphavantage.co/query?symbol=IBM&apikey=AVKEY12345", "https://www.alphavantage.co/query?symbol=IBM&apikey=(hidden)")]
    [InlineData("APCA-API-SECRET-KEY: alpaca/secret+value", "APCA-API-SECRET-KEY: (hidden)")]
    [InlineData("refused: correct horse;battery", "refused: (hidden)")]
    [InlineData("Authorization: Bearer " + Key, "Authorization: Bearer (hidden)")]
    [InlineData("X-Api-Key " + Key + " unknown", "X-Api-Key ntk_J903WI9b(hidden) unknown")]
    [InlineData("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl ended", "token eyJ(hidden) ended")]
    [InlineData("Host=x;Username=nt;Password=hunter2;Database=d", "Host=x;Username=nt;Password=(hidden);Database=d")]
    [InlineData("GET /signin?ticket=526cf88ae02cda7db29854ac007f0f28 - 200", "GET /signin?ticket=(hidden) - 200")]
    [InlineData("GET /signin/526cf88ae02cda7db29854ac007f0f28 - 200", "GET /signin/(hidden) - 200")]
    [InlineData("postgres://nt:hunter2@db/neuraltrader", "postgres://nt:(hidden)@db/neuraltrader")]
    [InlineData("""{"password": "hunter2", "user": "nt"}""", """{"password": "(hidden)", "user": "nt"}""")]
    public void A_secret_is_hidden_and_what_it_was_stays(string text, string shown) => Assert.Equal(shown, Hiding.Hide(text));

    [Theory]
    [InlineData("Order g-1 of portfolio growth was filled at 122.27.")]
    [InlineData("key ntk_J903WI9b was revoked")] // the head names a key and is no secret
    [InlineData("No password was given.")]
    [InlineData("Information about the tickets of the theatre")]
    public void What_is_no_secret_is_left_alone(string text) => Assert.Same(text, Hiding.Hide(text));

    [Fact]
    public void Providers_see_neither_message_nor_values_nor_faults_with_secrets()
    {
        Lines lines = new();
        using RedactingLoggerFactory factory = new(new LoggerFactory([lines]), new Secrets(Configuration()));
        ILogger log = factory.CreateLogger("any");
        Exception fault = new InvalidOperationException("outer", new IOException($"{Key} was wrong"));
#pragma warning disable CA1848, CA2254, CA1873 // a log line as any library writes it
        log.LogError(fault, "Key {Key} with {Pepper} of {User}", Key, "0123456789abcdef0123456789abcdef", "ann");
        log.LogError("Nothing to hide from {User}", "ann");
#pragma warning restore CA1848, CA2254, CA1873
        Assert.Equal(2, lines.All.Count);
        Assert.DoesNotContain(lines.All, line => line.Contains(Key, StringComparison.Ordinal) || line.Contains("0123456789abcdef", StringComparison.Ordinal));
        Assert.Contains("Key ntk_J903WI9b(hidden) with (hidden) of ann", lines.All[0], StringComparison.Ordinal);
        Assert.Contains("User=ann", lines.All[0], StringComparison.Ordinal);
        Assert.Contains("System.IO.IOException: ntk_J903WI9b(hidden) was wrong", lines.All[0], StringComparison.Ordinal);
        Assert.StartsWith("Nothing to hide from ann|User=ann", lines.All[1], StringComparison.Ordinal);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add($"{formatter(state, exception)}|{string.Join('|', (state as IEnumerable<KeyValuePair<string, object?>> ?? []).Select(part => $"{part.Key}={part.Value}"))}|{exception}");

        public void Dispose()
        {
        }
    }
}
