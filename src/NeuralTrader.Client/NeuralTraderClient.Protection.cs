using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Security.Addresses;
using NeuralTrader.Domain.Security.Browsers;
using NeuralTrader.Domain.Security.Limits;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    private const int MostCallers = 1_000;

    private IProtectionGrain Protection => Named(grains.GetGrain<IProtectionGrain>(0));

    /// <summary>Sets how often callers may ask, on all interfaces.</summary>
    public Task<RateLimiterSettings> InitRateLimiterAsync(InitRateLimiterRequest request, CancellationToken cancellationToken = default) =>
        Protection.SetLimits(request, caller, cancellationToken);

    /// <summary>Takes tokens from a caller's bucket, all or none.</summary>
    public async Task<RateLimitCheck> CheckRateLimitAsync(CheckRateLimitRequest request, CancellationToken cancellationToken = default)
    {
        Require.Between(request.Tokens, 1, RateLimit.Most, "tokens");
        RateLimit otherwise = (await Rules(cancellationToken).ConfigureAwait(false)).Config.Limits.Default;
        return await QuotaPart(request.Id).Take(request, otherwise).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How the limits stand.</summary>
    public async Task<RateLimitStats> GetRateLimitStatsAsync(GetRateLimitStatsRequest request, CancellationToken cancellationToken = default)
    {
        int most = Require.Between(request.Limit, 0, MostCallers, "limit");
        RateLimiterSettings settings = (await Rules(cancellationToken).ConfigureAwait(false)).Config.Limits;
        IEnumerable<IRateQuotaGrain> parts = request.Id is { } id ? [QuotaPart(id)] : AllQuotaParts;
        QuotaFigures[] figures = await Task.WhenAll(parts.Select(part => part.Figures(request.Id, most))).WaitAsync(cancellationToken).ConfigureAwait(false);
        RateLimitLoad[] callers =
        [
            .. figures.SelectMany(part => part.Callers).OrderBy(one => (double)one.Remaining / one.Limit.Burst).ThenBy(one => one.Id, StringComparer.Ordinal).Take(most),
        ];
        return new RateLimitStats(settings, figures.Sum(part => part.Tracked), figures.Sum(part => part.Granted), figures.Sum(part => part.Refused), callers);
    }

    /// <summary>Fills a caller's bucket.</summary>
    public async Task<RateLimitReset> ResetRateLimitAsync(ResetRateLimitRequest request, CancellationToken cancellationToken = default) =>
        new(request.Id, await QuotaPart(request.Id).Reset(request.Id).WaitAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Forgets full buckets, quiet addresses and blocks that have ended.</summary>
    public async Task<RateLimiterCleanup> CleanupRateLimiterAsync(CleanupRateLimiterRequest request, CancellationToken cancellationToken = default)
    {
        RateLimiterCleanup swept = await Protection.Sweep(cancellationToken).ConfigureAwait(false);
        int[] buckets = await Task.WhenAll(AllQuotaParts.Select(part => part.Sweep())).WaitAsync(cancellationToken).ConfigureAwait(false);
        return swept with { Buckets = buckets.Sum() };
    }

    /// <summary>Counts requests of an address; blocks it where they are too many.</summary>
    public Task<DdosCheck> CheckDdosProtectionAsync(CheckDdosProtectionRequest request, CancellationToken cancellationToken = default) =>
        Protection.Count(request, cancellationToken);

    /// <summary>Which addresses are blocked, and which alone are let in.</summary>
    public async Task<BlockedIps> GetBlockedIpsAsync(GetBlockedIpsRequest request, CancellationToken cancellationToken = default)
    {
        ProtectionRules rules = await Rules(cancellationToken).ConfigureAwait(false);
        AddressBlock[] newestFirst = [.. rules.Blocks.OrderByDescending(block => block.Since)];
        return new BlockedIps([.. newestFirst.Where(block => block.Until is not null)], [.. newestFirst.Where(block => block.Until is null)], rules.Config.AllowList);
    }

    /// <summary>Takes nothing more from an address for a time.</summary>
    public Task<AddressBlock> BlockIpAsync(BlockIpRequest request, CancellationToken cancellationToken = default) =>
        Protection.Block(request.Ip, request.Reason, request.Minutes, caller, cancellationToken);

    /// <summary>Ends the block of an address.</summary>
    public Task<AddressRemoval> UnblockIpAsync(UnblockIpRequest request, CancellationToken cancellationToken = default) =>
        Protection.Unblock(request.Ip, isForGood: false, caller, cancellationToken);

    /// <summary>Takes nothing more from an address, without end.</summary>
    public Task<AddressBlock> AddIpToBlacklistAsync(AddIpToBlacklistRequest request, CancellationToken cancellationToken = default) =>
        Protection.Block(request.Ip, request.Reason, null, caller, cancellationToken);

    /// <summary>Takes an address off the blacklist.</summary>
    public Task<AddressRemoval> RemoveIpFromBlacklistAsync(RemoveIpFromBlacklistRequest request, CancellationToken cancellationToken = default) =>
        Protection.Unblock(request.Ip, isForGood: true, caller, cancellationToken);

    /// <summary>Whether an address is let in, and by which rule.</summary>
    public Task<AddressVerdict> CheckIpAllowedAsync(CheckIpAllowedRequest request, CancellationToken cancellationToken = default) =>
        Protection.Judge(request, cancellationToken);

    /// <summary>Sets which other sites' pages may call, and which addresses alone are let in.</summary>
    public Task<SecurityConfig> InitSecurityConfigAsync(InitSecurityConfigRequest request, CancellationToken cancellationToken = default) =>
        Protection.SetConfig(request, caller, cancellationToken);

    /// <summary>Which other sites' pages may call, which addresses alone are let in, and how often callers may ask.</summary>
    public async Task<SecurityConfig> GetSecurityConfigAsync(GetSecurityConfigRequest request, CancellationToken cancellationToken = default) =>
        (await Rules(cancellationToken).ConfigureAwait(false)).Config;

    /// <summary>What a browser is told about an origin.</summary>
    public Task<CorsHeaders> GetCorsHeadersAsync(GetCorsHeadersRequest request, CancellationToken cancellationToken = default) =>
        Protection.Cors(request, cancellationToken);

    /// <summary>Whether another site's pages may call.</summary>
    public async Task<OriginVerdict> CheckCorsOriginAsync(CheckCorsOriginRequest request, CancellationToken cancellationToken = default) =>
        (await Protection.Cors(new GetCorsHeadersRequest(request.Origin), cancellationToken).ConfigureAwait(false)).Verdict;

    /// <summary>What browsers are told to refuse.</summary>
    public Task<SecurityHeaderList> GetSecurityHeadersAsync(GetSecurityHeadersRequest request, CancellationToken cancellationToken = default) =>
        Protection.Headers(request, cancellationToken);

    private Task<ProtectionRules> Rules(CancellationToken cancellationToken) => Protection.Read(cancellationToken);

    private IRateQuotaGrain QuotaPart(string id) => grains.GetGrain<IRateQuotaGrain>(CallerId.PartOf(CallerId.Checked(id)));

    private IEnumerable<IRateQuotaGrain> AllQuotaParts => Enumerable.Range(0, CallerId.Parts).Select(part => grains.GetGrain<IRateQuotaGrain>(part));
}
