using System.Security.Cryptography;
using System.Text;

namespace NeuralTrader.Grains.Security;

/// <summary>What is kept of an API key: a hash that says nothing to who has read the store but not the pepper.</summary>
/// <param name="pepper">The platform's secret, at least 32 bytes; with another one no key works any more.</param>
public sealed class ApiKeyHasher(byte[] pepper)
{
    /// <summary>HMAC-SHA-256 of a key, 32 bytes. A key has 256 random bits, so a slow hash would add nothing.</summary>
    public byte[] Hash(string key) => HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes(key));
}
