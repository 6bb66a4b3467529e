using System.Numerics;
using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// Products of all pairs of rows, A·Aᵀ, tile by tile on and above the diagonal. No tile is kept, so memory does not grow with the square of the
/// rows. Tiles stay in the second-level cache; observations go in blocks of 320, each a chain of multiply-adds, and the blocks are
/// added in order: the same bits for every vector width, tile size and number of threads.
/// </summary>
/// <remarks>Goto and van de Geijn (2008), Anatomy of high-performance matrix multiplication, ACM TOMS 34(3).</remarks>
internal static class Gram
{
    /// <summary>Rows and columns of a tile: the panels of both sides and the tile itself fit a cache of one megabyte.</summary>
    public const int TileRows = 144;

    private const int Depth = 320;

    /// <summary>All tiles in single precision.</summary>
    public static void Visit(PackedRows<float> rows, TileVisitor<float> visitor, CancellationToken cancellationToken)
    {
        if (Vector512.IsHardwareAccelerated) Visit<Singles16, float, Words16>(rows, visitor, cancellationToken);
        else if (Vector256.IsHardwareAccelerated) Visit<Singles8, float, Words8>(rows, visitor, cancellationToken);
        else if (Vector128.IsHardwareAccelerated) Visit<Singles4, float, Words4>(rows, visitor, cancellationToken);
        else Visit<Singles1, float, Words1>(rows, visitor, cancellationToken);
    }

    /// <summary>All tiles in double precision.</summary>
    public static void Visit(PackedRows<double> rows, TileVisitor<double> visitor, CancellationToken cancellationToken)
    {
        if (Vector512.IsHardwareAccelerated) Visit<Doubles8, double, Mask8>(rows, visitor, cancellationToken);
        else if (Vector256.IsHardwareAccelerated) Visit<Doubles4, double, Mask4>(rows, visitor, cancellationToken);
        else if (Vector128.IsHardwareAccelerated) Visit<Doubles2, double, Mask2>(rows, visitor, cancellationToken);
        else Visit<Doubles1, double, Mask1>(rows, visitor, cancellationToken);
    }

    internal static void Visit<TReal, TScalar, TMask>(PackedRows<TScalar> rows, TileVisitor<TScalar> visitor, CancellationToken cancellationToken)
        where TReal : struct, IReals<TReal, TScalar, TMask>
        where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
        where TMask : struct
    {
        int side = TileRows / PackedRows<TScalar>.PanelRows, tiles = (rows.Panels + side - 1) / side, size = side * PackedRows<TScalar>.PanelRows;
        Workers.ForEach(tiles * (tiles + 1) / 2, rows.Threads, () => new Aligned<TScalar>(size * size), (number, buffer) =>
        {
            (int down, int across) = Place(number, tiles);
            int row = down * size, column = across * size;
            Span<TScalar> values = buffer.Span;
            values.Clear();
            Multiply<TReal, TScalar, TMask>(rows, down * side, across * side, side, values, size);
            visitor(new Tile<TScalar>(row, column, Math.Min(size, rows.Rows - row), Math.Min(size, rows.Rows - column), values, size));
        }, cancellationToken);
    }

    // Tiles of the upper triangle, row by row, the widest row first.
    private static (int Down, int Across) Place(int number, int tiles)
    {
        int down = 0;
        for (; number >= tiles - down; down++) number -= tiles - down;
        return (down, down + number);
    }

    private static void Multiply<TReal, TScalar, TMask>(PackedRows<TScalar> rows, int firstDown, int firstAcross, int side, Span<TScalar> values, int stride)
        where TReal : struct, IReals<TReal, TScalar, TMask>
        where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
        where TMask : struct
    {
        int panelRows = PackedRows<TScalar>.PanelRows, width = 3 * (Unsafe.SizeOf<TReal>() / Unsafe.SizeOf<TScalar>());
        (int downEnd, int acrossEnd) = (Math.Min(firstDown + side, rows.Panels), Math.Min(firstAcross + side, rows.Panels));
        ref TScalar into = ref MemoryMarshal.GetReference(values);
        for (int start = 0; start < rows.Observations; start += Depth)
        {
            int depth = Math.Min(Depth, rows.Observations - start);
            for (int across = firstAcross; across < acrossEnd; across++)
            {
                for (int down = firstDown; down < downEnd && down <= across; down++)
                {
                    ref TScalar a = ref rows.At(down, start), b = ref rows.At(across, start);
                    ref TScalar c = ref Unsafe.Add(ref into, ((down - firstDown) * panelRows * stride) + ((across - firstAcross) * panelRows));
                    for (int column = 0; column < panelRows; column += width)
                    {
                        if (Unsafe.SizeOf<TReal>() == 64)
                        {
                            for (int row = 0; row < panelRows; row += 8)
                            {
                                GramBody<TReal, TScalar, TMask>.AddEightRows(
                                    ref Unsafe.Add(ref a, row), ref Unsafe.Add(ref b, column), depth, panelRows, ref Unsafe.Add(ref c, (row * stride) + column), stride);
                            }
                        }
                        else
                        {
                            for (int row = 0; row < panelRows; row += 4)
                            {
                                GramBody<TReal, TScalar, TMask>.AddFourRows(
                                    ref Unsafe.Add(ref a, row), ref Unsafe.Add(ref b, column), depth, panelRows, ref Unsafe.Add(ref c, (row * stride) + column), stride);
                            }
                        }
                    }
                }
            }
        }
    }
}
