using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Addresses;
using NeuralTrader.Domain.Security.Browsers;

namespace NeuralTrader.Client;

public static partial class FunctionCatalog
{
    private static IEnumerable<Function> ProtectionFunctions() =>
    [
        Of<InitRateLimiterRequest, RateLimiterSettings>("initRateLimiter", Subject.Security, Role.Admin,
            "Sets how often callers may ask, on all interfaces.", (c, r, ct) => c.InitRateLimiterAsync(r, ct)),
        Of<CheckRateLimitRequest, RateLimitCheck>("checkRateLimit", Subject.Security, Role.Admin,
            "Takes tokens from a caller's bucket, and says whether they were there.", (c, r, ct) => c.CheckRateLimitAsync(r, ct)),
        Of<GetRateLimitStatsRequest, RateLimitStats>("getRateLimitStats", Subject.Security, Role.Admin,
            "How the limits stand, the emptiest buckets first.", (c, r, ct) => c.GetRateLimitStatsAsync(r, ct)),
        Of<ResetRateLimitRequest, RateLimitReset>("resetRateLimit", Subject.Security, Role.Admin,
            "Fills a caller's bucket.", (c, r, ct) => c.ResetRateLimitAsync(r, ct)),
        Of<CleanupRateLimiterRequest, RateLimiterCleanup>("cleanupRateLimiter", Subject.Security, Role.Admin,
            "Forgets full buckets, quiet addresses and blocks that have ended.", (c, r, ct) => c.CleanupRateLimiterAsync(r, ct)),
        Of<CheckDdosProtectionRequest, DdosCheck>("checkDdosProtection", Subject.Security, Role.Admin,
            "Counts requests of an address, and blocks it where they are too many.", (c, r, ct) => c.CheckDdosProtectionAsync(r, ct)),
        Of<GetBlockedIpsRequest, BlockedIps>("getBlockedIps", Subject.Security, Role.Admin,
            "Which addresses are blocked, why and until when.", (c, r, ct) => c.GetBlockedIpsAsync(r, ct)),
        Of<BlockIpRequest, AddressBlock>("blockIp", Subject.Security, Role.Admin,
            "Takes nothing more from an address or a range for a time.", (c, r, ct) => c.BlockIpAsync(r, ct)),
        Of<UnblockIpRequest, AddressRemoval>("unblockIp", Subject.Security, Role.Admin,
            "Ends the block of an address.", (c, r, ct) => c.UnblockIpAsync(r, ct)),
        Of<AddIpToBlacklistRequest, AddressBlock>("addIpToBlacklist", Subject.Security, Role.Admin,
            "Takes nothing more from an address or a range, without end.", (c, r, ct) => c.AddIpToBlacklistAsync(r, ct)),
        Of<RemoveIpFromBlacklistRequest, AddressRemoval>("removeIpFromBlacklist", Subject.Security, Role.Admin,
            "Takes an address off the blacklist.", (c, r, ct) => c.RemoveIpFromBlacklistAsync(r, ct)),
        Of<CheckIpAllowedRequest, AddressVerdict>("checkIpAllowed", Subject.Security, Role.Admin,
            "Whether an address is let in, and by which rule.", (c, r, ct) => c.CheckIpAllowedAsync(r, ct)),
        Of<InitSecurityConfigRequest, SecurityConfig>("initSecurityConfig", Subject.Security, Role.Admin,
            "Sets which other sites' pages may call, and which addresses alone are let in.", (c, r, ct) => c.InitSecurityConfigAsync(r, ct)),
        Of<GetCorsHeadersRequest, CorsHeaders>("getCorsHeaders", Subject.Security, Role.ReadOnly,
            "What a browser is told about another site's pages.", (c, r, ct) => c.GetCorsHeadersAsync(r, ct)),
        Of<CheckCorsOriginRequest, OriginVerdict>("checkCorsOrigin", Subject.Security, Role.ReadOnly,
            "Whether another site's pages may call.", (c, r, ct) => c.CheckCorsOriginAsync(r, ct)),
        Of<GetSecurityHeadersRequest, SecurityHeaderList>("getSecurityHeaders", Subject.Security, Role.ReadOnly,
            "What browsers are told to refuse.", (c, r, ct) => c.GetSecurityHeadersAsync(r, ct)),
    ];
}
