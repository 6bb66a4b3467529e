using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.ServiceDefaults.Telemetry;

/// <summary>Logs: for people at a terminal, as JSON in containers, and never with a secret in them.</summary>
internal static class LogHosting
{
    private const string JsonKey = "NeuralTrader:Logging:Json", InContainer = "DOTNET_RUNNING_IN_CONTAINER";

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        if (IsJson(builder.Configuration[JsonKey] ?? Environment.GetEnvironmentVariable(InContainer) ?? "false"))
            builder.Logging.AddJsonConsole(json =>
            {
                (json.UseUtcTimestamp, json.IncludeScopes) = (true, false);
                json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(services => new RedactingLoggerFactory(
            new LoggerFactory(
                services.GetServices<ILoggerProvider>(), services.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
                services.GetRequiredService<IOptions<LoggerFactoryOptions>>()),
            new Secrets(builder.Configuration))));
    }

    private static bool IsJson(string said) => said.ToUpper(CultureInfo.InvariantCulture) switch
    {
        "TRUE" or "1" => true,
        "FALSE" or "0" or "" => false,
        _ => throw new StartupException($"{JsonKey} is '{said}'; allowed: true or false."),
    };
}
