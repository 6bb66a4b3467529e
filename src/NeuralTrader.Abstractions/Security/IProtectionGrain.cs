using System.ComponentModel;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Domain.Security.Addresses;
using NeuralTrader.Domain.Security.Limits;
using Orleans.Concurrency;

namespace NeuralTrader.Abstractions.Security;

/// <summary>What protects the platform's interfaces: limits, blocked addresses, other sites; key 0. It is kept; the counts of requests are not.</summary>
[Alias("grain.protection"), Repeatable]
public interface IProtectionGrain : IGrainWithIntegerKey
{
    /// <summary>What holds; where the caller knows that already, as soon as it changes or after a time.</summary>
    /// <param name="known">The version that is known.</param>
    /// <param name="hold">How long to wait for another.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [Alias("hear"), AlwaysInterleave, ForInterfaces] Task<ProtectionRules> Hear(long known, TimeSpan hold, CancellationToken cancellationToken);

    /// <summary>What holds.</summary>
    [Alias("read"), Needs(Role.Admin)] Task<ProtectionRules> Read(CancellationToken cancellationToken);

    /// <summary>Sets the limits.</summary>
    [Alias("limits"), Needs(Role.Admin)] Task<RateLimiterSettings> SetLimits(InitRateLimiterRequest request, Caller by, CancellationToken cancellationToken);

    /// <summary>Sets which other sites and addresses are let in.</summary>
    [Alias("config"), Needs(Role.Admin)] Task<SecurityConfig> SetConfig(InitSecurityConfigRequest request, Caller by, CancellationToken cancellationToken);

    /// <summary>Blocks an address, for a time or without end.</summary>
    /// <param name="range">The address or range.</param>
    /// <param name="reason">Why.</param>
    /// <param name="minutes">For how long; null for the blacklist.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [Alias("block"), Needs(Role.Admin)] Task<AddressBlock> Block(string range, string reason, int? minutes, Caller by, CancellationToken cancellationToken);

    /// <summary>Ends a block.</summary>
    /// <param name="range">The address or range.</param>
    /// <param name="isForGood">True for one on the blacklist.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [Alias("unblock"), Needs(Role.Admin)] Task<AddressRemoval> Unblock(string range, bool isForGood, Caller by, CancellationToken cancellationToken);

    /// <summary>Whether an address is let in, and by which rule.</summary>
    [Alias("judge"), Needs(Role.Admin)] Task<AddressVerdict> Judge(CheckIpAllowedRequest request, CancellationToken cancellationToken);

    /// <summary>What a browser is told about another site's pages.</summary>
    [Alias("cors"), Needs(Role.ReadOnly)] Task<CorsHeaders> Cors(GetCorsHeadersRequest request, CancellationToken cancellationToken);

    /// <summary>What browsers are told to refuse.</summary>
    [Alias("headers"), Needs(Role.ReadOnly)] Task<SecurityHeaderList> Headers(GetSecurityHeadersRequest request, CancellationToken cancellationToken);

    /// <summary>Adds requests to those of an address, and blocks it where they are too many.</summary>
    [Alias("count"), Needs(Role.Admin)] Task<DdosCheck> Count(CheckDdosProtectionRequest request, CancellationToken cancellationToken);

    /// <summary>The same for an interface that counts.</summary>
    [Alias("report"), ForInterfaces] Task<DdosCheck> Report(CheckDdosProtectionRequest request, CancellationToken cancellationToken);

    /// <summary>Sets which other sites are let in as an interface's configuration says.</summary>
    [Alias("configure"), ForInterfaces] Task<SecurityConfig> Configure(IReadOnlyList<string> origins, string machine, CancellationToken cancellationToken);

    /// <summary>Forgets quiet addresses and blocks that have ended; says how many of each.</summary>
    [Alias("sweep"), Needs(Role.Admin)] Task<RateLimiterCleanup> Sweep(CancellationToken cancellationToken);
}

/// <summary>All that an interface has to know to protect itself.</summary>
/// <param name="Config">Limits, other sites, allow-list.</param>
/// <param name="Blocks">Blocks in force.</param>
[GenerateSerializer, Immutable, Alias("protection-rules")]
public sealed record ProtectionRules(SecurityConfig Config, IReadOnlyList<AddressBlock> Blocks) : INews
{
    /// <inheritdoc/>
    public long Version => Config.Version;
}

/// <summary>
/// The buckets of a part of the callers whose limits hold for the whole cluster; a caller's part follows from his id. They are kept in memory: where a
/// silo dies, its callers' buckets begin full.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[Alias("grain.rate-quota")]
public interface IRateQuotaGrain : IGrainWithIntegerKey
{
    /// <summary>Leases tokens to an interface.</summary>
    [Alias("lease"), ForInterfaces] Task<QuotaGrant> Lease(string id, RateLimit limit, string holder, QuotaAsk ask);

    /// <summary>Takes tokens for one request, by the limit that the caller has, or else the given one.</summary>
    [Alias("take"), Needs(Role.Admin)] Task<RateLimitCheck> Take(CheckRateLimitRequest request, RateLimit otherwise);

    /// <summary>How the part's callers stand, the emptiest buckets first.</summary>
    [Alias("stats"), Repeatable, Needs(Role.Admin)] Task<QuotaFigures> Figures(string? id, int most);

    /// <summary>Fills a caller's bucket; false where it was full.</summary>
    [Alias("reset"), Repeatable, Needs(Role.Admin)] Task<bool> Reset(string id);

    /// <summary>Forgets full buckets; says how many.</summary>
    [Alias("sweep"), Repeatable, Needs(Role.Admin)] Task<int> Sweep();
}

/// <summary>How a part of the callers stands.</summary>
/// <param name="Tracked">Buckets that are kept.</param>
/// <param name="Granted">Tokens taken.</param>
/// <param name="Refused">Tokens asked for and not there.</param>
/// <param name="Callers">The emptiest buckets first.</param>
[GenerateSerializer, Immutable, Alias("quota-figures")]
public sealed record QuotaFigures(int Tracked, long Granted, long Refused, IReadOnlyList<RateLimitLoad> Callers);
