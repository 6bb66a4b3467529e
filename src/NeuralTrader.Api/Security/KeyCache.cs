using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security;

namespace NeuralTrader.Api.Security;

/// <summary>
/// Remembers who is behind a key, a token or a session, for as long as no news says that it has ended: see <see cref="KeyWatch"/>. It is looked up by the
/// SHA-256 of what was shown, so it never holds a secret; callers with a new one share one question.
/// </summary>
internal sealed class KeyCache(IGrainFactory grains, KeyWatch news, TimeProvider clock)
{
    private const int MostKeys = 10_000;

    /// <summary>After how long who is behind a credential that works is asked anew; for as long again nobody waits for the answer.</summary>
    public static readonly TimeSpan Trusted = TimeSpan.FromMinutes(1);

    /// <summary>How long a credential that does not is refused unasked.</summary>
    public static readonly TimeSpan Distrusted = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(UInt128, UInt128), Entry> entries = new();

    /// <summary>The caller behind a credential; null when it does not work.</summary>
    /// <exception cref="TimeoutException">Whether it still works cannot be told.</exception>
    public ValueTask<AuthenticationTicket?> Find(string secret)
    {
        if (!news.IsFresh) return Later(secret);
        (UInt128, UInt128) digest = Digest(secret);
        if (entries.TryGetValue(digest, out Entry? known) && !known.IsStale(clock))
        {
            if (known.IsToRenew(clock)) Renew(digest, secret, known).Ignore();
            return known.Asked.IsCompletedSuccessfully ? new(Standing(known.Asked.Result)) : Settled(known);
        }
        if (ApiKeyFormat.KeyId(secret) is null && !ApiKeyText.IsToken(secret)) return default; // a typing error or a guess: nobody need be asked
        if (entries.Count >= MostKeys) Shrink();
        Entry entry = new(Ask(secret), clock.GetTimestamp());
        entries[digest] = entry;
        return Settled(entry);
    }

    /// <summary>Asks anew for a key or token that was ended from here, and for those whose question is still on its way.</summary>
    public void Forget(string id)
    {
        foreach (KeyValuePair<(UInt128, UInt128), Entry> entry in entries)
            if (!entry.Value.Asked.IsCompletedSuccessfully || (entry.Value.Asked.Result is { } known && (known.Grant.KeyId == id || known.Grant.TokenId == id)))
                entries.TryRemove(entry);
    }

    private async ValueTask<AuthenticationTicket?> Later(string secret)
    {
        await news.Refresh(CancellationToken.None);
        return await Find(secret);
    }

    // While the silo with the key's grain is being replaced, who was known goes on being known.
    private async Task Renew((UInt128, UInt128) digest, string secret, Entry old)
    {
        Entry next = new(Ask(secret), clock.GetTimestamp());
        try
        {
            await next.Asked;
            entries.TryUpdate(digest, next, old);
        }
        finally
        {
            old.Renewed();
        }
    }

    private async ValueTask<AuthenticationTicket?> Settled(Entry entry) => Standing(await entry.Asked);

    private AuthenticationTicket? Standing(Known? known) =>
        known is null || news.HasEnded(known.Grant.KeyId) || news.HasEnded(known.Grant.TokenId) ? null : known.Ticket;

    private async Task<Known?> Ask(string secret) =>
        await grains.GetGrain<IIdentityGrain>(0).Exchange(new Credential(secret), CancellationToken.None) is { } grant
            ? new Known(grant, new AuthenticationTicket(CallerIdentity.Principal(grant, Schemes.Key), Schemes.Key)) : null;

    private void Shrink()
    {
        foreach (KeyValuePair<(UInt128, UInt128), Entry> entry in entries)
            if (entry.Value.IsStale(clock)) entries.TryRemove(entry);
        if (entries.Count >= MostKeys) entries.Clear();
    }

    private static (UInt128, UInt128) Digest(string secret)
    {
        Span<byte> utf8 = stackalloc byte[Credential.Longest * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(secret, utf8)], hash);
        return (MemoryMarshal.Read<UInt128>(hash), MemoryMarshal.Read<UInt128>(hash[16..]));
    }

    private sealed record Known(IdentityGrant Grant, AuthenticationTicket Ticket);

    private sealed class Entry(Task<Known?> asked, long at)
    {
        private int renewing;

        public Task<Known?> Asked => asked;

        public bool IsStale(TimeProvider clock) => Asked.Status switch
        {
            TaskStatus.RanToCompletion => clock.GetElapsedTime(at) > (Asked.Result is null ? Distrusted : 2 * Trusted) || Asked.Result?.Grant.EndsAt <= clock.GetUtcNow().UtcDateTime,
            TaskStatus.Faulted or TaskStatus.Canceled => true,
            _ => false,
        };

        /// <summary>Whether it is time to ask anew, and nobody does yet.</summary>
        public bool IsToRenew(TimeProvider clock) =>
            Asked.IsCompletedSuccessfully && Asked.Result is not null && clock.GetElapsedTime(at) > Trusted && Interlocked.Exchange(ref renewing, 1) == 0;

        /// <summary>Somebody asked.</summary>
        public void Renewed() => Volatile.Write(ref renewing, 0);
    }
}
