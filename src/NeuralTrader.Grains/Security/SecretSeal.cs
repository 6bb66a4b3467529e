using System.Security.Cryptography;
using System.Text;

namespace NeuralTrader.Grains.Security;

/// <summary>Seals what is kept of secrets, so that who has read the store but not the pepper has learnt nothing: AES-256-GCM under a key derived from the pepper.</summary>
/// <param name="pepper">The platform's secret, at least 32 bytes.</param>
public sealed class SecretSeal(byte[] pepper)
{
    private const int NonceSize = 12, TagSize = 16, Head = NonceSize + TagSize;
    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, pepper, outputLength: 32, info: "NeuralTrader sealed secrets"u8.ToArray());

    /// <summary>Nonce, tag and what was sealed, one after the other.</summary>
    /// <param name="secret">Any text.</param>
    /// <param name="name">What it is; it opens under no other name.</param>
    public byte[] Seal(string secret, string name)
    {
        byte[] plain = Encoding.UTF8.GetBytes(secret), made = new byte[Head + plain.Length];
        RandomNumberGenerator.Fill(made.AsSpan(0, NonceSize));
        using AesGcm cipher = new(key, TagSize);
        cipher.Encrypt(made.AsSpan(0, NonceSize), plain, made.AsSpan(Head), made.AsSpan(NonceSize, TagSize), Encoding.UTF8.GetBytes(name));
        return made;
    }

    /// <summary>What was sealed; null where it was sealed with another pepper or name, or was changed.</summary>
    public string? Open(ReadOnlySpan<byte> made, string name)
    {
        if (made.Length < Head) return null;
        byte[] plain = new byte[made.Length - Head];
        using AesGcm cipher = new(key, TagSize);
        try
        {
            cipher.Decrypt(made[..NonceSize], made[Head..], made.Slice(NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(name));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        return Encoding.UTF8.GetString(plain);
    }
}
