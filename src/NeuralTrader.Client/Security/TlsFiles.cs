using Microsoft.Extensions.Configuration;
using NeuralTrader.Domain;

namespace NeuralTrader.Client.Security;

/// <summary>Where the PEM files of a process's certificate lie.</summary>
/// <param name="Certificate">Its own certificate, and after it those between it and the authority, if any.</param>
/// <param name="Key">The private key of that certificate, without a password.</param>
/// <param name="Authority">The certificates of the authorities that every other process must have its own from.</param>
internal sealed record TlsFiles(string Certificate, string Key, string Authority)
{
    public const string CertificateKey = "NeuralTrader:Tls:Certificate", KeyKey = "NeuralTrader:Tls:Key", AuthorityKey = "NeuralTrader:Tls:Authority";

    /// <summary>Those that are configured; null where none is: calls are then neither encrypted nor is it asked whose they are.</summary>
    /// <exception cref="InvalidInputException">Only some are.</exception>
    public static TlsFiles? From(IConfiguration configuration)
    {
        string[] keys = [CertificateKey, KeyKey, AuthorityKey];
        if (keys.All(key => string.IsNullOrEmpty(configuration[key]))) return null;
        string[] paths = [.. keys.Select(key => configuration[key] is { Length: > 0 } path
            ? Path.GetFullPath(path)
            : throw new InvalidInputException(key, null, "a PEM file, since Certificate, Key and Authority of NeuralTrader:Tls go together"))];
        return new TlsFiles(paths[0], paths[1], paths[2]);
    }

    /// <summary>What stands in them now.</summary>
    /// <exception cref="InvalidInputException">One cannot be read.</exception>
    public TlsTexts Read() => new(Text(CertificateKey, Certificate), Text(KeyKey, Key), Text(AuthorityKey, Authority));

    private static string Text(string key, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(key, path, $"a PEM file that can be read ({fault.Message.TrimEnd('.')})");
        }
    }
}

/// <summary>What stands in the files.</summary>
internal sealed record TlsTexts(string Certificate, string Key, string Authority);
