using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralTrader.Storage.Databases;

/// <summary>
/// Columns as bytes: format (1), columns, two zeros, rows (int32), CRC-32C of what follows (uint32), then each column in turn, 8 bytes a value,
/// little-endian. The first column holds times, the others numbers.
/// </summary>
internal static class ColumnBlock
{
    private const byte Format = 1;
    private const int Header = 12;

    /// <summary>The block of some rows.</summary>
    /// <param name="ticks">Times, shape [n].</param>
    /// <param name="columns">Numbers, each shape [n].</param>
    public static byte[] Encode(ReadOnlySpan<long> ticks, params ReadOnlySpan<ReadOnlyMemory<double>> columns)
    {
        int stride = ticks.Length * sizeof(long);
        byte[] block = new byte[Header + (stride * (1 + columns.Length))];
        block[0] = Format;
        block[1] = (byte)(1 + columns.Length);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(4), ticks.Length);
        Store(MemoryMarshal.AsBytes(ticks), block.AsSpan(Header));
        for (int c = 0; c < columns.Length; c++) Store(MemoryMarshal.AsBytes(columns[c].Span), block.AsSpan(Header + (stride * (1 + c))));
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(8), Checksum(block.AsSpan(Header)));
        return block;
    }

    /// <summary>How many rows a block says it holds, or what is wrong with it.</summary>
    /// <param name="block">As stored.</param>
    /// <param name="columns">How many columns are expected, times included.</param>
    /// <param name="rows">How many rows it holds.</param>
    /// <returns>Null when the block is whole.</returns>
    public static string? Check(ReadOnlySpan<byte> block, int columns, out int rows)
    {
        rows = 0;
        if (block.Length < Header) return $"{block.Length} bytes are no block";
        if (block[0] != Format) return $"format {block[0]} is not known here";
        if (block[1] != columns) return $"{block[1]} columns instead of {columns}";
        rows = BinaryPrimitives.ReadInt32LittleEndian(block[4..]);
        if (rows < 0 || block.Length != Header + ((long)rows * columns * sizeof(long))) return $"{block.Length} bytes do not hold {rows} rows";
        return Checksum(block[Header..]) == BinaryPrimitives.ReadUInt32LittleEndian(block[8..]) ? null : "the checksum does not fit the values";
    }

    /// <summary>Copies one column of a checked block.</summary>
    public static void Decode<T>(ReadOnlySpan<byte> block, int column, Span<T> values)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        Store(block.Slice(Header + (column * bytes.Length), bytes.Length), bytes);
    }

    private static void Store(ReadOnlySpan<byte> values, Span<byte> bytes)
    {
        values.CopyTo(bytes);
        if (BitConverter.IsLittleEndian) return;
        Span<long> words = MemoryMarshal.Cast<byte, long>(bytes[..values.Length]);
        BinaryPrimitives.ReverseEndianness(words, words);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        return ~crc;
    }
}
