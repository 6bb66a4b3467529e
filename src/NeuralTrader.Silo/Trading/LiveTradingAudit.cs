using System.Text.Json;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Grains.Trading;

namespace NeuralTrader.Silo.Trading;

/// <summary>What a start found the switch of live trading to be.</summary>
/// <param name="IsOn">Whether the configuration allows it.</param>
/// <param name="Brokers">Name and host of every broker that has keys, such as "Alpaca paper-api.alpaca.markets". Never a key.</param>
/// <param name="Machine">Where the process runs.</param>
/// <param name="User">Who runs it.</param>
/// <param name="ProcessId">Its number.</param>
public sealed record LiveTradingSwitch(bool IsOn, IReadOnlyList<string> Brokers, string Machine, string User, int ProcessId);

/// <summary>
/// Writes an entry to the book <c>audit/live-trading</c> when a start finds the switch, or the host that real orders would go to, other
/// than the last entry says. A platform whose audit cannot be written does not start.
/// </summary>
public sealed class LiveTradingAudit(IJournal journal, BrokerDesk desk, IEnumerable<IBroker> brokers, TimeProvider clock) : IHostedService
{
    /// <summary>The book.</summary>
    public const string Book = "audit/live-trading";

    private const int Attempts = 5; // silos that start together write one entry between them

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        LiveTradingSwitch found = new(
            desk.IsOn, [.. brokers.Where(broker => broker.IsEnabled).Select(broker => $"{broker.Kind} {broker.Host}")],
            Environment.MachineName, Environment.UserName, Environment.ProcessId);
        for (int attempt = 1; ; attempt++)
        {
            IReadOnlyList<JournalEntry> entries = await journal.Read(Book, 0, cancellationToken).ConfigureAwait(false);
            LiveTradingSwitch? last = entries.Count == 0 ? null : JsonSerializer.Deserialize<LiveTradingSwitch>(entries[^1].Body, JsonSerializerOptions.Web);
            if (IsTheSame(last, found)) return;
            try
            {
                string body = JsonSerializer.Serialize(found, JsonSerializerOptions.Web);
                await journal.Append(new JournalEntry(Book, entries.Count + 1, null, null, clock.GetUtcNow().UtcDateTime, body, []), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (JournalConflictException) when (attempt < Attempts)
            {
                // another silo was first: see what it wrote
            }
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Off is off, whoever has keys; before the first entry it was off.
    private static bool IsTheSame(LiveTradingSwitch? last, LiveTradingSwitch found) =>
        found.IsOn ? last is { IsOn: true } && last.Brokers.SequenceEqual(found.Brokers) : last is not { IsOn: true };
}
