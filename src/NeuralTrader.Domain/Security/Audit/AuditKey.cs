using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace NeuralTrader.Domain.Security.Audit;

/// <summary>The public part of a key that signs the audit log: ECDSA on the curve P-256.</summary>
/// <remarks>NIST FIPS 186-5; the key as SubjectPublicKeyInfo, RFC 5280.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "Keys are few and live as long as who checks with them; the finaliser frees them.")]
public sealed class AuditKey
{
    private readonly ECDsa key = ECDsa.Create();

    /// <summary>A key from its text.</summary>
    /// <param name="text">PEM, or the base64 inside it.</param>
    /// <exception cref="InvalidInputException">It is no public key of P-256.</exception>
    public AuditKey(string text)
    {
        try
        {
            if (text.Contains("-----", StringComparison.Ordinal)) key.ImportFromPem(text);
            else key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(text), out _);
            if (key.KeySize != 256) throw new CryptographicException("It is of another curve.");
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException or ArgumentException)
        {
            throw Require.Invalid("publicKey", text, "a public key of ECDSA P-256, as PEM or base64");
        }
        Text = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        KeyId = IdOf(key);
    }

    /// <summary>Names the key: 16 hexadecimal digits of its SHA-256.</summary>
    public string KeyId { get; }

    /// <summary>The key, base64.</summary>
    public string Text { get; }

    /// <summary>The key as a file keeps it.</summary>
    public string Pem => key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <summary>The name of a key.</summary>
    public static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));

    /// <summary>True where a signature is this key's over these bytes; false for any other text.</summary>
    public bool HasSigned(ReadOnlySpan<byte> message, string signature)
    {
        Span<byte> bytes = stackalloc byte[64];
        return signature.Length == 88 && Convert.TryFromBase64String(signature, bytes, out int length) && length == bytes.Length
            && key.VerifyData(message, bytes, HashAlgorithmName.SHA256);
    }
}
