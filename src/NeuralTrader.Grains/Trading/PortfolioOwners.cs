using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Grains.Trading;

/// <summary>A portfolio became somebody's after it was opened.</summary>
/// <param name="PortfolioId">The portfolio.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Before">Whose it was; null for administrators alone.</param>
/// <param name="By">Who gave it.</param>
internal sealed record PortfolioGiven(string PortfolioId, string Owner, string? Before, string By);

/// <summary>
/// Knows whose the portfolios are: by the first entries of their books, which never change, and so are read once; and by the book of those that were
/// given to somebody afterwards, of which what is new is read whenever somebody asks.
/// </summary>
/// <param name="journal">Holds the books.</param>
public sealed class PortfolioOwners(IJournal journal)
{
    /// <summary>The book of portfolios that were given to somebody.</summary>
    public const string Book = "owners";

    private const int Attempts = 10; // as many may give at the same moment

    private readonly ConcurrentDictionary<string, Ownership> opened = new(StringComparer.Ordinal);
    private readonly Lock learning = new();
    private volatile Gifts gifts = new(0, ImmutableDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>To whom a portfolio was given, as far as this silo has read; null where it is still whose it was when it was opened.</summary>
    public string? GivenTo(string id) => gifts.Owners.GetValueOrDefault(id);

    /// <summary>Whose a portfolio is; null where there is none. Without an owner it is for administrators alone.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public async Task<Ownership?> Find(string id, CancellationToken cancellationToken)
    {
        await Renew(cancellationToken).ConfigureAwait(true);
        return await Known(id, cancellationToken).ConfigureAwait(true);
    }

    /// <summary>Those of the portfolios that a caller may see, in their order; all for the platform itself. Of a damaged book nobody but an administrator can tell whose it is.</summary>
    public async Task<IReadOnlyList<string>> Visible(IReadOnlyList<string> ids, Caller? caller, CancellationToken cancellationToken)
    {
        if (caller is null or { Role: Role.Admin }) return ids;
        await Renew(cancellationToken).ConfigureAwait(true);
        Ownership?[] owners = await Task.WhenAll(ids.Select(KnownOrDamaged)).ConfigureAwait(true);
        return [.. ids.Where((_, at) => owners[at] is { } found && found.Includes(caller))];

        async Task<Ownership?> KnownOrDamaged(string id)
        {
            try
            {
                return await Known(id, cancellationToken).ConfigureAwait(true);
            }
            catch (DamagedBookException)
            {
                return null;
            }
        }
    }

    /// <summary>Reads what was given since.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public async Task Renew(CancellationToken cancellationToken)
    {
        IReadOnlyList<JournalEntry> news = await journal.Read(Book, gifts.Version, cancellationToken).ConfigureAwait(false);
        if (news.Count == 0) return;
        lock (learning)
            foreach (JournalEntry entry in news.Where(entry => entry.Seq > gifts.Version)) gifts = gifts.With(entry.Seq, Read(entry));
    }

    /// <summary>Writes down to whom a portfolio was given; only the portfolio itself calls it.</summary>
    /// <exception cref="JournalUnavailableException">The journal failed; whether it is written shows when it is read again.</exception>
    internal async Task Give(PortfolioGiven given, DateTime at)
    {
        string body = JsonSerializer.Serialize(given, JsonSerializerOptions.Web);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await journal.Append(new JournalEntry(Book, gifts.Version + 1, null, null, at, body, []), CancellationToken.None).ConfigureAwait(true);
                break;
            }
            catch (JournalConflictException) when (attempt < Attempts)
            {
                await Renew(CancellationToken.None).ConfigureAwait(true); // another portfolio was first
            }
        }
        await Renew(CancellationToken.None).ConfigureAwait(true);
    }

    /// <summary>What an entry of the book says.</summary>
    internal static PortfolioGiven Read(JournalEntry entry) => entry.Read<PortfolioGiven>();

    private async Task<Ownership?> Known(string id, CancellationToken cancellationToken)
    {
        if (!opened.TryGetValue(id, out Ownership found))
        {
            if (await journal.First(PortfolioJournal.BookOf(id), cancellationToken).ConfigureAwait(true) is not { } first) return null;
            found = opened[id] = new Ownership(PortfolioJournal.Opening(first)?.Owner);
        }
        return GivenTo(id) is { } owner ? new Ownership(owner) : found;
    }

    private sealed record Gifts(long Version, ImmutableDictionary<string, string> Owners)
    {
        public Gifts With(long version, PortfolioGiven given) => new(version, Owners.SetItem(given.PortfolioId, given.Owner));
    }
}
