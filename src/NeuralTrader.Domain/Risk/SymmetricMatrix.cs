using System.Numerics;

namespace NeuralTrader.Domain.Risk;

/// <summary>A symmetric matrix of which one triangle is kept: rows of the upper one, diagonal included, one after the other.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="size">Rows and columns, 1 to 46,000.</param>
public sealed class SymmetricMatrix<T>(int size)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] values = GC.AllocateUninitializedArray<T>(checked((int)((long)Require.Between(size, 1, 46_000) * (size + 1) / 2)));

    /// <summary>Rows and columns.</summary>
    public int Size => size;

    /// <summary>An element; (i, j) and (j, i) are the same.</summary>
    public T this[int row, int column] => row <= column ? Row(row)[column - row] : Row(column)[row - column];

    /// <summary>A row from its diagonal on, shape [size − row].</summary>
    public Span<T> Row(int row) => values.AsSpan((int)(((long)row * size) - ((long)row * (row - 1) / 2)), size - row);
}
