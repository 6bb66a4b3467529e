using NeuralTrader.Compute.Trading;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>The indicator columns of a grid, made once for all combinations, and for long series one chunk of bars after the other.</summary>
internal sealed unsafe class GridTable : IDisposable
{
    private const int SmallWork = 50_000; // values that one thread makes sooner than two
    private const int Grain = 1024; // bars by which a chunk is sized

    private readonly List<(ColumnKind Kind, int Period)> needed;
    private readonly BarSeries series;
    private readonly int lag, bars, chunk;
    private readonly double periodsPerYear;
    private readonly double* values;
    private readonly IndicatorColumn[] columns;
    private int filled = -1;

    public GridTable(List<(ColumnKind Kind, int Period)> needed, GridTask task, int lag)
    {
        (this.needed, series, this.lag, periodsPerYear) = (needed, task.Series, lag, task.PeriodsPerYear);
        bars = series.Count;
        long fits = Math.Max(1, task.TableBytes / sizeof(double) / needed.Count / Grain) * Grain;
        chunk = (int)Math.Min(bars, fits);
        Chunks = (bars + chunk - 1) / chunk;
        values = (double*)NativeMemory.AlignedAlloc((nuint)needed.Count * (nuint)chunk * sizeof(double), 64);
        columns = new IndicatorColumn[needed.Count];
    }

    ~GridTable() => Free();

    /// <summary>Pieces of the bars, each filled before it is walked.</summary>
    public int Chunks { get; }

    /// <summary>First bar of a chunk and the bar after its last.</summary>
    public (int From, int To) Bounds(int number) => (number * chunk, Math.Min(bars, (number + 1) * chunk));

    /// <summary>A column's values for the bars of the chunk, each that of the signal which trades there.</summary>
    public double* Column(int index) => values + ((long)index * chunk);

    /// <summary>Fills the columns for a chunk: the first one, the one after that filled last, or that one again.</summary>
    public void Fill(int number, ParallelOptions options)
    {
        if (number == filled) return;
        (int from, int to) = Bounds(number);
        if (number == 0) for (int k = 0; k < columns.Length; k++) columns[k] = IndicatorColumn.Create(needed[k].Kind, needed[k].Period, series, periodsPerYear);
        bool isSmall = options.MaxDegreeOfParallelism == 1 || (long)columns.Length * (to - from) < SmallWork;
        if (isSmall) for (int k = 0; k < columns.Length; k++) FillColumn(k, from, to);
        else Parallel.For(0, columns.Length, options, k => FillColumn(k, from, to));
        filled = number;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void FillColumn(int k, int from, int to)
    {
        var column = new Span<double>(Column(k), to - from);
        int late = from == 0 ? lag : 0; // the first bars trade no signal
        column[..late].Fill(double.NaN);
        columns[k].Fill(from + late - lag, column[late..]);
    }

    private void Free() => NativeMemory.AlignedFree(values);
}
