using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Grains.Security;

/// <summary>
/// Signs who somebody is, for the few minutes that his calls carry it, and reads what was signed: HMAC-SHA-256, its first 128 bits, under a key derived
/// from the pepper, which silos have and nobody else. What was read once is remembered, so that a call costs a look-up.
/// </summary>
/// <param name="pepper">The platform's secret, at least 32 bytes.</param>
/// <param name="clock">Tells when an identity ends.</param>
public sealed class IdentitySigner(byte[] pepper, TimeProvider clock)
{
    /// <summary>How long an identity is believed; whoever uses one asks for the next after a third of it.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(3);

    private const int MacLength = 16, MostRemembered = 10_000, Fields = 7;
    private const char Bar = '|';
    private const string Member = "member";

    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, pepper, outputLength: 32, info: "NeuralTrader call identities"u8.ToArray());
    private readonly ConcurrentDictionary<string, Identity> remembered = new(StringComparer.Ordinal);
    private volatile Proof? proof;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>An identity as text.</summary>
    /// <param name="caller">Who it is.</param>
    /// <param name="endsAt">UTC.</param>
    public string Sign(Caller caller, DateTime endsAt) => Seal(string.Join(
        Bar, caller.Role, Ticks(Now), Ticks(endsAt), caller.KeyId, caller.TokenId, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(caller.Username ?? caller.Name))));

    /// <summary>Who was signed; null for what no silo signed, and for what has ended.</summary>
    public Caller? Read(string text)
    {
        if (!remembered.TryGetValue(text, out Identity? known))
        {
            if (Open(text) is not { } read) return null;
            if (remembered.Count >= MostRemembered) Forget();
            remembered[text] = known = read;
        }
        return known.EndsAt > Now ? known.Caller : null;
    }

    /// <summary>What says that a call comes from a silo's own grains.</summary>
    public string OfMember
    {
        get
        {
            DateTime now = Now;
            if (proof is { } last && last.RenewAt > now) return last.Text;
            Proof next = new(Sign(new Caller(Member, Role.Service), now + Life), now + (Life / 3));
            proof = next;
            return next.Text;
        }
    }

    /// <summary>Whether a text is <see cref="OfMember"/> of a silo of this platform.</summary>
    public bool IsOfMember(string text) => ReferenceEquals(text, proof?.Text) || Read(text) is { Role: Role.Service, KeyId: null, TokenId: null, Username: Member };

    private string Seal(string body) => body + Bar + Base64Url.EncodeToString(Mac(body));

    private byte[] Mac(string body) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(body))[..MacLength];

    private Identity? Open(string text)
    {
        int end = text.LastIndexOf(Bar);
        if (end < 0 || text.Length > Credential.Longest) return null;
        byte[] mac = new byte[MacLength];
        if (!Base64Url.TryDecodeFromChars(text.AsSpan(end + 1), mac, out int written) || written != MacLength) return null;
        if (!CryptographicOperations.FixedTimeEquals(Mac(text[..end]), mac)) return null;
        string[] fields = text.Split(Bar); // from here on it is what a silo wrote
        if (fields.Length != Fields) return null;
        string name = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(fields[5]));
        (string? keyId, string? tokenId) = (fields[3] is { Length: > 0 } k ? k : null, fields[4] is { Length: > 0 } t ? t : null);
        return new Identity(Caller.Of(name, keyId, Enum.Parse<Role>(fields[0]), tokenId), new DateTime(long.Parse(fields[2], CultureInfo.InvariantCulture), DateTimeKind.Utc));
    }

    private void Forget()
    {
        DateTime now = Now;
        foreach (KeyValuePair<string, Identity> one in remembered)
            if (one.Value.EndsAt <= now) remembered.TryRemove(one);
        if (remembered.Count >= MostRemembered) remembered.Clear();
    }

    private static string Ticks(DateTime time) => time.Ticks.ToString(CultureInfo.InvariantCulture);

    private sealed record Identity(Caller Caller, DateTime EndsAt);

    private sealed record Proof(string Text, DateTime RenewAt);
}
