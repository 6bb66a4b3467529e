using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Trading;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Compute.Tests.Trading;

public sealed class ColumnBankTests
{
    [Theory, InlineData((int)ColumnKind.Ema), InlineData((int)ColumnKind.Rsi)]
    public void Columns_made_together_are_those_made_alone(int kind)
    {
        int[] periods = kind == (int)ColumnKind.Ema ? [1, 2, 5, 9, 14, 20, 33, 50] : [2, 3, 7, 14, 15, 40]; // a bank need not be full
        BarSeries series = Bars();
        double[][] alone = [.. periods.Select(period => Alone((ColumnKind)kind, period, series))];
        Assert.Contains(alone, column => column.Any(double.IsNaN));
        Check(ColumnBank.Recursive<Doubles1, Mask1>((ColumnKind)kind, periods, series), alone);
        Check(ColumnBank.Recursive<Doubles2, Mask2>((ColumnKind)kind, periods, series), alone);
        Check(ColumnBank.Recursive<Doubles4, Mask4>((ColumnKind)kind, periods, series), alone);
        Check(ColumnBank.Recursive<Doubles8, Mask8>((ColumnKind)kind, periods, series), alone);
    }

    // In pieces that end before, within and after the warm-up, some longer than a tile.
    private static unsafe void Check(ColumnBank bank, double[][] alone)
    {
        int n = alone[0].Length;
        double[][] made = [.. alone.Select(_ => GC.AllocateArray<double>(n, pinned: true))];
        int from = 0;
        foreach (int to in (int[])[1, 10, 45, 46, 300, n])
        {
            int at = from;
            bank.Fill(from, to - from, [.. made.Select(column => (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref column[at]))]);
            from = to;
        }
        for (int k = 0; k < alone.Length; k++) Assert.Equal(alone[k].Select(BitConverter.DoubleToInt64Bits), made[k].Select(BitConverter.DoubleToInt64Bits));
    }

    private static double[] Alone(ColumnKind kind, int period, BarSeries series)
    {
        double[] values = new double[series.Count];
        IndicatorColumn.Create(kind, period, series, 252).Fill(0, values);
        return values;
    }

    // Flat at first, so that an index is not defined there although it is warm.
    private static BarSeries Bars()
    {
        double[] closes = [.. Enumerable.Range(0, 400).Select(t => t < 60 ? 100 : 100 + (10 * Math.Sin(t * 0.37)) + (t % 7))];
        long[] ticks = [.. Enumerable.Range(0, 400).Select(t => new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(t).Ticks)];
        return new BarSeries(
            new SeriesKey("WALK", BarInterval.Day, PriceBasis.TotalReturn), "USD", new Provenance("made by the test", IsSynthetic: true), 1,
            ticks, closes, closes, closes, closes, new double[400]);
    }
}
