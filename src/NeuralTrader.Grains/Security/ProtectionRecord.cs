using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Addresses;
using NeuralTrader.Domain.Security.Browsers;
using NeuralTrader.Domain.Security.Limits;

namespace NeuralTrader.Grains.Security;

/// <summary>What is kept of the platform's protection.</summary>
[GenerateSerializer, Immutable, Alias("protection-record")]
internal sealed record ProtectionRecord
{
    /// <summary>Counts the changes.</summary>
    [Id(0)] public long Version { get; init; }

    /// <summary>How often callers may ask.</summary>
    [Id(1)] public RateLimiterSettings Limits { get; init; } = Settings(new InitRateLimiterRequest());

    /// <summary>Which other sites may call.</summary>
    [Id(2)] public CorsRules Cors { get; init; } = CorsRules.None;

    /// <summary>Which addresses alone are let in.</summary>
    [Id(3)] public string[] AllowList { get; init; } = [];

    /// <summary>Blocked addresses, the oldest first.</summary>
    [Id(4)] public AddressBlock[] Blocks { get; init; } = [];

    /// <summary>What of it browsers and callers hear.</summary>
    public SecurityConfig Config => new(Cors, AllowList, Limits, Version);

    /// <summary>The limits that a request asks for.</summary>
    /// <exception cref="InvalidInputException">They cannot be meant.</exception>
    public static RateLimiterSettings Settings(InitRateLimiterRequest asked) => new(
        new RateLimit(
            Require.Between(asked.RequestsPerMinute, 1, RateLimit.Most, "requestsPerMinute"), Require.Between(asked.Burst, 1, RateLimit.Most, "burst")),
        Half(asked.StrangersPerMinute, "strangersPerMinute"), Half(asked.ConsolePerMinute, "consolePerMinute"),
        Require.Between(asked.AddressRequestsPerMinute, 10, RateLimit.Most, "addressRequestsPerMinute"), Require.Between(asked.BlockMinutes, 1, 525_600, "blockMinutes"),
        asked.ExemptLoopback);

    private static RateLimit Half(int perMinute, string field) => new(Require.Between(perMinute, 1, RateLimit.Most, field), (perMinute + 1) / 2);
}
