using System.Buffers;
using System.Data.Common;
using Microsoft.Extensions.Configuration;
using NeuralTrader.Domain.Security;

namespace NeuralTrader.ServiceDefaults.Telemetry;

/// <summary>Finds secrets in texts: those that configuration holds, by their value; others by the names they stand after and by their form.</summary>
internal sealed class Secrets
{
    private const int ShortestValue = 6; // a shorter one is a word that stands everywhere
    private static readonly string[] Names = ["Pepper", "Password", "Secret", "SecretKey", "ApiKey", "KeyId", "Token"];
    private static readonly string[] InConnections = ["Password", "Pwd", "Passfile", "SSL Password"];

    private readonly SearchValues<string>? values;
    private readonly string[] longestFirst;

    /// <param name="configuration">As it is now.</param>
    public Secrets(IConfiguration configuration)
    {
        longestFirst = [.. configuration.AsEnumerable().SelectMany(Of).Where(value => value.Length >= ShortestValue).Distinct().OrderByDescending(value => value.Length)];
        if (longestFirst.Length > 0) values = SearchValues.Create(longestFirst, StringComparison.Ordinal);
    }

    /// <summary>The text without secrets; the same object where it has none.</summary>
    public string Hide(string text)
    {
        if (values is not null && text.AsSpan().ContainsAny(values))
            foreach (string value in longestFirst) text = text.Replace(value, SecretText.Hidden, StringComparison.Ordinal);
        return SecretText.Hide(text);
    }

    /// <summary>Whether a setting is a secret by its name, whatever its value is.</summary>
    public static bool IsNamedSo(string key) => Names.Any(secret => key.EndsWith(secret, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Of(KeyValuePair<string, string?> setting)
    {
        if (setting.Value is not { Length: > 0 } value) return [];
        if (setting.Key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase)) return Passwords(value);
        return IsNamedSo(setting.Key) ? [value] : [];
    }

    private static IEnumerable<string> Passwords(string connection)
    {
        try
        {
            DbConnectionStringBuilder parts = new() { ConnectionString = connection };
            return [.. InConnections.Where(parts.ContainsKey).Select(name => parts[name].ToString()!)];
        }
        catch (ArgumentException)
        {
            return [connection]; // whatever it is, it was meant to be one
        }
    }
}
