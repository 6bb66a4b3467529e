namespace NeuralTrader.Domain.Risk.Allocation.Programs;

/// <summary>
/// The Cholesky factor U of a symmetric positive definite matrix, UᵀU = S, in a buffer that is used again: fill the upper triangle of
/// <see cref="Row"/> after <see cref="Begin"/>, call <see cref="Factor"/>, then <see cref="Solve"/> as often as wanted.
/// </summary>
/// <remarks>Rows are worked off in panels of 32, so that a matrix larger than the cache is read once a panel (Golub and Van Loan 2013, §4.2.9).</remarks>
internal sealed class CholeskyFactor
{
    private const int Wide = 8, Panel = 32;

    private double[] rows = [], negated = [];
    private int stride;

    /// <summary>Number of rows and columns.</summary>
    public int Size { get; private set; }

    /// <summary>Row whose pivot was not positive at the last failure.</summary>
    public int FailedAt { get; private set; }

    /// <summary>Distance of two rows: the size, rounded up to a multiple of 8.</summary>
    public int Stride => stride;

    /// <summary>The whole buffer, shape [size, stride].</summary>
    public Span<double> Buffer => rows.AsSpan(0, Size * stride);

    /// <summary>One row of the buffer, padding included.</summary>
    public Span<double> Row(int row) => rows.AsSpan(row * stride, stride);

    /// <summary>Begins another matrix; the buffer's numbers are undefined until written.</summary>
    public void Begin(int size)
    {
        Size = size;
        stride = (size + Wide - 1) & -Wide;
        if (rows.Length < size * stride) rows = new double[size * stride];
        if (negated.Length < Panel * stride) negated = new double[Panel * stride];
    }

    /// <summary>Factors what was written; false where the matrix is not positive definite to working precision.</summary>
    /// <param name="tolerance">A pivot at or below this share of its own diagonal element is taken for zero.</param>
    public bool Factor(double tolerance = 1e-14)
    {
        Span<double> all = Buffer;
        for (int row = 0; row < Size; row++) Row(row)[Size..].Clear();
        Span<double> floor = Size <= 512 ? stackalloc double[Size] : new double[Size];
        for (int row = 0; row < Size; row++) floor[row] = tolerance * Math.Abs(all[(row * stride) + row]);
        for (int first = 0; first < Size; first += Panel)
        {
            int end = Math.Min(first + Panel, Size);
            for (int k = first; k < end; k++)
            {
                double pivot = all[(k * stride) + k];
                if (!(pivot > floor[k]) || !double.IsFinite(pivot))
                {
                    FailedAt = k;
                    return false;
                }
                int start = k & -Wide;
                Span<double> row = all.Slice((k * stride) + start, stride - start);
                row[..(k - start)].Clear(); // so that whole vectors may be read from the block's beginning
                double scale = 1 / Math.Sqrt(pivot);
                for (int j = 0; j < row.Length; j++) row[j] *= scale;
                for (int i = k + 1; i < end; i++)
                {
                    int at = i & -Wide;
                    Dense.AddScaled(-row[i - start], row[(at - start)..], all.Slice((i * stride) + at, stride - at));
                }
            }
            if (end == Size) break;
            Span<double> panel = all.Slice(first * stride, (end - first) * stride);
            for (int j = 0; j < panel.Length; j++) negated[j] = -panel[j];
            Dense.AddProducts(all, stride, end, Size, negated, panel, end - first);
        }
        return true;
    }

    /// <summary>b ← S⁻¹·b.</summary>
    /// <param name="b">Shape [at least stride]; what lies beyond the size is used as scratch.</param>
    public void Solve(Span<double> b)
    {
        b = b[..stride];
        b[Size..].Clear();
        for (int k = 0; k < Size; k++)
        {
            int start = k & -Wide;
            ReadOnlySpan<double> row = rows.AsSpan((k * stride) + start, stride - start);
            double value = b[k] / row[k - start];
            Dense.AddScaled(-value, row, b[start..]);
            b[k] = value;
        }
        for (int k = Size - 1; k >= 0; k--)
        {
            ReadOnlySpan<double> row = rows.AsSpan((k * stride) + k, stride - k);
            b[k] = (b[k] - Dense.Dot(row[1..], b[(k + 1)..])) / row[0];
        }
    }
}
