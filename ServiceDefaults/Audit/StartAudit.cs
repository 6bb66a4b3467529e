using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security;
using NeuralTrader.Domain.Security.Audit;
using NeuralTrader.ServiceDefaults.Settings;
using NeuralTrader.ServiceDefaults.Telemetry;

namespace NeuralTrader.ServiceDefaults.Audit;

/// <summary>
/// Puts each start of a process on record with the settings that it found, so that a change of configuration shows beside the start before. Of secrets it
/// says that they are set, and nothing else.
/// </summary>
internal sealed class StartAudit(IAuditTrail audit, IConfiguration configuration, IHostEnvironment host) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        audit.Note(Event());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private AuditEvent Event()
    {
        Secrets secrets = new(configuration);
        SortedDictionary<string, string> details = new(StringComparer.Ordinal)
        {
            ["program"] = host.ApplicationName, ["environment"] = host.EnvironmentName, ["process"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            ["build"] = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        };
        foreach ((string key, string value) in Found().Take(AuditRules.MostDetails - details.Count)) details[key] = Fit(secrets.Hide(value));
        return new AuditEvent(
            AuditCategory.Configuration, "config.start", $"{Environment.UserName} on {Environment.MachineName}", $"process/{host.ApplicationName}", Level: AuditLevel.Security,
            Details: details);
    }

    private IEnumerable<(string Key, string Value)> Found() =>
        configuration.GetSection("NeuralTrader").AsEnumerable().Where(setting => setting.Value is { Length: > 0 } && KnownSettings.Contains(setting.Key))
            .OrderBy(setting => setting.Key, StringComparer.Ordinal).Select(setting => (setting.Key, Secrets.IsNamedSo(setting.Key) ? SecretText.Hidden : setting.Value!));

    private static string Fit(string value) => value.Length <= AuditRules.LongestValue ? value : value[..AuditRules.LongestValue];
}
