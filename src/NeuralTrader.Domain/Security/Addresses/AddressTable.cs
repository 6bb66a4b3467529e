namespace NeuralTrader.Domain.Security.Addresses;

/// <summary>Finds the narrowest of many ranges that an address lies in: one look-up for every length that occurs.</summary>
/// <typeparam name="T">What is known of a range.</typeparam>
public sealed class AddressTable<T>
    where T : class
{
    private readonly (int Length, Dictionary<UInt128, T> Ranges)[] lengths;

    /// <summary>Takes ranges; of two that are the same, the later.</summary>
    public AddressTable(IEnumerable<(AddressRange Range, T Known)> all)
    {
        Dictionary<int, Dictionary<UInt128, T>> byLength = [];
        foreach ((AddressRange range, T known) in all)
        {
            if (!byLength.TryGetValue(range.Length, out Dictionary<UInt128, T>? ranges)) byLength[range.Length] = ranges = [];
            ranges[range.Bits] = known;
        }
        lengths = [.. byLength.OrderByDescending(one => one.Key).Select(one => (one.Key, one.Value))];
    }

    /// <summary>True where there is no range in it.</summary>
    public bool IsEmpty => lengths.Length == 0;

    /// <summary>What is known of the narrowest range that all of the asked one lies in; null where there is none.</summary>
    /// <param name="asked">An address or a range.</param>
    /// <param name="counts">What need not count; null where all does.</param>
    public T? Find(AddressRange asked, Func<T, bool>? counts = null)
    {
        foreach ((int length, Dictionary<UInt128, T> ranges) in lengths)
            if (length <= asked.Length && ranges.TryGetValue(asked.Within(length).Bits, out T? known) && counts?.Invoke(known) != false) return known;
        return null;
    }
}
