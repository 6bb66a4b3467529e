using System.Text.RegularExpressions;

namespace NeuralTrader.Deploy.Tests;

/// <summary>What Docker leaves out of a build's context: patterns from the root, the last that fits decides, and a folder goes with all that is in it.</summary>
/// <param name="text">The file's.</param>
internal sealed class DockerIgnore(string text)
{
    private readonly (bool Back, Regex Form)[] rules =
    [
        .. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => (line[0] == '!', Form(line.TrimStart('!').Trim('/')))),
    ];

    /// <summary>Whether a file is left out.</summary>
    public bool Leaves(string path) => rules.Aggregate(false, (left, rule) => rule.Form.IsMatch(path) ? !rule.Back : left);

    private static Regex Form(string pattern) => new(
        $"^{Regex.Escape(pattern).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}(/.*)?$", RegexOptions.CultureInvariant);
}
