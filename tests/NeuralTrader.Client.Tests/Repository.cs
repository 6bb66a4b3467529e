using System.Reflection;

namespace NeuralTrader.Client.Tests;

/// <summary>The repository that these tests were built from, and how.</summary>
internal static class Repository
{
    public static string Root { get; } = Said("RepositoryRoot");

    /// <summary>Debug or Release.</summary>
    public static string Configuration { get; } = Said("Configuration");

    /// <summary>The sample, built as these tests were.</summary>
    public static string Sample { get; } = Path.Combine(Root, "docs", "samples", "portfolio-watcher", "bin", Configuration, "net10.0", "portfolio-watcher.dll");

    private static string Said(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(said => said.Key == key).Value!;
}
