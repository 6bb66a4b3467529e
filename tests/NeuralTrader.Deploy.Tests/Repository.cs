using System.Reflection;
using System.Text.RegularExpressions;
using NeuralTrader.ServiceDefaults.Settings;

namespace NeuralTrader.Deploy.Tests;

/// <summary>The files of this repository, and what can be read off them of the product.</summary>
internal static partial class Repository
{
    public static readonly string Root = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "RepositoryRoot").Value!;

    /// <summary>All product source.</summary>
    public static readonly string Source = string.Join('\n', ((string[])["src", "ServiceDefaults"]).SelectMany(folder =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText)));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Files below a folder.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>Whether the product reads a setting: it is among those it knows, or its key stands in the source in full.</summary>
    public static bool ReadsSetting(string variable)
    {
        string key = variable.Replace("__", ":", StringComparison.Ordinal);
        return key.StartsWith("NeuralTrader:", StringComparison.Ordinal) ? KnownSettings.Contains(key) : Source.Contains($"\"{key}\"", StringComparison.Ordinal);
    }

    /// <summary>Whether a program has a verb.</summary>
    public static bool HasVerb(string program, string verb) => Read($"src/NeuralTrader.{program}/Program.cs").Contains($"[\"{verb}\",", StringComparison.Ordinal);

    /// <summary>The stages of the Dockerfile by name, each with its lines.</summary>
    public static IReadOnlyDictionary<string, string[]> Stages()
    {
        Dictionary<string, string[]> stages = [];
        foreach (string stage in StageForm().Split(Read("deploy/images/Dockerfile"))[1..])
            stages.Add(stage.Split('\n')[0].Split(" AS ")[1].Trim(), stage.Split('\n'));
        return stages;
    }

    [GeneratedRegex("(?m)^FROM ")]
    private static partial Regex StageForm();
}
