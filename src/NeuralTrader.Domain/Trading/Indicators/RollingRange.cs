using System.Runtime.CompilerServices;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Maximum of the newest <c>period</c> values; NaN until there are so many. Cut into blocks as <see cref="RollingSum"/> is.</summary>
internal struct RollingMax
{
    private readonly double[] tails; // as in RollingSum, maxima in place of sums
    private int slot;
    private double head;

    public RollingMax(int period)
    {
        tails = new double[period + 1];
        tails.AsSpan(0, period).Fill(double.NaN);
        tails[period] = head = double.NegativeInfinity;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(double value)
    {
        double[] tail = tails;
        int at = slot;
        head = Math.Max(head, value);
        double max = Math.Max(tail[at + 1], head);
        tail[at] = value;
        slot = at + 1;
        if (at + 2 == tail.Length) CloseBlock();
        return max;
    }

    private void CloseBlock()
    {
        for (int j = slot - 2; j >= 0; j--) tails[j] = Math.Max(tails[j], tails[j + 1]);
        (slot, head) = (0, double.NegativeInfinity);
    }
}

/// <summary>Highest high and lowest low of the newest <c>period</c> bars, the present one included; NaN until there are so many.</summary>
internal struct RollingRange(int period)
{
    private RollingMax highs = new(period);
    private RollingMax lowsNegated = new(period);

    public (double Highest, double Lowest) Update(double high, double low) => (highs.Update(high), -lowsNegated.Update(-low));

    /// <summary>Middle of the range.</summary>
    public double Midpoint(double high, double low)
    {
        (double highest, double lowest) = Update(high, low);
        return (highest + lowest) / 2;
    }
}
