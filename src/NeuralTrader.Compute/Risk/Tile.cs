namespace NeuralTrader.Compute.Risk;

/// <summary>A square piece of a symmetric matrix, on or above its diagonal; below the diagonal its values mean nothing.</summary>
/// <typeparam name="TScalar">float or double.</typeparam>
/// <param name="row">First row.</param>
/// <param name="column">First column, at or after the first row.</param>
/// <param name="rows">How many rows.</param>
/// <param name="columns">How many columns.</param>
/// <param name="values">The numbers, row by row; the buffer is used again for the next tile.</param>
/// <param name="stride">Numbers from one row to the next.</param>
internal readonly ref struct Tile<TScalar>(int row, int column, int rows, int columns, Span<TScalar> values, int stride)
{
    private readonly Span<TScalar> values = values;

    /// <summary>First row.</summary>
    public int Row => row;

    /// <summary>The row after the last.</summary>
    public int RowEnd => row + rows;

    /// <summary>First column that counts in a row of the matrix: the tile's first, or the diagonal.</summary>
    public int ColumnOf(int matrixRow) => Math.Max(column, matrixRow);

    /// <summary>What counts in a row of the matrix, from <see cref="ColumnOf"/> on.</summary>
    public Span<TScalar> Line(int matrixRow)
    {
        int from = ColumnOf(matrixRow) - column;
        return values.Slice(((matrixRow - row) * stride) + from, columns - from);
    }
}

/// <summary>Looks at a finished tile. Called from several threads, in no particular order.</summary>
internal delegate void TileVisitor<TScalar>(Tile<TScalar> tile);
