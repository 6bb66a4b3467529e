using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.ServiceDefaults.Settings;

/// <summary>Settings of the frameworks, looked at before they are: those end a process with a stack trace where one is wrong.</summary>
internal static class StartupSettings
{
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT", Web = "an address such as http://127.0.0.1:5080, semicolons between several";

    /// <summary>Refuses what cannot be meant.</summary>
    /// <exception cref="StartupException">A setting is wrong; the sentence names it.</exception>
    public static void Require(IConfiguration configuration)
    {
        foreach (string url in Several(configuration["urls"])) RequireWeb("urls", url);
        foreach (IConfigurationSection endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
            if (endpoint["Url"] is { Length: > 0 } url) RequireWeb($"{endpoint.Path}:Url", url);
        foreach (string key in (string[])["http_ports", "https_ports"])
            foreach (string port in Several(configuration[key]))
                if (port != "*" && !IsPort(port)) throw Wrong(key, port, $"ports from 0 to {IPEndPoint.MaxPort}, semicolons between several");
        RequireLevels(configuration.GetSection("Logging"));
        if (configuration[Collector] is { Length: > 0 } collector
            && !(Uri.TryCreate(collector, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)))
            throw Wrong(Collector, collector, "an address such as http://127.0.0.1:4317");
    }

    private static string[] Several(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsPort(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= IPEndPoint.MaxPort;

    private static void RequireWeb(string key, string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw Wrong(key, url, Web);
        }
        if (address.Scheme.ToUpperInvariant() is not ("HTTP" or "HTTPS")) throw Wrong(key, url, Web);
        if (address.IsUnixPipe || address.IsNamedPipe) return;
        if (address.Port is < 0 or > IPEndPoint.MaxPort) throw Wrong(key, url, $"a port from 0 to {IPEndPoint.MaxPort}");
        if (address.PathBase.Length > 0) throw Wrong(key, url, "an address without a path");
        if (address is { Port: 0, Host: "localhost" }) throw Wrong(key, url, "any free port on 127.0.0.1 or [::1], not on localhost, which is both");
    }

    private static void RequireLevels(IConfigurationSection logging)
    {
        foreach (IConfigurationSection levels in logging.GetChildren().SelectMany(one => one.Key == "LogLevel" ? [one] : one.GetChildren().Where(inner => inner.Key == "LogLevel")))
            foreach (IConfigurationSection level in levels.GetChildren())
                if (level.Value is { Length: > 0 } said && !Enum.TryParse<LogLevel>(said, ignoreCase: true, out _))
                    throw Wrong(level.Path, said, string.Join(", ", Enum.GetNames<LogLevel>()));
    }

    private static StartupException Wrong(string key, string value, string allowed) => new($"{key} is '{value}'; allowed: {allowed}.");
}
