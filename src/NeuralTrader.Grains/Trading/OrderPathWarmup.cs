using System.Text.Json;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;
using Orleans.Serialization;

namespace NeuralTrader.Grains.Trading;

/// <summary>
/// Books and reads a scratch portfolio before the silo joins the cluster: what the runtime compiles at first use is compiled before portfolios with
/// callers who wait come to it. Nothing of it is stored or counted.
/// </summary>
/// <param name="serializer">What calls travel with.</param>
public sealed class OrderPathWarmup(Serializer serializer) : IHostedService
{
    private const string Id = "warm-up";
    private const int Orders = 60; // twice as many calls as make the runtime compile a method anew

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        PortfolioJournal journal = new(new Scratch(Write()), Id, TimeProvider.System);
        await journal.Reload(cancellationToken).ConfigureAwait(false);
        BookedCommand last = journal.Find(Key(Orders))!;
        Travel(new ExecuteTradeRequest(Id, Id, "SPY", TradeAction.Buy, 1, IdempotencyKey: Id));
        Travel(new Answer<TradeReceipt>(new TradeReceipt(Id, last.Version, last.Orders[0], last.Cash), null));
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Travel<T>(T message) => serializer.Deserialize<T>(serializer.SerializeToArray(message));

    private static string Key(int order) => $"order-{order}";

    private static List<JournalEntry> Write()
    {
        PortfolioFold fold = new(PortfolioJournal.BookOf(Id), new PortfolioBook(Id));
        List<JournalEntry> entries = [];
        DateTime now = DateTime.UnixEpoch;
        Book("open", new PortfolioOpened(Id, "USD", BrokerKind.Paper, new RiskLimits(), TradingCosts.Usual, now), new CashMoved(1_000_000, now));
        for (int i = 1; i <= Orders; i++)
        {
            Book(
                Key(i),
                new OrderAccepted($"{Id}-{i}", Id, "SPY", OrderSide.Buy, OrderType.Market, TimeInForce.Day, 1, null, null, 100, now, now),
                new OrderFilled($"{Id}-{i}", 1, 100.1m, 100.1m, 0, 0.1m, now, Id, now));
        }
        return entries;

        void Book(string key, params PortfolioEvent[] events)
        {
            List<Posting> postings = [.. events.SelectMany(fold.Book.Apply)];
            BookedCommand command = PortfolioFold.Command(fold.Book, fold.Sequencer.Decided + 1, key, events);
            string body = JsonSerializer.Serialize<IReadOnlyList<PortfolioEvent>>(events, PortfolioJournal.Json);
            JournalEntry entry = fold.Sequencer.Decide(key, key, now, body, postings, command);
            fold.Sequencer.Written(entry.Seq);
            entries.Add(entry with { Follows = null, Chain = entry.Follows!.Value.Then(entry) });
        }
    }

    private sealed class Scratch(IReadOnlyList<JournalEntry> entries) : IJournal
    {
        public Task Append(JournalEntry entry, CancellationToken cancellationToken) => throw new NotSupportedException("It is only read.");

        public Task<IReadOnlyList<JournalEntry>> Read(string book, long afterSeq, CancellationToken cancellationToken) => Task.FromResult(entries);

        public Task<IReadOnlyList<string>> Books(string prefix, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>([PortfolioJournal.BookOf(Id)]);
    }
}
