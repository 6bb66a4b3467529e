using System.Numerics;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Compute.Trading;

/// <summary>
/// Simple moving averages, to the bit those of <see cref="NeuralTrader.Domain.Trading.Indicators.Sma"/>: a window is the tail of one block of a
/// period and the head of the next. Heads and tails are running sums in the order of the domain's; what joins and divides them is in vectors.
/// </summary>
internal sealed class SmaColumn : IndicatorColumn
{
    private readonly int period;
    private readonly double[] tails; // before the slot: values of the present block; after it: sums of the tails of the block before
    private int slot;
    private double head;

    public SmaColumn(BarSeries series, int period)
        : base(series)
    {
        this.period = period;
        tails = new double[period + 1];
        tails.AsSpan(0, period).Fill(double.NaN);
    }

    /// <inheritdoc/>
    public override void Fill(int from, Span<double> values)
    {
        ReadOnlySpan<double> closes = Series.Close.Slice(from, values.Length);
        while (values.Length > 0)
        {
            int run = Math.Min(period - slot, values.Length);
            double sum = head;
            for (int i = 0; i < run; i++) values[i] = sum += closes[i];
            head = sum;
            Join(tails.AsSpan(slot + 1, run), values[..run]);
            closes[..run].CopyTo(tails.AsSpan(slot));
            slot += run;
            if (slot == period) CloseBlock();
            values = values[run..];
            closes = closes[run..];
        }
    }

    private void Join(ReadOnlySpan<double> tail, Span<double> heads)
    {
        var divisor = new Vector<double>(period);
        int i = 0;
        for (; i + Vector<double>.Count <= heads.Length; i += Vector<double>.Count)
            ((new Vector<double>(tail[i..]) + new Vector<double>(heads[i..])) / divisor).CopyTo(heads[i..]);
        for (; i < heads.Length; i++) heads[i] = (tail[i] + heads[i]) / period;
    }

    private void CloseBlock()
    {
        double sum = tails[period - 1];
        for (int j = period - 2; j >= 0; j--) tails[j] = sum += tails[j];
        (slot, head) = (0, 0);
    }
}
