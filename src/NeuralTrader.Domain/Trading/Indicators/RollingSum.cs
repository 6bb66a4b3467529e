using System.Runtime.CompilerServices;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Sum of the newest <c>period</c> values; NaN until there are so many, and while one of them is NaN.</summary>
/// <remarks>
/// Nothing is ever subtracted, so nothing drifts. Time is cut into blocks of one period; a window is the tail of the block before and
/// the head of the present one. The head's sum grows by one addition a bar; the sums of all tails are taken in one backward pass when a
/// block is full. Two additions a bar, and a window of zeros sums to exactly zero. <see cref="RollingMax"/> and
/// <see cref="RollingMoments"/> rest on the same cut (van Herk 1992; Gil and Werman 1993, for maxima).
/// </remarks>
internal struct RollingSum
{
    // Before the slot: values of the present block. From the slot on: sums of the tails of the block before. Last: the empty tail.
    private readonly double[] tails;
    private int slot;
    private double head;

    public RollingSum(int period)
    {
        tails = new double[period + 1];
        tails.AsSpan(0, period).Fill(double.NaN);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(double value)
    {
        double[] tail = tails;
        int at = slot;
        head += value;
        double sum = tail[at + 1] + head;
        tail[at] = value;
        slot = at + 1;
        if (at + 2 == tail.Length) CloseBlock();
        return sum;
    }

    private void CloseBlock()
    {
        for (int j = slot - 2; j >= 0; j--) tails[j] += tails[j + 1];
        (slot, head) = (0, 0);
    }
}
