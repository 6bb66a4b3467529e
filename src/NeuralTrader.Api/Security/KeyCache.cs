using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Client;
using NeuralTrader.Domain.Security;

namespace NeuralTrader.Api.Security;

/// <summary>
/// Remembers for a few seconds which keys work. It is looked up by the key's SHA-256, so it never holds a key; callers with a new key share one
/// question. A key revoked through this front-end stops at once, one revoked elsewhere after at most <see cref="Trusted"/>.
/// </summary>
internal sealed class KeyCache(NeuralTraderClient client, TimeProvider clock)
{
    private const int MostKeys = 10_000;

    /// <summary>How long a key that works is believed.</summary>
    public static readonly TimeSpan Trusted = TimeSpan.FromSeconds(5);

    /// <summary>How long a key that does not is refused unasked.</summary>
    public static readonly TimeSpan Distrusted = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(UInt128, UInt128), Entry> entries = new();

    /// <summary>The caller behind a key; null when it does not work.</summary>
    public ValueTask<AuthenticationTicket?> Find(string key)
    {
        (UInt128, UInt128) digest = Digest(key);
        long now = clock.GetTimestamp();
        if (entries.TryGetValue(digest, out Entry? known) && !known.IsStale(clock, now))
            return known.Asked.IsCompletedSuccessfully ? new(known.Asked.Result) : new(known.Asked);
        if (ApiKeyFormat.KeyId(key) is null) return default; // a typing error or a guess: nobody need be asked
        if (entries.Count >= MostKeys) Shrink(now);
        Entry entry = new(Ask(key), now);
        entries[digest] = entry;
        return new(entry.Asked);
    }

    /// <summary>What is known of a key that works; null when it does not.</summary>
    public async Task<ApiKeyInfo?> Validate(string key)
    {
        if (ApiKeyFormat.KeyId(key) is null) return null;
        ApiKeyValidity validity = await client.ValidateApiKeyAsync(new ValidateApiKeyRequest(key));
        return validity.IsValid ? validity.Info : null;
    }

    /// <summary>Asks anew for a key that was revoked, and for those whose question is still on its way.</summary>
    public void Forget(string keyId)
    {
        foreach (KeyValuePair<(UInt128, UInt128), Entry> entry in entries)
            if (!entry.Value.Asked.IsCompletedSuccessfully || entry.Value.Asked.Result?.Principal.HasClaim(Schemes.KeyIdClaim, keyId) == true)
                entries.TryRemove(entry);
    }

    private async Task<AuthenticationTicket?> Ask(string key) =>
        await Validate(key) is { } info ? new AuthenticationTicket(Caller(info.Username, info.Role, info.KeyId, Schemes.Key), Schemes.Key) : null;

    /// <summary>The caller as the rest of the front-end sees him.</summary>
    public static ClaimsPrincipal Caller(string username, Role role, string? keyId, string scheme)
    {
        ClaimsIdentity identity = new([new Claim(ClaimTypes.Name, username), new Claim(ClaimTypes.Role, Policies.Of(role))], scheme);
        if (keyId is not null) identity.AddClaim(new Claim(Schemes.KeyIdClaim, keyId));
        return new ClaimsPrincipal(identity);
    }

    private void Shrink(long now)
    {
        foreach (KeyValuePair<(UInt128, UInt128), Entry> entry in entries)
            if (entry.Value.IsStale(clock, now)) entries.TryRemove(entry);
        if (entries.Count >= MostKeys) entries.Clear();
    }

    private static (UInt128, UInt128) Digest(string key)
    {
        Span<byte> utf8 = stackalloc byte[ApiKeyText.LongestKey * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], hash);
        return (MemoryMarshal.Read<UInt128>(hash), MemoryMarshal.Read<UInt128>(hash[16..]));
    }

    private sealed record Entry(Task<AuthenticationTicket?> Asked, long At)
    {
        public bool IsStale(TimeProvider clock, long now) => Asked.Status switch
        {
            TaskStatus.RanToCompletion => clock.GetElapsedTime(At, now) > (Asked.Result is null ? Distrusted : Trusted),
            TaskStatus.Faulted or TaskStatus.Canceled => true,
            _ => false,
        };
    }
}
