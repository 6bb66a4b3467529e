using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace NeuralTrader.Domain.Security;

/// <summary>
/// How an API key is written: <c>ntk_</c>, 8 characters that name it, 43 that are the secret, 6 that catch typing errors; all of them
/// 0–9 A–Z a–z, so that a double click selects the whole key and no place where it is pasted changes it.
/// </summary>
public static class ApiKeyFormat
{
    /// <summary>Random bytes that a key is made of: 8 for its name, 32 for its secret.</summary>
    public const int RandomBytes = 40;

    /// <summary>Characters of a key.</summary>
    public const int Length = HeadLength + SecretLength + ChecksumLength;

    private const string Mark = "ntk_";
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int NameLength = 8;
    private const int HeadLength = 12; // mark and name
    private const int SecretLength = 43; // 62^43 is just above 2^256
    private const int ChecksumLength = 6; // 62^6 is above 2^32
    private static readonly SearchValues<char> DigitSet = SearchValues.Create(Digits);

    /// <summary>The key that random bytes spell.</summary>
    /// <param name="random">40 bytes from a cryptographic generator.</param>
    public static string Make(ReadOnlySpan<byte> random)
    {
        Require.SameLength(random.Length, RandomBytes, "random");
        string body = Mark + Spell(random[..8], NameLength) + Spell(random[8..], SecretLength);
        return body + Checksum(body);
    }

    /// <summary>The visible head of a well-formed key, which names it; null for a text that is no key or has a typing error.</summary>
    public static string? KeyId(string? key) => Check(key).Rule == ApiKeyRule.None ? key![..HeadLength] : null;

    /// <summary>The first rule of the form that a text breaks, and where; whether a key of this form was ever made, only the platform can say.</summary>
    public static (ApiKeyRule Rule, int? Position) Check(string? key)
    {
        if (string.IsNullOrEmpty(key)) return (ApiKeyRule.Empty, null);
        if (!key.StartsWith(Mark, StringComparison.Ordinal)) return (ApiKeyRule.Mark, 0);
        if (key.AsSpan(Mark.Length).IndexOfAnyExcept(DigitSet) is >= 0 and var foreign) return (ApiKeyRule.Letter, Mark.Length + foreign);
        if (key.Length != Length) return (ApiKeyRule.Length, Math.Min(key.Length, Length));
        return key.EndsWith(Checksum(key[..^ChecksumLength]), StringComparison.Ordinal) ? (ApiKeyRule.None, null) : (ApiKeyRule.Checksum, Length - ChecksumLength);
    }

    /// <summary>Whether a text has the form of a key's visible head.</summary>
    public static bool IsKeyId(string? text) =>
        text is { Length: HeadLength } && text.StartsWith(Mark, StringComparison.Ordinal) && !text.AsSpan(Mark.Length).ContainsAnyExcept(DigitSet);

    private static string Checksum(string body)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in Encoding.ASCII.GetBytes(body)) crc = BitOperations.Crc32C(crc, b);
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ~crc);
        return Spell(bytes, ChecksumLength);
    }

    // A big-endian number in base 62; what does not fit into the length is left out at the front.
    private static string Spell(ReadOnlySpan<byte> number, int length)
    {
        BigInteger rest = new(number, isUnsigned: true, isBigEndian: true);
        Span<char> text = stackalloc char[length];
        for (int i = length - 1; i >= 0; i--)
        {
            (rest, BigInteger digit) = BigInteger.DivRem(rest, Digits.Length);
            text[i] = Digits[(int)digit];
        }
        return new string(text);
    }
}
