using NeuralTrader.Domain.Security.Limits;

namespace NeuralTrader.Abstractions.Security;

/// <summary>Sets how often callers may ask, on all interfaces of the platform. It holds over restarts. What is left out takes the value given here.</summary>
/// <param name="RequestsPerMinute">Of callers that have no limit of their own, in checkRateLimit: tokens a minute, 1 to 1,000,000.</param>
/// <param name="Burst">Of the same: tokens at once after a rest, 1 to 1,000,000.</param>
/// <param name="StrangersPerMinute">Requests without a key that works, a minute and address; half as many at once.</param>
/// <param name="ConsolePerMinute">Requests of one key's console sessions, a minute; half as many at once.</param>
/// <param name="AddressRequestsPerMinute">More requests than this in a minute without a key that works, or beyond a key's limit, have the address blocked; 10 to 1,000,000.</param>
/// <param name="BlockMinutes">For how long, 1 to 525,600.</param>
/// <param name="ExemptLoopback">True lets callers on the same machine be: neither blocked nor, as strangers, limited.</param>
[GenerateSerializer, Immutable, Alias("security.initRateLimiter")]
public sealed record InitRateLimiterRequest(
    int RequestsPerMinute = 100, int Burst = 10, int StrangersPerMinute = 120, int ConsolePerMinute = 600, int AddressRequestsPerMinute = 1_000,
    int BlockMinutes = 60, bool ExemptLoopback = true);

/// <summary>How often callers may ask. A key that was made with a limit of its own has that one; one without is not limited.</summary>
/// <param name="Default">Of callers without a limit of their own, in checkRateLimit.</param>
/// <param name="Strangers">Of requests without a key that works, by address.</param>
/// <param name="Console">Of one key's console sessions.</param>
/// <param name="AddressRequestsPerMinute">Requests in a minute beyond which an address is blocked.</param>
/// <param name="BlockMinutes">For how long.</param>
/// <param name="ExemptLoopback">Whether callers on the same machine are let be.</param>
[GenerateSerializer, Immutable, Alias("rate-limiter-settings")]
public sealed record RateLimiterSettings(
    RateLimit Default, RateLimit Strangers, RateLimit Console, int AddressRequestsPerMinute, int BlockMinutes, bool ExemptLoopback);

/// <summary>Takes tokens from a caller's bucket, and says whether they were there.</summary>
/// <param name="Id">The caller, 1 to 200 characters of A–Z a–z 0–9 . _ : / @ -; key:ntk_… for an API key, else whatever tells your callers apart.</param>
/// <param name="Tokens">How many, 1 to 1,000,000; all are taken, or none.</param>
[GenerateSerializer, Immutable, Alias("security.checkRateLimit")]
public sealed record CheckRateLimitRequest(string Id, int Tokens = 1);

/// <summary>Whether a caller may go on.</summary>
/// <param name="Id">The caller.</param>
/// <param name="IsAllowed">True where the tokens were there and are taken.</param>
/// <param name="Limit">His limit.</param>
/// <param name="Remaining">Tokens left.</param>
/// <param name="ResetSeconds">Until the bucket is full again, if nobody takes any.</param>
/// <param name="RetryAfterSeconds">Until the tokens asked for are there; null where they are taken, or more than the bucket ever holds.</param>
[GenerateSerializer, Immutable, Alias("security.checkRateLimit.answer")]
public sealed record RateLimitCheck(string Id, bool IsAllowed, RateLimit Limit, int Remaining, double ResetSeconds, double? RetryAfterSeconds);

/// <summary>Asks how the limits stand.</summary>
/// <param name="Id">One caller; left out, those with the emptiest buckets.</param>
/// <param name="Limit">Callers at most, 0 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("security.getRateLimitStats")]
public sealed record GetRateLimitStatsRequest(string? Id = null, int Limit = 100);

/// <summary>How one caller's limit stands.</summary>
/// <param name="Id">The caller.</param>
/// <param name="Limit">His limit.</param>
/// <param name="Remaining">Tokens that are neither used nor leased to an interface.</param>
/// <param name="ResetSeconds">Until all are there again.</param>
[GenerateSerializer, Immutable, Alias("rate-limit-load")]
public sealed record RateLimitLoad(string Id, RateLimit Limit, int Remaining, double ResetSeconds);

/// <summary>How the limits stand.</summary>
/// <param name="Settings">What holds.</param>
/// <param name="Tracked">Callers with buckets that are not full, or were not of late.</param>
/// <param name="Granted">Tokens that were taken since the counts began.</param>
/// <param name="Refused">Tokens that were asked for and not there.</param>
/// <param name="Callers">The emptiest buckets first.</param>
[GenerateSerializer, Immutable, Alias("security.getRateLimitStats.answer")]
public sealed record RateLimitStats(RateLimiterSettings Settings, int Tracked, long Granted, long Refused, IReadOnlyList<RateLimitLoad> Callers);

/// <summary>Fills a caller's bucket.</summary>
/// <param name="Id">The caller, as getRateLimitStats names him.</param>
[GenerateSerializer, Immutable, Alias("security.resetRateLimit")]
public sealed record ResetRateLimitRequest(string Id);

/// <summary>What a reset did.</summary>
/// <param name="Id">The caller.</param>
/// <param name="WasTracked">False where the bucket was full and not kept.</param>
[GenerateSerializer, Immutable, Alias("security.resetRateLimit.answer")]
public sealed record RateLimitReset(string Id, bool WasTracked);

/// <summary>Forgets what need not be known any more: full buckets, quiet addresses, blocks that have ended. It happens by itself too.</summary>
[GenerateSerializer, Immutable, Alias("security.cleanupRateLimiter")]
public sealed record CleanupRateLimiterRequest;

/// <summary>What was forgotten.</summary>
/// <param name="Buckets">Full buckets.</param>
/// <param name="Addresses">Addresses from which nothing came for a minute.</param>
/// <param name="Blocks">Blocks that had ended.</param>
[GenerateSerializer, Immutable, Alias("security.cleanupRateLimiter.answer")]
public sealed record RateLimiterCleanup(int Buckets, int Addresses, int Blocks);
