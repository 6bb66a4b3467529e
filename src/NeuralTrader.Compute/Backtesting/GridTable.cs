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
    private readonly int[][] together; // columns that are made side by side
    private readonly ColumnBank[] banks;
    private int filled = -1;

    public GridTable(List<(ColumnKind Kind, int Period)> needed, GridTask task, int lag)
    {
        (this.needed, series, this.lag, periodsPerYear) = (needed, task.Series, lag, task.PeriodsPerYear);
        bars = series.Count;
        long fits = Math.Max(1, task.TableBytes / sizeof(double) / needed.Count / Grain) * Grain;
        chunk = (int)Math.Min(bars, fits);
        Chunks = (bars + chunk - 1) / chunk;
        values = (double*)NativeMemory.AlignedAlloc((nuint)needed.Count * (nuint)chunk * sizeof(double), 64);
        together =
        [
            .. Enumerable.Range(0, needed.Count).GroupBy(k => needed[k].Kind)
                .SelectMany(same => same.OrderBy(k => needed[k].Period).Chunk(ColumnBank.IsRecursive(same.Key) ? ColumnBank.Most : 1)),
        ];
        banks = new ColumnBank[together.Length];
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
        if (number == 0) for (int k = 0; k < banks.Length; k++) banks[k] = Bank(together[k]);
        bool isSmall = options.MaxDegreeOfParallelism == 1 || (long)needed.Count * (to - from) < SmallWork;
        if (isSmall) for (int k = 0; k < banks.Length; k++) FillBank(k, from, to);
        else Parallel.For(0, banks.Length, options, k => FillBank(k, from, to));
        filled = number;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private ColumnBank Bank(int[] of) => ColumnBank.Create(needed[of[0]].Kind, [.. of.Select(k => needed[k].Period)], series, periodsPerYear);

    private void FillBank(int bank, int from, int to)
    {
        int late = from == 0 ? lag : 0; // the first bars trade no signal
        Span<nint> places = stackalloc nint[ColumnBank.Most];
        for (int k = 0; k < together[bank].Length; k++)
        {
            double* column = Column(together[bank][k]);
            new Span<double>(column, late).Fill(double.NaN);
            places[k] = (nint)(column + late);
        }
        banks[bank].Fill(from + late - lag, to - from - late, places[..together[bank].Length]);
    }

    private void Free() => NativeMemory.AlignedFree(values);
}
