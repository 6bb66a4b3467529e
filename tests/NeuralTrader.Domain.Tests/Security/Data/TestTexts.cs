using System.Reflection;
using NeuralTrader.Domain.Security.Threats;

namespace NeuralTrader.Domain.Tests.Security.Data;

/// <summary>The texts of this folder, and lists of attacks where their packages are installed.</summary>
internal static class TestTexts
{
    private static readonly string Root = Environment.GetEnvironmentVariable("NEURALTRADER_PAYLOADS") is { Length: > 0 } folder ? folder : "/";

    public static IReadOnlyList<string> Ordinary => [.. Lines("ordinary.txt").Select(Unescaped)];

    public static IReadOnlyList<(ThreatKind Kind, string Text)> Attacks =>
        [.. Lines("attacks.txt").Select(line => line.Split('\t', 2)).Select(parts => (Enum.Parse<ThreatKind>(parts[0]), Unescaped(parts[1])))];

    /// <summary>A file of an installed package; skips the test where it is not.</summary>
    public static string Installed(string path, string package)
    {
        string file = Path.Combine(Root, path);
        if (!File.Exists(file)) Assert.Skip($"{package} is not installed: /{path} is missing.");
        return file;
    }

    public static string[] InstalledLines(string path, string package) => [.. File.ReadLines(Installed(path, package)).Where(line => line.Trim().Length > 0)];

    private static string Unescaped(string text)
    {
        // \u001b, \u202e, \0, \r and \n are those letters, except where the escape itself is the attack.
        return text.Contains("\\u003c", StringComparison.Ordinal) ? text
            : text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\0", "\0", StringComparison.Ordinal)
                .Replace("\\u001b", "\u001b", StringComparison.Ordinal).Replace("\\u202e", "\u202e", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Texts/{name}")!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0) yield return line;
    }
}
