using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Grains.Security.Audit;

/// <summary>Questions to the log. One book at a time is in memory, whatever is asked.</summary>
internal sealed partial class AuditGrain
{
    private const int MostEvents = 1_000, MostBooksAtOnce = 40, MostNames = 20;

    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    /// <inheritdoc/>
    public async Task<AuditPage> Events(GetAuditEventsRequest request, CancellationToken cancellationToken)
    {
        int limit = Require.Between(request.Limit, 1, MostEvents);
        AuditFilter filter = request.Filter();
        AuditPlace? before = request.Before is { } older ? AuditPlace.Parse(older, "before") : null, after = request.After is { } newer ? AuditPlace.Parse(newer, "after") : null;
        List<AuditRecord> found = [];
        int looked = 0;
        foreach (string book in (await Books(cancellationToken)).Reverse())
        {
            if (before is { } end && string.CompareOrdinal(book, end.Book) > 0) continue;
            if (after is { } start && string.CompareOrdinal(book, start.Book) < 0) break;
            if (request.From is { } from && AuditBook.Parse(book)!.Value.Day.AddDays(1) < DateOnly.FromDateTime(from)) break; // a day's slack: what was told late is of the day before
            if (looked++ == MostBooksAtOnce) return new AuditPage(found, new AuditPlace(book, long.MaxValue, 0).ToString());
            foreach (JournalEntry entry in (await journal.Examine(book, 0, cancellationToken)).Reverse())
            {
                IReadOnlyList<AuditEvent> events = AuditBody.Events(entry.Body);
                for (int index = events.Count - 1; index >= 0; index--)
                {
                    AuditPlace place = new(book, entry.Seq, index);
                    if (place >= before || place <= after || !filter.Takes(events[index])) continue;
                    if (found.Count == limit) return new AuditPage(found, found[^1].Place);
                    found.Add(new AuditRecord(place.ToString(), events[index]));
                }
            }
        }
        return new AuditPage(found, null);
    }

    /// <inheritdoc/>
    public async Task<AuditStatistics> Statistics(GetAuditStatisticsRequest request, CancellationToken cancellationToken)
    {
        DateTime to = request.To ?? Now, from = request.From ?? to - Usual;
        if (from > to) throw Require.Invalid("from", from, "a time before to");
        AuditFilter filter = new(from, to);
        Dictionary<string, long> levels = [], categories = [], outcomes = [], actions = [], actors = [], days = [];
        long count = 0;
        foreach (string book in await Books(cancellationToken))
        {
            if (AuditBook.Parse(book)!.Value.Day.AddDays(1) < DateOnly.FromDateTime(from)) continue;
            foreach (JournalEntry entry in await journal.Examine(book, 0, cancellationToken))
            {
                foreach (AuditEvent happened in AuditBody.Events(entry.Body))
                {
                    if (!filter.Takes(happened)) continue;
                    count++;
                    Count(levels, happened.Level.ToString());
                    Count(categories, happened.Category.ToString());
                    Count(outcomes, happened.Outcome.ToString());
                    Count(actions, happened.Action);
                    Count(actors, happened.Actor);
                    Count(days, $"{happened.At:yyyy-MM-dd}");
                }
            }
        }
        return new AuditStatistics(
            from, to, count, levels, categories, outcomes, Most(actions), Most(actors),
            [.. days.OrderBy(day => day.Key, StringComparer.Ordinal).Select(day => new AuditCount(day.Key, day.Value))]);

        static void Count(Dictionary<string, long> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
        static AuditCount[] Most(Dictionary<string, long> counts) =>
            [.. counts.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Take(MostNames).Select(one => new AuditCount(one.Key, one.Value))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> Books(CancellationToken cancellationToken) =>
        [.. (await journal.Books(AuditBook.Prefix, cancellationToken)).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async Task<byte[]> Lines(string book, CancellationToken cancellationToken)
    {
        if (!book.StartsWith(AuditBook.Prefix, StringComparison.Ordinal)) throw Require.Invalid("book", book, "a book of the audit log");
        using MemoryStream lines = new();
        foreach (JournalEntry entry in await journal.Read(book, 0, cancellationToken)) lines.Write(AuditLine.Of(entry));
        return lines.ToArray();
    }
}
