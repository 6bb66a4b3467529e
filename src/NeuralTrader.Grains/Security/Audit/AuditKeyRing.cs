using System.Security.Cryptography;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Grains.Security.Audit;

/// <summary>The audit log's keys, open.</summary>
internal sealed class AuditKeyRing : IDisposable
{
    private const string SealName = "audit key ";

    private readonly List<ECDsa> keys = [];

    private AuditKeyRing(IReadOnlyList<AuditKeyRecord> stored, SecretSeal seal)
    {
        foreach (AuditKeyRecord record in stored)
        {
            if (seal.Open(record.Sealed, SealName + record.KeyId) is not { } text)
            {
                Unopened.Add(record.KeyId);
                continue;
            }
            ECDsa key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(Convert.FromBase64String(text), out _);
            keys.Add(key);
        }
        Public = [.. keys.Select(key => new AuditKey(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())))];
    }

    /// <summary>Public parts, oldest first.</summary>
    public IReadOnlyList<AuditKey> Public { get; }

    /// <summary>Ids of keys that this platform's pepper does not open.</summary>
    public List<string> Unopened { get; } = [];

    /// <summary>True where one of them can sign.</summary>
    public bool CanSign => keys.Count > 0;

    /// <summary>The key that signs.</summary>
    public AuditKey Current => Public[^1];

    /// <summary>Opens what is stored.</summary>
    public static AuditKeyRing Open(IReadOnlyList<AuditKeyRecord> stored, SecretSeal seal) => new(stored, seal);

    /// <summary>A new key, sealed.</summary>
    public static AuditKeyRecord Make(SecretSeal seal)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string id = AuditKey.IdOf(key);
        return new AuditKeyRecord { KeyId = id, Sealed = seal.Seal(Convert.ToBase64String(key.ExportPkcs8PrivateKey()), SealName + id) };
    }

    /// <summary>A signature over some bytes.</summary>
    public string Sign(ReadOnlySpan<byte> message) => Convert.ToBase64String(keys[^1].SignData(message, HashAlgorithmName.SHA256));

    /// <summary>A signed head.</summary>
    public AuditHead Sign(AuditEnd end, DateTime at) => new(end, at, Current.KeyId, Sign(AuditHead.Message(end, at)));

    /// <summary>Closes the keys.</summary>
    public void Dispose()
    {
        foreach (ECDsa key in keys) key.Dispose();
    }
}
