using System.Globalization;

namespace NeuralTrader.Domain.Security.Audit;

/// <summary>A place in the log.</summary>
/// <param name="Book">The book.</param>
/// <param name="Seq">The entry.</param>
/// <param name="Index">The event in it, from 0.</param>
public readonly record struct AuditPlace(string Book, long Seq, int Index) : IComparable<AuditPlace>
{
    /// <summary>A place from its text.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static AuditPlace Parse(string text, string field)
    {
        string[] parts = (text ?? "").Split(':');
        return parts.Length == 3 && AuditBook.Parse(AuditBook.Prefix + parts[0]) is not null
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long seq) && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? new AuditPlace(AuditBook.Prefix + parts[0], seq, index)
            : throw Require.Invalid(field, text, "a place as an earlier answer gave it, such as 2026-01-31.0001:12:0");
    }

    /// <inheritdoc/>
    public int CompareTo(AuditPlace other)
    {
        int books = string.CompareOrdinal(Book, other.Book);
        return books != 0 ? books : Seq != other.Seq ? Seq.CompareTo(other.Seq) : Index.CompareTo(other.Index);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Book[AuditBook.Prefix.Length..]}:{Seq}:{Index}");

    /// <summary>Whether a place comes before another.</summary>
    public static bool operator <(AuditPlace left, AuditPlace right) => left.CompareTo(right) < 0;

    /// <summary>Whether a place comes after another.</summary>
    public static bool operator >(AuditPlace left, AuditPlace right) => left.CompareTo(right) > 0;

    /// <summary>Whether a place is not after another.</summary>
    public static bool operator <=(AuditPlace left, AuditPlace right) => left.CompareTo(right) <= 0;

    /// <summary>Whether a place is not before another.</summary>
    public static bool operator >=(AuditPlace left, AuditPlace right) => left.CompareTo(right) >= 0;
}
