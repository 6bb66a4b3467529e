using ILGPU;
using ILGPU.Runtime;
using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Compute.Trading;
using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>An indicator of a grid on a GPU.</summary>
/// <param name="Index">Its column.</param>
/// <param name="Period">Its bars.</param>
internal readonly record struct GridColumn(int Index, int Period);

/// <summary>The indicators of strategy grids that a GPU makes itself, to the bit those of the domain.</summary>
internal static class GridColumns
{
    /// <summary>Simple moving averages: a thread makes one block of a period, out of the tails of the block before and its own heads.</summary>
    /// <param name="columns">Grid.y is over them, grid.x over blocks.</param>
    /// <param name="bars">Of the series: how far apart columns begin.</param>
    /// <param name="lag">Bars from a signal to its trade.</param>
    /// <param name="prices">Closes, each at the bar where its signal trades.</param>
    /// <param name="table">Out, shape [all columns, bars].</param>
    public static void Sma(ArrayView<GridColumn> columns, int bars, int lag, ArrayView<double> prices, ArrayView<double> table)
    {
        GridColumn column = columns[Grid.IdxY];
        int block = (Grid.IdxX * Group.DimX) + Group.IdxX, period = column.Period, signals = bars - lag;
        if (block > (signals - 1) / period) return;
        int first = block * period, count = signals - first < period ? signals - first : period;
        long into = ((long)column.Index * bars) + lag + first;
        if (block == 0 && lag > 0) table[into - 1] = double.NaN;
        double tail = 0, head = 0;
        for (int slot = period - 1; slot >= 0; slot--)
        {
            if (slot < count) table[into + slot] = block > 0 || slot == period - 1 ? tail : double.NaN;
            if (block > 0) tail = slot == period - 1 ? prices[lag + first - period + slot] : tail + prices[lag + first - period + slot];
        }
        for (int slot = 0; slot < count; slot++)
        {
            head += prices[lag + first + slot];
            table[into + slot] = (table[into + slot] + head) / period;
        }
    }

    /// <summary>Exponential moving averages, a thread a column.</summary>
    /// <inheritdoc cref="Sma"/>
    public static void Ema(ArrayView<GridColumn> columns, int bars, int lag, ArrayView<double> prices, ArrayView<double> table)
    {
        int thread = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (thread >= columns.IntLength) return;
        long into = (long)columns[thread].Index * bars;
        SeededAverage average = SeededAverage.Exponential(columns[thread].Period);
        for (int t = 0; t < lag; t++) table[into + t] = double.NaN;
        for (int t = lag; t < bars; t++) table[into + t] = average.Update(prices[t]);
    }

    /// <summary>Relative strength indices, a thread a column.</summary>
    /// <inheritdoc cref="Sma"/>
    public static void Rsi(ArrayView<GridColumn> columns, int bars, int lag, ArrayView<double> prices, ArrayView<double> table)
    {
        int thread = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (thread >= columns.IntLength) return;
        long into = (long)columns[thread].Index * bars;
        SeededAverage rises = SeededAverage.Wilder(columns[thread].Period), falls = rises;
        double previous = double.NaN;
        for (int t = 0; t < lag; t++) table[into + t] = double.NaN;
        for (int t = lag; t < bars; t++)
        {
            double change = prices[t] - previous;
            previous = prices[t];
            table[into + t] = t == lag ? double.NaN
                : NeuralTrader.Domain.Trading.Indicators.Rsi.Strength(rises.Update(change > 0 ? change : 0), falls.Update(change < 0 ? -change : 0));
        }
    }

    /// <summary>Whether a GPU makes an indicator; the others are made on the processor and sent.</summary>
    public static bool Makes(ColumnKind kind) => kind is ColumnKind.Sma or ColumnKind.Ema or ColumnKind.Rsi;

    /// <summary>Makes the indicators of a kind.</summary>
    /// <param name="device">Where.</param>
    /// <param name="slot">Its stream.</param>
    /// <param name="kind">One that it makes.</param>
    /// <param name="columns">Which.</param>
    /// <param name="bars">Of the series.</param>
    /// <param name="lag">Bars from a signal to its trade.</param>
    /// <param name="prices">Closes, each at the bar where its signal trades.</param>
    /// <param name="table">Out.</param>
    public static void Fill(
        DeviceSession device, DeviceSlot slot, ColumnKind kind, GridColumn[] columns, int bars, int lag, ArrayView<double> prices, ArrayView<double> table)
    {
        using Slab there = device.Send<GridColumn>(columns, out ArrayView<GridColumn> view);
        var kernel = device.Kernel(("column", kind), accelerator => accelerator
            .LoadKernel<ArrayView<GridColumn>, int, int, ArrayView<double>, ArrayView<double>>(kind switch
            {
                ColumnKind.Sma => Sma,
                ColumnKind.Ema => Ema,
                _ => Rsi,
            }));
        KernelConfig threads = kind == ColumnKind.Sma
            ? device.Threads(((bars - lag - 1) / columns.Min(column => column.Period)) + 1, columns.Length)
            : device.Threads(columns.Length, 1);
        kernel(slot.Stream, threads, view, bars, lag, prices, table);
        slot.Stream.Synchronize(); // both slots read it, and the slab goes back
    }
}
