using System.ComponentModel.DataAnnotations;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Silo.Hosting;

namespace NeuralTrader.Silo.Markets;

/// <summary>A provider of market data. Section <c>NeuralTrader:Markets:{provider}</c>.</summary>
public abstract class ProviderOptions : ServerOptions
{
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
