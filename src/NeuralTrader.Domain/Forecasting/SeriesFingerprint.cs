using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NeuralTrader.Domain.Forecasting;

/// <summary>A name for the very values a model learned from: another value, time, order or number of series gives another name.</summary>
public static class SeriesFingerprint
{
    /// <summary>SHA-256 over names, times and values.</summary>
    /// <param name="series">Each with its name, its times in UTC and its values, both of one length.</param>
    /// <returns>64 hexadecimal digits, lower case.</returns>
    /// <exception cref="InvalidInputException">Times and values differ in number.</exception>
    public static string Of(IEnumerable<(string Name, ReadOnlyMemory<DateTime> Times, ReadOnlyMemory<double> Values)> series)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> word = stackalloc byte[sizeof(long)];
        foreach ((string name, ReadOnlyMemory<DateTime> times, ReadOnlyMemory<double> values) in series)
        {
            Require.SameLength(times.Length, values.Length, nameof(times));
            byte[] letters = System.Text.Encoding.UTF8.GetBytes(name);
            BinaryPrimitives.WriteInt64LittleEndian(word, letters.Length);
            hash.AppendData(word);
            hash.AppendData(letters);
            BinaryPrimitives.WriteInt64LittleEndian(word, values.Length);
            hash.AppendData(word);
            for (int i = 0; i < values.Length; i++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(word, times.Span[i].Ticks);
                hash.AppendData(word);
                BinaryPrimitives.WriteDoubleLittleEndian(word, values.Span[i]);
                hash.AppendData(word);
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
