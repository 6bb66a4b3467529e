using System.Globalization;

namespace NeuralTrader.Domain.Security.Audit;

/// <summary>
/// The ids of events that are entries of other books of the journal, such as portfolio/growth#12: the same entry is the same event, however often it is
/// told of.
/// </summary>
public static class CarriedId
{
    /// <summary>What stands between book and entry; no other id has it.</summary>
    public const char Mark = '#';

    /// <summary>The id of an entry.</summary>
    public static string Of(string book, long seq) => string.Create(CultureInfo.InvariantCulture, $"{book}{Mark}{seq}");

    /// <summary>Book and entry of an id; null for an id that is none of these.</summary>
    public static (string Book, long Seq)? Parse(string? id)
    {
        int mark = id?.LastIndexOf(Mark) ?? -1;
        return mark > 0 && long.TryParse(id.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long seq) ? (id![..mark], seq) : null;
    }
}
