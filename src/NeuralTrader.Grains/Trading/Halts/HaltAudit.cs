using System.Text.Json;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Halts;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Grains.Trading.Halts;

/// <summary>The book of halts in the journal: who stopped trading, when and why, and who let it go on.</summary>
internal static class HaltAudit
{
    private const int Attempts = 10; // as many may press at the same moment

    /// <summary>The halts with the entries that came after.</summary>
    /// <exception cref="DamagedBookException">One of them cannot be understood.</exception>
    public static TradingHalts Fold(TradingHalts halts, IEnumerable<JournalEntry> entries) => entries.Aggregate(
        halts, (known, entry) => known.Apply(entry.Seq, entry.Read<HaltEvent>()));

    /// <summary>Writes what was decided on the newest entries.</summary>
    /// <param name="journal">The store.</param>
    /// <param name="key">The caller's key; an entry that has it already is not written again.</param>
    /// <param name="fingerprint">The request's hash.</param>
    /// <param name="decide">Given the halts: what to write, null where nothing need be, or a refusal.</param>
    /// <returns>The halts afterwards, and whether an entry was written.</returns>
    public static async Task<Answer<AuditedHalts>> Write(IJournal journal, string key, string fingerprint, Func<TradingHalts, Answer<HaltDecision>> decide)
    {
        for (int attempt = 1; ; attempt++)
        {
            IReadOnlyList<JournalEntry> entries = await journal.Read(TradingHalts.Book, 0, CancellationToken.None);
            TradingHalts halts = Fold(TradingHalts.None, entries);
            if (entries.FirstOrDefault(entry => entry.OperationId == key) is { } known)
            {
                return known.Fingerprint == fingerprint ? new AuditedHalts(halts, known.Seq, IsNew: false)
                    : new Refusal(RefusalKind.IdempotencyConflict, $"The key {key} was used for another request.", "idempotencyKey");
            }
            Answer<HaltDecision> decided = decide(halts);
            if (decided.IsRefused) return decided.Refusal;
            if (decided.Value.Entry is not { } happened) return new AuditedHalts(halts, halts.Version, IsNew: false);
            long seq = halts.Version + 1;
            try
            {
                await journal.Append(
                    new JournalEntry(TradingHalts.Book, seq, key, fingerprint, happened.At, JsonSerializer.Serialize(happened, JsonSerializerOptions.Web), []),
                    CancellationToken.None);
                return new AuditedHalts(halts.Apply(seq, happened), seq, IsNew: true);
            }
            catch (JournalConflictException) when (attempt < Attempts)
            {
                // somebody else was first: decide anew on what he wrote
            }
        }
    }
}

/// <summary>What to write.</summary>
/// <param name="Entry">Null where nothing need be written.</param>
internal sealed record HaltDecision(HaltEvent? Entry);

/// <summary>The halts after a command.</summary>
/// <param name="Halts">All of them.</param>
/// <param name="Entry">Place of the command's entry, or of the last one where it wrote none.</param>
/// <param name="IsNew">True when the command wrote an entry just now.</param>
internal sealed record AuditedHalts(TradingHalts Halts, long Entry, bool IsNew);
