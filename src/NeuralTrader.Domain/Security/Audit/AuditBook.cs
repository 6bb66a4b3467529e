using System.Globalization;

namespace NeuralTrader.Domain.Security.Audit;

/// <summary>
/// The names of the audit log's books: one for each UTC day, in parts where a day is large, so that no reader ever needs more than a part in memory. In the
/// order of their names they are the log.
/// </summary>
public static class AuditBook
{
    /// <summary>What all of them begin with.</summary>
    public const string Prefix = "audit/log/";

    /// <summary>Characters of entries after which a day goes on in a next part.</summary>
    public const int PartSize = 4 << 20;

    private const string Day = "yyyy-MM-dd";
    private const int LastPart = 9999;

    /// <summary>The name of a part.</summary>
    /// <param name="day">UTC.</param>
    /// <param name="part">From 1.</param>
    public static string Name(DateOnly day, int part) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{day:yyyy-MM-dd}.{part:0000}");

    /// <summary>Day and part of a name; null where it is none.</summary>
    public static (DateOnly Day, int Part)? Parse(string name)
    {
        ReadOnlySpan<char> rest = name.StartsWith(Prefix, StringComparison.Ordinal) ? name.AsSpan(Prefix.Length) : default;
        return rest.Length == 15 && rest[10] == '.'
            && DateOnly.TryParseExact(rest[..10], Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            && int.TryParse(rest[11..], NumberStyles.None, CultureInfo.InvariantCulture, out int part) && part > 0
            ? (day, part)
            : null;
    }

    /// <summary>The part that comes next.</summary>
    /// <param name="last">The last one there is; null for none.</param>
    /// <param name="today">UTC. A clock that has gone back does not turn the order of the names.</param>
    public static string Next(string? last, DateOnly today)
    {
        if (last is null || Parse(last) is not var (day, part) || day < today) return Name(today, 1);
        return part < LastPart ? Name(day, part + 1) : Name(day.AddDays(1), 1);
    }
}
