using System.CommandLine;
using NeuralTrader.Cli.Output;

namespace NeuralTrader.Cli.Connection;

/// <summary>Where the platform is and the key to it.</summary>
/// <param name="Address">Its address; paths are below it.</param>
/// <param name="Key">The API key; null where there is none.</param>
internal sealed record Endpoint(Uri Address, string? Key)
{
    private const string Default = "http://127.0.0.1:5080";

    /// <summary>By option, environment, saved login and default, in this order. A saved key is sent to the address it was saved for and nowhere else.</summary>
    public static Endpoint Of(ParseResult line, Shell shell)
    {
        string? url = line.GetValue(GlobalOptions.Url) ?? NotEmpty(shell.Variable("NT_URL"));
        string? key = line.GetValue(GlobalOptions.ApiKey) ?? NotEmpty(shell.Variable("NT_API_KEY"));
        SavedLogin? saved = url is null || key is null ? SavedLogin.Load(shell.ConfigDirectory) : null;
        Uri address = Parse(url ?? saved?.Url ?? Default);
        if (key is null && saved is not null && Parse(saved.Url) == address) key = saved.Key;
        return new Endpoint(address, key is null ? null : Header(key));
    }

    /// <summary>An address of a platform.</summary>
    /// <exception cref="ProblemException">It is not an http or https address.</exception>
    public static Uri Parse(string url) =>
        Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) && (address.Scheme is "http" or "https") && address.UserInfo.Length == 0
            ? address
            : throw ProblemException.Usage($"url is '{url}'; allowed: an http or https address such as {Default}.");

    /// <summary>Hides the key from logs.</summary>
    public override string ToString() => Address.ToString();

    /// <summary>A key that a header can carry.</summary>
    public static string Header(string key) =>
        key.Length is > 0 and <= 500 && key.All(c => c is > ' ' and <= '~')
            ? key
            : throw ProblemException.Usage("The API key is malformed; allowed: visible ASCII characters without spaces, as `nt keys create` shows it.");

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
