using System.Numerics;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// Rows of a matrix in the order in which products of them read memory: panels of neighbouring rows, and within a panel for each observation
/// the values of all its rows. Rows that are missing in the last panel are zeros.
/// </summary>
/// <typeparam name="TScalar">float or double.</typeparam>
internal sealed class PackedRows<TScalar> : IDisposable
    where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
{
    private const int Together = 64; // observations that are written while their lines are in the nearest cache
    private const long WorthThreads = 4_000_000; // multiply-adds; below it a thread costs more than it brings

    private readonly Aligned<TScalar> values;

    /// <param name="rows">Row after row, shape [count · observations].</param>
    /// <param name="count">How many rows.</param>
    /// <param name="observations">In each row.</param>
    /// <param name="threads">At most this many; 0 for one a core.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public PackedRows(ReadOnlyMemory<double> rows, int count, int observations, int threads, CancellationToken cancellationToken = default)
    {
        (Rows, Observations) = (count, observations);
        Threads = (long)count * count * observations < WorthThreads ? 1 : threads;
        values = new Aligned<TScalar>(checked(Panels * PanelRows * observations));
        Workers.ForEach(Panels, Threads, panel => Pack(panel, rows.Span), cancellationToken);
    }

    /// <summary>Rows of a panel: three cache lines of one observation.</summary>
    public static int PanelRows => 192 / Unsafe.SizeOf<TScalar>();

    /// <summary>How many rows.</summary>
    public int Rows { get; }

    /// <summary>In each row.</summary>
    public int Observations { get; }

    /// <summary>How many threads are worth it; 0 for one a core.</summary>
    public int Threads { get; }

    /// <summary>How many panels.</summary>
    public int Panels => (Rows + PanelRows - 1) / PanelRows;

    /// <summary>Where a panel's values of an observation begin.</summary>
    public ref TScalar At(int panel, int observation) => ref values.Span[((panel * Observations) + observation) * PanelRows];

    /// <inheritdoc/>
    public void Dispose() => values.Dispose();

    private void Pack(int panel, ReadOnlySpan<double> rows)
    {
        int n = Observations, first = panel * PanelRows, count = Math.Min(PanelRows, Rows - first);
        Span<TScalar> into = values.Span.Slice(first * n, PanelRows * n);
        if (count < PanelRows) into.Clear();
        for (int start = 0; start < n; start += Together)
        {
            int end = Math.Min(n, start + Together);
            for (int row = 0; row < count; row++)
            {
                ref double from = ref Unsafe.AsRef(in rows[(first + row) * n]);
                ref TScalar to = ref into[row];
                for (int t = start; t < end; t++) Unsafe.Add(ref to, t * PanelRows) = TScalar.CreateTruncating(Unsafe.Add(ref from, t));
            }
        }
    }
}
