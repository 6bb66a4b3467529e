using System.Buffers;
using System.Security.Cryptography;

namespace NeuralTrader.Storage.Moving;

/// <summary>How many rows a table has, and the SHA-256 of their lines in order.</summary>
/// <param name="Name">The table.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Sha256">Of <see cref="RowText"/>'s lines, lower-case hexadecimal.</param>
public sealed record TableDigest(string Name, long Rows, string Sha256)
{
    /// <summary>Reads a table to its end; each row can go somewhere else on its way.</summary>
    internal static TableDigest Of(DataSnapshot snapshot, PlatformTable table, Action<object?[]>? each, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ArrayBufferWriter<byte> line = new();
        long rows = 0;
        foreach (object?[] row in snapshot.RowsInForm(table))
        {
            cancellationToken.ThrowIfCancellationRequested();
            RowText.Write(line, table, row);
            hash.AppendData(line.WrittenSpan);
            each?.Invoke(row);
            rows++;
        }
        return new TableDigest(table.Name, rows, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
