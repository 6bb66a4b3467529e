using System.Buffers;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace NeuralTrader.ServiceDefaults.Telemetry;

/// <summary>Finds secrets in texts: those that configuration holds, by their value; API keys, passwords and the like, by their form.</summary>
internal sealed partial class Secrets
{
    private const string Hidden = "(hidden)";
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
            foreach (string value in longestFirst) text = text.Replace(value, Hidden, StringComparison.Ordinal);
        return Form().IsMatch(text) ? Form().Replace(text, static found => $"{found.Groups["keep"].Value}{Hidden}") : text;
    }

    private static IEnumerable<string> Of(KeyValuePair<string, string?> setting)
    {
        if (setting.Value is not { Length: > 0 } value) return [];
        string name = setting.Key[(setting.Key.LastIndexOf(':') + 1)..];
        if (setting.Key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase)) return Passwords(value);
        return Names.Any(secret => name.EndsWith(secret, StringComparison.OrdinalIgnoreCase)) ? [value] : [];
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

    // What is kept says what was there: the head of an API key, which names it, or the word before the secret.
    [GeneratedRegex(
        """
        (?<keep>ntk_[0-9A-Za-z]{8})[0-9A-Za-z]{20,}
        |(?<keep>\b(?:password|pwd|secret|pepper|api[-_]?key)["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|[^\s;,&"']+)
        |(?<keep>\b(?:proxy-)?authorization["']?\s*[=:]\s*"?(?:(?:bearer|basic)\s+)?)[^\s;,"]+
        |(?<keep>\bbearer\s+)[^\s;,"]{8,}
        |(?<keep>\bticket=|/signin/)[0-9a-f]{16,}
        |(?<keep>\bset-cookie\s*[=:]\s*|\bcookie\s*[=:]\s*)[^\r\n]+
        |(?<keep>://[^\s/:@]+:)[^\s/@]+(?=@)
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
