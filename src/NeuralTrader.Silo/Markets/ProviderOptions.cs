using System.ComponentModel.DataAnnotations;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Silo.Markets;

/// <summary>How to treat someone else's server. Section <c>NeuralTrader:Markets:{provider}</c>.</summary>
public abstract class ProviderOptions
{
    /// <summary>Its address; the provider is off while there is none.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>Calls we allow ourselves, retries included; more wait in a queue.</summary>
    [Range(1, 100_000)]
    public int CallsPerMinute { get; set; } = 30;

    /// <summary>Calls that may wait for their turn; one more is refused at once.</summary>
    [Range(0, 10_000)]
    public int MostWaiting { get; set; } = 100;

    /// <summary>How often a failed call is repeated.</summary>
    [Range(1, 10)]
    public int Retries { get; set; } = 3;

    /// <summary>First pause before a repetition; doubled each time, with jitter. A Retry-After of the server counts instead.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A Retry-After beyond this is not waited for but passed on.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one call may take.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer may take with queue, pauses and repetitions.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an answer is used again.</summary>
    public TimeSpan CacheFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Currency of the prices; the answers do not say it.</summary>
    public string Currency { get; set; } = "USD";
}

/// <summary>Stooq, which needs no key. Section <c>NeuralTrader:Markets:Stooq</c>; BaseUrl is normally https://stooq.com.</summary>
public sealed class StooqOptions : ProviderOptions
{
    /// <summary>Which corporate actions are in its prices; the answers do not say it.</summary>
    public PriceBasis Basis { get; set; } = PriceBasis.SplitAdjusted;
}

/// <summary>Alpha Vantage. Section <c>NeuralTrader:Markets:AlphaVantage</c>; BaseUrl is normally https://www.alphavantage.co.</summary>
public sealed class AlphaVantageOptions : ProviderOptions
{
    /// <summary>The key; the provider is off while there is none. Never logged and never part of an error.</summary>
    public string? ApiKey { get; set; }

    /// <summary>"csv" or "json": the form to ask for. Errors come as JSON in either case.</summary>
    [AllowedValues("csv", "json")]
    public string DataType { get; set; } = "csv";

    /// <summary>"full" for all history, "compact" for the last hundred days.</summary>
    [AllowedValues("full", "compact")]
    public string OutputSize { get; set; } = "full";

    /// <summary>Five a minute unless configured, as its free keys have it.</summary>
    public AlphaVantageOptions() => CallsPerMinute = 5;
}
