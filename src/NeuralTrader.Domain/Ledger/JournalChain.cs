using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NeuralTrader.Domain.Ledger;

/// <summary>
/// A hash over a book's entries up to one of them: SHA-256 of the chain before it and the entry's canonical bytes, so that no entry can be
/// changed, left out or added in the middle without changing every chain after it.
/// </summary>
/// <remarks>
/// NIST FIPS 180-4. The canonical bytes of an entry: a byte 1 (the form's version), the chain before it (32 bytes), then book, seq, operation id,
/// fingerprint, microseconds since 1970, body, the number of postings, and of each posting debit, credit and amount. Numbers are little-endian,
/// seq and time 64 bits, others 32; a text is its length in UTF-8 (−1 for null) and its bytes; an amount is the decimal without trailing
/// zeros, as a sign (0 or 1), the number of decimals and 96 bits of digits. So 1.10 and 1.1 are the same amount.
/// </remarks>
public readonly record struct JournalChain
{
    /// <summary>Bytes of a chain.</summary>
    public const int Length = 32;

    private const byte Form = 1;
    private const int LeastEntry = 1 + Length + 8 + 8 + (5 * sizeof(int));
    private const int Amount = 2 + 12;

    private readonly UInt128 first, second;

    private JournalChain(ReadOnlySpan<byte> bytes) =>
        (first, second) = (BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    /// <summary>The chain of a book without entries: SHA-256 of its name.</summary>
    public static JournalChain Start(string book)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(Encoding.UTF8.GetBytes(book), hash);
        return new JournalChain(hash);
    }

    /// <summary>A chain as a store keeps it.</summary>
    /// <exception cref="InvalidInputException">There are not 32 bytes.</exception>
    public static JournalChain Parse(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Length ? new JournalChain(bytes) : throw Require.Invalid("chain", bytes.Length, "32 bytes");

    /// <summary>The chain up to an entry that comes next; what the entry itself says of chains does not count.</summary>
    public JournalChain Then(JournalEntry entry)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Longest(entry));
        try
        {
            int length = Write(entry, buffer);
            Span<byte> hash = stackalloc byte[Length];
            SHA256.HashData(buffer.AsSpan(0, length), hash);
            return new JournalChain(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>64 hexadecimal digits, small letters.</summary>
    public override string ToString() => $"{first:x32}{second:x32}";

    private void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, first);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], second);
    }

    private static int Longest(JournalEntry entry)
    {
        int longest = LeastEntry + Bytes(entry.Book) + Bytes(entry.OperationId) + Bytes(entry.Fingerprint) + Bytes(entry.Body);
        foreach (Posting posting in entry.Postings) longest += (2 * sizeof(int)) + Bytes(posting.Debit) + Bytes(posting.Credit) + Amount;
        return longest;

        static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetMaxByteCount(text.Length);
    }

    private int Write(JournalEntry entry, Span<byte> buffer)
    {
        buffer[0] = Form;
        CopyTo(buffer[1..]);
        int at = 1 + Length;
        Text(entry.Book, buffer, ref at);
        Number(entry.Seq, buffer, ref at);
        Text(entry.OperationId, buffer, ref at);
        Text(entry.Fingerprint, buffer, ref at);
        Number((entry.RecordedAt - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, buffer, ref at);
        Text(entry.Body, buffer, ref at);
        Count(entry.Postings.Count, buffer, ref at);
        foreach (Posting posting in entry.Postings)
        {
            Text(posting.Debit, buffer, ref at);
            Text(posting.Credit, buffer, ref at);
            Money(posting.Amount, buffer, ref at);
        }
        return at;
    }

    private static void Text(string? text, Span<byte> buffer, ref int at)
    {
        int length = text is null ? 0 : Encoding.UTF8.GetBytes(text, buffer[(at + sizeof(int))..]);
        Count(text is null ? -1 : length, buffer, ref at);
        at += length;
    }

    private static void Count(int count, Span<byte> buffer, ref int at)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer[at..], count);
        at += sizeof(int);
    }

    private static void Number(long number, Span<byte> buffer, ref int at)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer[at..], number);
        at += sizeof(long);
    }

    private static void Money(decimal amount, Span<byte> buffer, ref int at)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(amount, bits);
        UInt128 digits = ((UInt128)(uint)bits[2] << 64) | ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
        byte decimals = amount.Scale;
        while (decimals > 0 && digits % 10 == 0) (digits, decimals) = (digits / 10, (byte)(decimals - 1));
        buffer[at] = (byte)(digits != 0 && decimal.IsNegative(amount) ? 1 : 0);
        buffer[at + 1] = decimals;
        BinaryPrimitives.WriteUInt64LittleEndian(buffer[(at + 2)..], (ulong)digits);
        BinaryPrimitives.WriteUInt32LittleEndian(buffer[(at + 10)..], (uint)(digits >> 64));
        at += Amount;
    }
}
