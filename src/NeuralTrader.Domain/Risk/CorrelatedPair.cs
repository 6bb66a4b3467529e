namespace NeuralTrader.Domain.Risk;

/// <summary>Two assets and how they go together.</summary>
/// <param name="First">Index of the first.</param>
/// <param name="Second">Index of the second, larger than the first.</param>
/// <param name="Correlation">−1 to 1.</param>
public readonly record struct CorrelatedPair(int First, int Second, double Correlation) : IComparable<CorrelatedPair>
{
    /// <summary>By correlation, then by the indices, so that a list of pairs has one order.</summary>
    public int CompareTo(CorrelatedPair other)
    {
        int order = Correlation.CompareTo(other.Correlation);
        if (order == 0) order = other.First.CompareTo(First);
        return order != 0 ? order : other.Second.CompareTo(Second);
    }

    /// <summary>True where the first is below the second.</summary>
    public static bool operator <(CorrelatedPair a, CorrelatedPair b) => a.CompareTo(b) < 0;

    /// <summary>True where the first is above the second.</summary>
    public static bool operator >(CorrelatedPair a, CorrelatedPair b) => a.CompareTo(b) > 0;

    /// <summary>True where the first is not above the second.</summary>
    public static bool operator <=(CorrelatedPair a, CorrelatedPair b) => a.CompareTo(b) <= 0;

    /// <summary>True where the first is not below the second.</summary>
    public static bool operator >=(CorrelatedPair a, CorrelatedPair b) => a.CompareTo(b) >= 0;
}
