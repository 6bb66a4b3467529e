using Microsoft.Extensions.Configuration;
using NeuralTrader.Domain;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.ServiceDefaults.Settings;

/// <summary>
/// Every setting below <c>NeuralTrader:</c> that a program of this product reads. One that is not among them is a slip of the pen, and a process that
/// went on without it would trade unencrypted, say, without a word.
/// </summary>
public static class KnownSettings
{
    private const string Section = "NeuralTrader";
    private static readonly string[] OfServer = ["BaseUrl", "CallsPerMinute", "MostWaiting", "Retries", "Pause", "LongestPause", "CallTimeout", "TotalTimeout"];
    private static readonly string[] OfProvider = [.. OfServer, "CacheFor", "Currency"];

    /// <summary>Their keys in full; a list's key stands for its entries too.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        "NeuralTrader:DataDirectory", "NeuralTrader:Dashboard", "NeuralTrader:Drain", "NeuralTrader:Logging:Json", "NeuralTrader:Metrics:Url", "NeuralTrader:Security:Pepper",
        .. Below("Tls", "Authority", "Certificate", "Key"),
        .. Below("Compute", "UseCuda", "CudaLibrary"),
        .. Below("Outbound", "Hosts", "AllowPrivate"),
        .. Below("Trading", "LiveTrading"),
        .. Below("Trading:Alpaca", [.. OfServer, "KeyId", "SecretKey"]),
        .. Below("Backups", "FreshWithin"),
        .. Below("Markets", "FreshWithin", "ImportFolder", "ShippedData"),
        .. Below("Markets:Stooq", [.. OfProvider, "Basis"]),
        .. Below("Markets:AlphaVantage", [.. OfProvider, "ApiKey", "DataType", "OutputSize"]),
        .. Below("Api", "Mode", "BodyLimit", "ImportBodyLimit", "Deadline", "JobDeadline", "CookieKeyDirectory", "TrustedProxies", "CorsOrigins"),
        .. ((string[])["Read", "Money", "Jobs"]).SelectMany(lane => Below($"Api:{lane}", "Concurrent", "Waiting")),
        .. Below("Client", "ApiKey", "ApiKeyFile", "Gateways", "ResponseTimeout", "Patience", "ConnectPatience"),
        "NeuralTrader:CoreSilos", "NeuralTrader:Gpus", // of the AppHost, whose environment its processes have too
    ];

    /// <summary>Whether a program reads a setting.</summary>
    /// <param name="key">Its key in full, with colons; case does not count.</param>
    public static bool Contains(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Keys.Contains(key, StringComparer.OrdinalIgnoreCase) || key.StartsWith("NeuralTrader:Client:Gateways:", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Refuses settings that no program reads, wherever they are configured.</summary>
    /// <exception cref="StartupException">There are some; the sentence names each with what it may have been meant for.</exception>
    public static void Require(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        string[] unknown = [.. configuration.GetSection(Section).AsEnumerable().Where(one => one.Value is not null && !Contains(one.Key)).Select(one => one.Key).Order(StringComparer.Ordinal)];
        if (unknown.Length == 0) return;
        throw new StartupException(
            $"{string.Join("; ", unknown.Select(key => $"{key} is no setting{Meant(key)}"))}. In the environment a setting is written with __ in the place of each colon.");
    }

    // Without what all have in common, which would make everything near.
    private static string Meant(string key) =>
        NearestNames.To(Inner(key), Keys.Select(Inner)) is [string nearest, ..] ? $" (is {Section}:{nearest} meant?)" : "";

    private static string Inner(string key) => key[(Section.Length + 1)..];

    private static IEnumerable<string> Below(string section, params string[] names) => names.Select(name => $"{Section}:{section}:{name}");
}
