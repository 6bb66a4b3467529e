using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Api.Problems;
using NeuralTrader.Api.Security;
using NeuralTrader.Domain.Security.Addresses;
using NeuralTrader.Domain.Security.Limits;

namespace NeuralTrader.Api.Protection;

/// <summary>
/// Keeps callers within their limits: a key that was made with a limit has that one, on all interfaces together, also for the
/// functions that its sessions call; the console's pages have theirs; who shows no key that works is limited by his address. What no key answers for, or is beyond a key's limit, counts against the address.
/// </summary>
internal sealed class RequestLimits(RequestDelegate next, ProtectionWatch watch, ClusterQuotas quotas, AddressWatch addresses, TimeProvider clock)
{
    private const int MostAddresses = 100_000;

    private readonly TokenBuckets<AddressRange> strangers = new(MostAddresses);

    public Task InvokeAsync(HttpContext http)
    {
        if (watch.Limits is not { } limits || FreeRequests.Is(http)) return next(http);
        if (http.User.Identity is not { IsAuthenticated: true } identity) return Stranger(http, limits);
        if (http.User.FindFirstValue(Schemes.KeyIdClaim) is not { } key) return next(http);
        if (identity.AuthenticationType == Schemes.Console && !Schemes.IsForPrograms(http)) return Known(http, CallerId.OfConsole(key), limits.Console);
        return int.TryParse(http.User.FindFirstValue(Schemes.RateLimitClaim), NumberStyles.None, CultureInfo.InvariantCulture, out int own) && own > 0
            ? Known(http, CallerId.OfKey(key), RateLimit.OfMinute(own)) : next(http);
    }

    private static AddressRange? AddressOf(HttpContext http) => http.Connection.RemoteIpAddress is { } address ? AddressRange.CallerOf(address) : null;

    private Task Stranger(HttpContext http, RateLimiterSettings limits)
    {
        if (AddressOf(http) is not { } address || watch.Addresses.IsExempt(address)) return next(http);
        addresses.Count(address);
        long now = clock.Milliseconds();
        bool isTaken = strangers.TryTake(address, limits.Strangers, 1, now);
        TokenBucket bucket = strangers.Of(address, limits.Strangers, now);
        return Go(http, new QuotaVerdict(isTaken, limits.Strangers, bucket.Left(now), bucket.UntilFull(now), isTaken ? 0 : bucket.Wait(1, now) ?? 0));
    }

    private async Task Known(HttpContext http, string id, RateLimit limit)
    {
        QuotaVerdict verdict = await quotas.Take(id, limit);
        if (!verdict.IsTaken && AddressOf(http) is { } address) addresses.Count(address);
        await Go(http, verdict);
    }

    private Task Go(HttpContext http, QuotaVerdict verdict)
    {
        LimitHeaders.Write(http.Response.Headers, verdict);
        if (verdict.IsTaken) return next(http);
        string detail = string.Create(CultureInfo.InvariantCulture, $"The limit is {verdict.Limit.PerMinute} requests a minute, {verdict.Limit.Burst} at once. Nothing was done.");
        return (Problem.Of(ProblemTypes.RateLimited, detail) with { RetryAfterSeconds = LimitHeaders.Seconds(verdict.WaitMilliseconds) }).Write(http);
    }
}

/// <summary>Tells callers how their limit stands.</summary>
/// <remarks>RateLimit and RateLimit-Policy as draft-ietf-httpapi-ratelimit-headers-10 has them; the three others as its drafts up to the sixth did, which more programs read.</remarks>
internal static class LimitHeaders
{
    public static void Write(IHeaderDictionary headers, QuotaVerdict verdict)
    {
        int reset = Seconds(verdict.IsTaken ? verdict.FullMilliseconds : verdict.WaitMilliseconds);
        headers["RateLimit-Policy"] = string.Create(
            CultureInfo.InvariantCulture, $"\"burst\";q={verdict.Limit.Burst};w={BurstWindow(verdict.Limit)}, \"minute\";q={verdict.Limit.PerMinute};w=60");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"burst\";r={verdict.Remaining};t={reset}");
        headers["RateLimit-Limit"] = verdict.Limit.Burst.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = verdict.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = reset.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whole seconds, rounded up.</summary>
    public static int Seconds(long milliseconds) => (int)Math.Min(int.MaxValue, (milliseconds + 999) / 1_000);

    // How long an empty bucket takes to fill.
    private static int BurstWindow(RateLimit limit) => Math.Max(1, (int)Math.Min(int.MaxValue, ((60L * limit.Burst) + limit.PerMinute - 1) / limit.PerMinute));
}
