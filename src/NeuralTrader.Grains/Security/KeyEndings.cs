using System.Text.Json;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Grains.Security;

/// <summary>
/// The book of keys and tokens that ended before their time. It is in the journal and not with one grain, so that every silo can tell, whichever other
/// silo has just died.
/// </summary>
internal sealed class KeyEndings(IJournal journal, TimeProvider clock)
{
    private const string Book = "security/key-endings";
    private const int Attempts = 10; // as many may end keys at the same moment

    // Whoever found a key to work asks again within minutes, so nobody needs to hear of an ending that is older.
    private static readonly TimeSpan Told = 10 * IdentitySigner.Life;

    private readonly Lock reading = new();
    private readonly Bell<KeyNews> bell = new(new KeyNews(0, []), clock);
    private KeyNews known = new(0, []);

    /// <summary>What the journal says now.</summary>
    /// <exception cref="DamagedBookException">It says what cannot be understood.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be read.</exception>
    public async Task<KeyNews> Read(CancellationToken cancellationToken)
    {
        IReadOnlyList<JournalEntry> news = await journal.Read(Book, Volatile.Read(ref known).Version, cancellationToken);
        lock (reading)
        {
            JournalEntry[] later = [.. news.Where(entry => entry.Seq > known.Version)]; // somebody else may have read them meanwhile
            if (later.Length == 0) return known;
            DateTime oldest = clock.GetUtcNow().UtcDateTime - Told;
            IEnumerable<KeyEnding> all = known.Endings.Concat(later.Select(entry => entry.Read<KeyEnding>()));
            known = new KeyNews(later[^1].Seq, [.. all.Where(ending => ending.At > oldest)]);
            bell.Ring(known);
            return known;
        }
    }

    /// <summary>Returns as soon as this silo hears of another version, or after a time.</summary>
    public Task<KeyNews> Wait(long version, TimeSpan atMost, CancellationToken cancellationToken) => bell.Hear(version, atMost, cancellationToken);

    /// <summary>Puts an ending into the book; the same twice is one.</summary>
    /// <exception cref="JournalUnavailableException">It may not be there.</exception>
    public async Task Write(KeyEnding ending, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            KeyNews now = await Read(cancellationToken);
            if (now.Endings.Any(one => one.Id == ending.Id && one.At <= ending.At)) return;
            try
            {
                await journal.Append(
                    new JournalEntry(Book, now.Version + 1, null, null, clock.GetUtcNow().UtcDateTime, JsonSerializer.Serialize(ending, JsonSerializerOptions.Web), []),
                    cancellationToken);
                await Read(cancellationToken);
                return;
            }
            catch (JournalConflictException) when (attempt < Attempts)
            {
                // somebody else was first: ours comes after his
            }
        }
    }
}
