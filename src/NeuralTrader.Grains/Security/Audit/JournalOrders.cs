using System.Globalization;
using System.Text.Json;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Security.Audit;
using NeuralTrader.Domain.Trading.Halts;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Trading;

namespace NeuralTrader.Grains.Security.Audit;

/// <summary>Reads in other books of the journal who ordered what.</summary>
internal static class JournalOrders
{
    /// <summary>The book that tells when live trading was switched on or off.</summary>
    public const string LiveTrading = "audit/live-trading";

    /// <summary>The book that tells when all data were copied out or brought in by a program beside the platform.</summary>
    public const string Data = "audit/data";

    /// <summary>What was ordered after one entry, and the last entry there is.</summary>
    public static async Task<(IReadOnlyList<CarriedEvent> Orders, long Last)> Scan(IJournal journal, string book, long after)
    {
        List<CarriedEvent> orders = [];
        long last = after;
        foreach (JournalEntry entry in await journal.Examine(book, after, CancellationToken.None))
        {
            last = entry.Seq;
            try
            {
                if (entry.Fault is null && Told(entry) is { } told) orders.Add(new CarriedEvent(book, entry.Seq, 0, told));
            }
            catch (Exception fault) when (fault is DamagedBookException or JsonException or NotSupportedException)
            {
                // of a newer build, or damaged: who owns the book says so
            }
        }
        return (orders, last);
    }

    private static AuditEvent? Told(JournalEntry entry) => entry.Book switch
    {
        TradingHalts.Book => Of(entry, entry.Read<HaltEvent>()),
        LiveTrading => OfSwitch(entry),
        Data => OfData(entry),
        PortfolioOwners.Book => Of(entry, PortfolioOwners.Read(entry)),
        _ when entry.OperationId is null => null, // what the platform did by itself
        _ => entry.Read<PortfolioEvent[]>(PortfolioJournal.Json) is [{ OrderedBy: { } by }, ..] events
            ? PortfolioAudit.Of(entry.Book, entry.Seq, by, entry.RecordedAt, events) : null,
    };

    private static AuditEvent Of(JournalEntry entry, HaltEvent halt) => new(
        AuditCategory.Trading, halt is TradingHalted ? "trading.halt" : "trading.resume", halt.By, halt.PortfolioId is { } id ? PortfolioJournal.BookOf(id) : "platform",
        Level: AuditLevel.Security, Details: new Dictionary<string, string> { ["halt"] = entry.Seq.ToString(CultureInfo.InvariantCulture), ["reason"] = halt.Reason },
        Id: CarriedId.Of(entry.Book, entry.Seq), At: entry.RecordedAt);

    private static AuditEvent Of(JournalEntry entry, PortfolioGiven given) =>
        OwnerAudit.Of(PortfolioJournal.BookOf(given.PortfolioId), given.Owner, given.Before, given.By) with { Id = CarriedId.Of(entry.Book, entry.Seq), At = entry.RecordedAt };

    private static AuditEvent OfSwitch(JournalEntry entry)
    {
        using JsonDocument body = JsonDocument.Parse(entry.Body);
        bool isOn = body.RootElement.TryGetProperty("isOn", out JsonElement on) && on.ValueKind == JsonValueKind.True;
        return new AuditEvent(
            AuditCategory.Configuration, isOn ? "live-trading.on" : "live-trading.off", "configuration", "platform", Level: AuditLevel.Security,
            Details: body.RootElement.EnumerateObject().ToDictionary(fact => fact.Name, fact => fact.Value.ToString(), StringComparer.Ordinal),
            Id: CarriedId.Of(entry.Book, entry.Seq), At: entry.RecordedAt);
    }

    private static AuditEvent OfData(JournalEntry entry)
    {
        using JsonDocument body = JsonDocument.Parse(entry.Body);
        Dictionary<string, string> facts = body.RootElement.EnumerateObject().ToDictionary(fact => fact.Name, fact => fact.Value.ToString(), StringComparer.Ordinal);
        if (!facts.Remove("action", out string? action) || !facts.Remove("by", out string? by)) throw new JsonException("It does not say who did what.");
        return new AuditEvent(
            AuditCategory.DataAccess, action, by, "platform", Level: AuditLevel.Security, Details: facts, Id: CarriedId.Of(entry.Book, entry.Seq), At: entry.RecordedAt);
    }
}
