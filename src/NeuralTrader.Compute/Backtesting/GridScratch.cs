namespace NeuralTrader.Compute.Backtesting;

/// <summary>One worker's room for indicators laid out as lanes read them: shape [inputs, bars of a tile, two vectors].</summary>
internal sealed unsafe class GridScratch : IDisposable
{
    private const int MostInputs = 4;

    private readonly double* values;
    private readonly int tile, lanes;

    public GridScratch(int tile, int width)
    {
        (this.tile, lanes) = (tile, 2 * width);
        Columns = new int[MostInputs * lanes];
        values = (double*)NativeMemory.AlignedAlloc((nuint)(MostInputs * tile * lanes * sizeof(double)), 64);
    }

    ~GridScratch() => Free();

    /// <summary>Which column each lane reads, shape [inputs, lanes].</summary>
    public int[] Columns { get; }

    /// <summary>Where an input's rows lie.</summary>
    public double* Own(int input) => values + (input * tile * lanes);

    /// <summary>Turns the lanes' columns into rows.</summary>
    public void Pack(int input, GridTable table, int from, int count)
    {
        double** columns = stackalloc double*[lanes];
        for (int lane = 0; lane < lanes; lane++) columns[lane] = table.Column(Columns[(input * lanes) + lane]) + from;
        double* row = Own(input);
        for (int i = 0; i < count; i++, row += lanes)
        {
            int lane = 0;
            for (; lane + 4 <= lanes; lane += 4)
            {
                (double first, double second) = (columns[lane][i], columns[lane + 1][i]);
                (double third, double fourth) = (columns[lane + 2][i], columns[lane + 3][i]);
                (row[lane], row[lane + 1], row[lane + 2], row[lane + 3]) = (first, second, third, fourth);
            }
            for (; lane < lanes; lane++) row[lane] = columns[lane][i];
        }
    }

    /// <summary>Gives all lanes one column.</summary>
    public void Spread(int input, double* column, int count)
    {
        double* rows = Own(input);
        for (int i = 0; i < count; i++) new Span<double>(rows + (i * lanes), lanes).Fill(column[i]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free() => NativeMemory.AlignedFree(values);
}
