using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions.Hosting;

namespace NeuralTrader.Abstractions.Security;

/// <summary>
/// Knows in every process which keys and tokens have ended, so that nobody need be asked about one that was found to work a moment ago. What it knows
/// is trusted for <see cref="Lease"/>; older, the grain is asked, and who cannot ask refuses.
/// </summary>
/// <param name="grains">Where the news is.</param>
/// <param name="clock">Counts its age, and tells whether an ending has come.</param>
/// <param name="log">Hears why there is no news.</param>
public sealed class KeyWatch(IGrainFactory grains, TimeProvider clock, ILogger<KeyWatch> log) : NewsReader<KeyNews>(clock, log)
{
    /// <summary>How long news is trusted: a key that was revoked works nowhere after it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    private readonly TimeProvider clock = clock;
    private volatile FrozenDictionary<string, DateTime> endings = FrozenDictionary<string, DateTime>.Empty;

    /// <summary>Whether news is young enough to be asked with <see cref="HasEnded"/>.</summary>
    public bool IsFresh => Within(Lease) is not null;

    /// <summary>Returns when it is; a second is waited for nobody.</summary>
    /// <exception cref="TimeoutException">The news cannot be had: what it would be asked for is refused.</exception>
    public async Task Refresh(CancellationToken cancellationToken) => await Fresh(Lease, cancellationToken).ConfigureAwait(false);

    /// <summary>Whether a key or token has ended before its time.</summary>
    /// <param name="id">The key's visible head or the token's id; null for none.</param>
    public bool HasEnded(string? id) => id is not null && endings.Count > 0 && endings.TryGetValue(id, out DateTime at) && at <= clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    protected override Task<KeyNews> Ask(long known, TimeSpan hold, CancellationToken cancellationToken) =>
        grains.GetGrain<IKeyNewsGrain>(0).Hear(known, hold, cancellationToken);

    /// <inheritdoc/>
    protected override void Changed(KeyNews? before, KeyNews now) =>
        endings = now.Endings.GroupBy(ending => ending.Id, StringComparer.Ordinal).ToFrozenDictionary(same => same.Key, same => same.Min(ending => ending.At), StringComparer.Ordinal);
}

/// <summary>Registers the watch over keys.</summary>
public static class KeyWatchHosting
{
    /// <summary>One watch for the process, however many of its parts ask for it.</summary>
    public static IServiceCollection AddKeyWatch(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(KeyWatch))) return services;
        return services.AddSingleton<KeyWatch>().AddHostedService(all => all.GetRequiredService<KeyWatch>());
    }
}
