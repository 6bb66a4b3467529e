namespace NeuralTrader.Compute.Backtesting;

/// <summary>Bars and indicators as the inner loops read them: pointers to the first bar of a piece.</summary>
internal unsafe struct GridRows
{
    /// <summary>Close of the signal's bar, one for all lanes.</summary>
    public double* Prices;

    /// <summary>Indicators a to d, shape [rows, two vectors]; the first may be one for all lanes, shape [rows].</summary>
    public double* A, B, C, D;

    /// <summary>What values a position.</summary>
    public double* Marks;

    /// <summary>Number of the first bar, and how many.</summary>
    public int From, Rows;

    /// <summary>The same with rows passed over.</summary>
    public readonly GridRows Skip(int rows, int own, bool isShared) => new()
    {
        Prices = Prices + rows, A = A + (isShared ? rows : rows * own), B = B + (rows * own), C = C + (rows * own), D = D + (rows * own),
        Marks = Marks + rows, From = From + rows,
    };
}

/// <summary>Whether the first indicator is one for all lanes.</summary>
internal interface IGridSharing
{
    /// <summary>True where it is.</summary>
    static abstract bool IsShared { get; }
}

/// <summary>The first indicator is one for all lanes.</summary>
internal readonly struct SharedFirst : IGridSharing
{
    /// <inheritdoc/>
    public static bool IsShared => true;
}

/// <summary>Every lane has its own.</summary>
internal readonly struct OwnFirst : IGridSharing
{
    /// <inheritdoc/>
    public static bool IsShared => false;
}

/// <summary>The inner loops: two vectors of lanes at once hide each other's latency.</summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
/// <typeparam name="TSignal">The strategy.</typeparam>
/// <typeparam name="TAccount">The account.</typeparam>
/// <typeparam name="TTerms">One bar as the account meets it.</typeparam>
/// <typeparam name="TSharing">Where the first indicator lies.</typeparam>
internal static unsafe class GridWalk<TReal, TMask, TSignal, TAccount, TTerms, TSharing>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
    where TSignal : struct, IGridSignal<TSignal, TReal, TMask>
    where TAccount : struct, IGridAccount<TAccount, TReal, TMask, TTerms>
    where TTerms : unmanaged
    where TSharing : struct, IGridSharing
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pair(
        ref GridLane<TReal, TMask, TSignal, TAccount, TTerms> first, ref GridLane<TReal, TMask, TSignal, TAccount, TTerms> second,
        in GridRows rows, TTerms* terms)
    {
        GridLane<TReal, TMask, TSignal, TAccount, TTerms> x = first, y = second;
        double* prices = rows.Prices, a = rows.A, b = rows.B, c = rows.C, d = rows.D, marks = rows.Marks;
        nint count = rows.Rows, w = TReal.Width, own = 0;
        TTerms* bar = terms + rows.From;
        double at = rows.From; // counted up, not converted: these loops are bound by how many operations there are
        for (nint i = 0; i < count; i++, bar++, at++, own += 2 * w)
        {
            TReal price = TReal.All(prices[i]), shared = TSharing.IsShared ? TReal.All(a[i]) : default;
            x.Step(
                *bar, marks[i], at, price, TSharing.IsShared ? shared : TReal.Load(ref a[own]),
                TSignal.Inputs > 1 ? TReal.Load(ref b[own]) : default, TSignal.Inputs > 2 ? TReal.Load(ref c[own]) : default,
                TSignal.Inputs > 3 ? TReal.Load(ref d[own]) : default);
            y.Step(
                *bar, marks[i], at, price, TSharing.IsShared ? shared : TReal.Load(ref a[own + w]),
                TSignal.Inputs > 1 ? TReal.Load(ref b[own + w]) : default, TSignal.Inputs > 2 ? TReal.Load(ref c[own + w]) : default,
                TSignal.Inputs > 3 ? TReal.Load(ref d[own + w]) : default);
        }
        (first, second) = (x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Single(ref GridLane<TReal, TMask, TSignal, TAccount, TTerms> only, in GridRows rows, TTerms* terms)
    {
        GridLane<TReal, TMask, TSignal, TAccount, TTerms> x = only;
        double* prices = rows.Prices, a = rows.A, b = rows.B, c = rows.C, d = rows.D, marks = rows.Marks;
        int from = rows.From, count = rows.Rows, w = TReal.Width;
        for (int i = 0; i < count; i++)
        {
            int own = i * 2 * w;
            x.Step(
                terms[from + i], marks[i], from + i, TReal.All(prices[i]), TSharing.IsShared ? TReal.All(a[i]) : TReal.Load(ref a[own]),
                TSignal.Inputs > 1 ? TReal.Load(ref b[own]) : default, TSignal.Inputs > 2 ? TReal.Load(ref c[own]) : default,
                TSignal.Inputs > 3 ? TReal.Load(ref d[own]) : default);
        }
        only = x;
    }

    /// <summary>The last bar, at whose close everything is sold.</summary>
    /// <param name="lane">The lanes.</param>
    /// <param name="rows">The last bar.</param>
    /// <param name="offset">Where its lanes lie in a row.</param>
    /// <param name="bar">Terms of trade.</param>
    /// <param name="selling">Terms of the sale.</param>
    /// <param name="reads">Whether a signal of a bar before may still trade.</param>
    public static void Close(
        ref GridLane<TReal, TMask, TSignal, TAccount, TTerms> lane, in GridRows rows, int offset, in TTerms bar, in TTerms selling, bool reads) =>
        lane.Close(
            bar, selling, rows.Marks[0], rows.From, reads, TReal.All(rows.Prices[0]),
            TSharing.IsShared ? TReal.All(rows.A[0]) : TReal.Load(ref rows.A[offset]),
            TSignal.Inputs > 1 ? TReal.Load(ref rows.B[offset]) : default, TSignal.Inputs > 2 ? TReal.Load(ref rows.C[offset]) : default,
            TSignal.Inputs > 3 ? TReal.Load(ref rows.D[offset]) : default);
}
