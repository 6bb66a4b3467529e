using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NeuralTrader.Domain.Security;

namespace NeuralTrader.Grains.Security;

/// <summary>
/// Names of tokens: the API key behind it, a hyphen and 40 hexadecimal digits, which are the second it ends, 8 random bytes and a mark of 8 bytes. Nobody
/// but the platform can make one, so that nothing needs to be kept of a token until it is revoked.
/// </summary>
internal static class TokenIds
{
    private const int RandomLength = 8, MarkLength = 8, SecondsLength = sizeof(uint), TailLength = 2 * (SecondsLength + RandomLength + MarkLength);

    /// <summary>A new one.</summary>
    /// <param name="keyId">The API key behind the token; null where there is none.</param>
    /// <param name="ends">When the token ends, UTC, in whole seconds.</param>
    /// <param name="secret">The key that signs the token.</param>
    public static string New(string? keyId, DateTime ends, byte[] secret)
    {
        Span<byte> said = stackalloc byte[SecondsLength + RandomLength];
        BinaryPrimitives.WriteUInt32BigEndian(said, checked((uint)new DateTimeOffset(ends).ToUnixTimeSeconds()));
        RandomNumberGenerator.Fill(said[SecondsLength..]);
        string unmarked = $"{keyId ?? "own"}-{Convert.ToHexStringLower(said)}";
        return $"{unmarked}{Mark(unmarked, secret)}";
    }

    /// <summary>When the token of this name ends, UTC; null where this key has not made it.</summary>
    public static DateTime? EndOf(string tokenId, byte[] secret)
    {
        int tail = tokenId.Length - TailLength;
        if (tail <= 0 || tokenId[tail - 1] != '-') return null;
        string unmarked = tokenId[..^(2 * MarkLength)];
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Mark(unmarked, secret)), Encoding.UTF8.GetBytes(tokenId[unmarked.Length..]))) return null;
        return DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(Convert.FromHexString(tokenId.AsSpan(tail, 2 * SecondsLength)))).UtcDateTime;
    }

    /// <summary>The API key that a name begins with; null where it has another form.</summary>
    public static string? KeyOf(string? tokenId) =>
        tokenId?.LastIndexOf('-') is > 0 and var end && ApiKeyFormat.IsKeyId(tokenId[..end]) && tokenId.Length - end - 1 is > 0 and <= TailLength ? tokenId[..end] : null;

    // A key has one purpose: the one that marks is derived from the one that signs.
    private static string Mark(string unmarked, byte[] secret) => Convert.ToHexStringLower(HMACSHA256.HashData(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, outputLength: HMACSHA256.HashSizeInBytes, info: "NeuralTrader token ids"u8.ToArray()), Encoding.UTF8.GetBytes(unmarked)).AsSpan(0, MarkLength));
}
