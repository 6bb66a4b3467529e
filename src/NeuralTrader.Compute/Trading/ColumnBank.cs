using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Compute.Trading;

/// <summary>Columns of one indicator that are made together, one period a lane where there are several.</summary>
internal abstract unsafe class ColumnBank
{
    /// <summary>The most columns of a bank.</summary>
    public const int Most = 8;

    /// <summary>A bank at its first bar.</summary>
    /// <param name="kind">Which indicator.</param>
    /// <param name="periods">One; several where <see cref="IsRecursive"/>.</param>
    /// <param name="series">The bars.</param>
    /// <param name="periodsPerYear">Bars per year, for annual volatilities.</param>
    public static ColumnBank Create(ColumnKind kind, int[] periods, BarSeries series, double periodsPerYear) =>
        periods.Length == 1 ? new Single(IndicatorColumn.Create(kind, periods[0], series, periodsPerYear))
        : Vector512.IsHardwareAccelerated ? Recursive<Doubles8, Mask8>(kind, periods, series)
        : Vector256.IsHardwareAccelerated ? Recursive<Doubles4, Mask4>(kind, periods, series)
        : Recursive<Doubles2, Mask2>(kind, periods, series);

    /// <summary>Averages that lean on their last value: a column by itself waits for every step, so several go side by side.</summary>
    public static bool IsRecursive(ColumnKind kind) => kind is ColumnKind.Ema or ColumnKind.Rsi;

    /// <summary>A bank of given lanes.</summary>
    internal static ColumnBank Recursive<TReal, TMask>(ColumnKind kind, int[] periods, BarSeries series)
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask> =>
        kind == ColumnKind.Ema ? new EmaColumns<TReal, TMask>(series, periods) : new RsiColumns<TReal, TMask>(series, periods);

    /// <summary>Writes the next bars' values, NaN where the indicator is not warm.</summary>
    /// <param name="from">The bar after the last one written.</param>
    /// <param name="count">How many bars.</param>
    /// <param name="columns">Where each column's values go.</param>
    public abstract void Fill(int from, int count, ReadOnlySpan<nint> columns);

    private sealed class Single(IndicatorColumn column) : ColumnBank
    {
        public override void Fill(int from, int count, ReadOnlySpan<nint> columns) => column.Fill(from, new Span<double>((double*)columns[0], count));
    }
}

/// <summary>Exponential averages of several periods: the numbers of <see cref="Ema"/> to the bit.</summary>
internal sealed unsafe class EmaColumns<TReal, TMask>(BarSeries series, int[] periods) : ColumnBank
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private readonly SeededAverage[] averages = [.. periods.Select(SeededAverage.Exponential)];
    private readonly double[] weights = new double[Most], state = new double[Most];
    private readonly int warmFrom = periods.Max();

    /// <inheritdoc/>
    public override void Fill(int from, int count, ReadOnlySpan<nint> columns)
    {
        ReadOnlySpan<double> closes = series.Close.Slice(from, count);
        int i = 0;
        for (; i < count && from + i < warmFrom; i++)
            for (int k = 0; k < periods.Length; k++)
                (((double*)columns[k])[i], (weights[k], state[k])) = (averages[k].Update(closes[i]), averages[k].Warm);
        const int tile = 64;
        double* rows = stackalloc double[tile * Most];
        for (int end; i < count; i = end)
        {
            end = Math.Min(i + tile, count);
            for (int lane = 0; lane < periods.Length; lane += TReal.Width)
            {
                TReal weight = TReal.Load(ref weights[lane]), average = TReal.Load(ref state[lane]);
                for (int t = i; t < end; t++)
                {
                    average = TReal.FusedMultiplyAdd(weight, TReal.All(closes[t]) - average, average);
                    TReal.Store(average, ref rows[((t - i) * Most) + lane]);
                }
                TReal.Store(average, ref state[lane]);
            }
            for (int k = 0; k < periods.Length; k++)
                for (int t = i; t < end; t++) ((double*)columns[k])[t] = rows[((t - i) * Most) + k];
        }
    }
}

/// <summary>Relative strength of several periods: the numbers of <see cref="Rsi"/> to the bit.</summary>
internal sealed unsafe class RsiColumns<TReal, TMask>(BarSeries series, int[] periods) : ColumnBank
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private readonly Rsi[] strengths = [.. periods.Select(period => new Rsi(period))];
    private readonly double[] weights = new double[Most], rising = new double[Most], falling = new double[Most];
    private readonly int warmFrom = periods.Max() + 1;

    /// <inheritdoc/>
    public override void Fill(int from, int count, ReadOnlySpan<nint> columns)
    {
        ReadOnlySpan<double> closes = series.Close;
        int i = 0;
        for (; i < count && from + i < warmFrom; i++)
            for (int k = 0; k < periods.Length; k++)
                (((double*)columns[k])[i], (weights[k], rising[k], falling[k])) = (strengths[k].Update(closes[from + i]), strengths[k].Warm);
        const int tile = 64;
        double* rows = stackalloc double[tile * Most];
        TReal faded = TReal.All(Rsi.Faded), hundred = TReal.All(100), none = TReal.All(double.NaN);
        for (int end; i < count; i = end)
        {
            end = Math.Min(i + tile, count);
            for (int lane = 0; lane < periods.Length; lane += TReal.Width)
            {
                TReal weight = TReal.Load(ref weights[lane]), rise = TReal.Load(ref rising[lane]), fall = TReal.Load(ref falling[lane]);
                for (int t = i; t < end; t++)
                {
                    double change = closes[from + t] - closes[from + t - 1];
                    rise = TReal.FusedMultiplyAdd(weight, TReal.All(Math.Max(change, 0)) - rise, rise);
                    fall = TReal.FusedMultiplyAdd(weight, TReal.All(Math.Max(-change, 0)) - fall, fall);
                    TReal all = rise + fall;
                    TReal.Store(TReal.Choose(all > faded, hundred * rise / all, none), ref rows[((t - i) * Most) + lane]);
                }
                TReal.Store(rise, ref rising[lane]);
                TReal.Store(fall, ref falling[lane]);
            }
            for (int k = 0; k < periods.Length; k++)
                for (int t = i; t < end; t++) ((double*)columns[k])[t] = rows[((t - i) * Most) + k];
        }
    }
}
