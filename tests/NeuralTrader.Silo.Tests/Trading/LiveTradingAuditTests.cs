using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Grains.Trading;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Silo.Trading;
using static NeuralTrader.Silo.Tests.Trading.AlpacaServer;

namespace NeuralTrader.Silo.Tests.Trading;

public sealed class LiveTradingAuditTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_that_finds_another_switch_or_another_host_leaves_an_entry()
    {
        using TemporaryFolder folder = new();
        using SqliteJournal journal = new(folder.File("journal.db"));
        await using AlpacaServer server = new(Json(Order()));
        IBroker simulation = server.Broker(("BaseUrl", "https://paper-api.alpaca.markets")), real = server.Broker(("BaseUrl", "https://api.alpaca.markets"));
        int[] entries =
        [
            await Start(false, simulation), await Start(true, simulation), await Start(true, simulation), await Start(true, real),
            await Start(false, real), await Start(false, simulation), await Start(true, simulation),
        ];
        Assert.Equal([0, 1, 1, 2, 3, 3, 4], entries);

        IReadOnlyList<JournalEntry> book = await journal.Read(LiveTradingAudit.Book, 0, Stop);
        Assert.Contains("\"isOn\":true,\"brokers\":[\"Alpaca paper-api.alpaca.markets\"]", book[0].Body, StringComparison.Ordinal);
        Assert.Contains(Environment.MachineName, book[0].Body, StringComparison.Ordinal);
        Assert.Contains("\"isOn\":false", book[2].Body, StringComparison.Ordinal);
        Assert.All(book, entry => Assert.DoesNotContain(SecretKey, entry.Body, StringComparison.OrdinalIgnoreCase));
        Assert.All(book, entry => Assert.DoesNotContain(KeyId, entry.Body, StringComparison.OrdinalIgnoreCase));

        async Task<int> Start(bool isOn, IBroker broker)
        {
            BrokerDesk desk = new([broker], Options.Create(new TradingOptions { LiveTrading = isOn }));
            await new LiveTradingAudit(journal, desk, [broker], new FakeTimeProvider(DateTimeOffset.UnixEpoch)).StartAsync(Stop);
            return (await journal.Read(LiveTradingAudit.Book, 0, Stop)).Count;
        }
    }

    [Fact]
    public async Task Silos_that_start_together_write_one_entry()
    {
        using TemporaryFolder folder = new();
        using SqliteJournal journal = new(folder.File("journal.db"));
        await using AlpacaServer server = new(Json(Order()));
        IBroker broker = server.Broker();
        BrokerDesk desk = new([broker], Options.Create(new TradingOptions { LiveTrading = true }));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new LiveTradingAudit(journal, desk, [broker], TimeProvider.System).StartAsync(Stop)));
        Assert.Single(await journal.Read(LiveTradingAudit.Book, 0, Stop));
    }
}
