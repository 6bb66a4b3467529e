using System.Net;
using NeuralTrader.Domain.Security.Addresses;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.Api.Protection;

/// <summary>What of the protection belongs to this process alone.</summary>
internal static class ProtectionSettings
{
    private const string ProxiesKey = $"{ApiOptions.Section}:{nameof(ApiOptions.TrustedProxies)}", OriginsKey = $"{ApiOptions.Section}:{nameof(ApiOptions.CorsOrigins)}";

    /// <summary>The proxies whose word on a caller's address is taken; none where there are none.</summary>
    /// <exception cref="StartupException">An entry is no address or range.</exception>
    public static IPNetwork[] Proxies(ApiOptions options) => [.. Several(options.TrustedProxies).Select(text =>
        AddressRange.TryParse(text, out AddressRange range) ? range.ToNetwork()
        : throw new StartupException($"{ProxiesKey} has '{text}'; allowed: addresses and ranges such as 10.0.0.0/8, commas between them."))];

    /// <summary>The sites that the configuration lets call; null where it says nothing.</summary>
    /// <exception cref="StartupException">An entry is no origin.</exception>
    public static string[]? Origins(ApiOptions options)
    {
        if (options.CorsOrigins is null) return null;
        string[] origins = Several(options.CorsOrigins);
        try
        {
            new Domain.Security.Browsers.CorsRules(origins).Checked();
        }
        catch (InvalidInputException wrong)
        {
            throw new StartupException($"{OriginsKey} has '{wrong.Value}'; allowed: {wrong.Allowed}, commas between several.");
        }
        return origins;
    }

    private static string[] Several(string? list) => (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
