using System.Reflection;
using System.Runtime.InteropServices;
using NeuralTrader.Abstractions.Hosting;

namespace NeuralTrader.Grains.Hosting;

/// <summary>What the assemblies say of themselves.</summary>
public static class ProductVersion
{
    /// <summary>This build.</summary>
    public static VersionInfo Current { get; } = Read();

    private static VersionInfo Read()
    {
        string[] own = Informational(typeof(ProductVersion).Assembly).Split('+', 2); // version, then the commit where the build knew it
        return new VersionInfo(
            "NeuralTrader.Orleans", own[0], own.Length > 1 ? own[1] : null, RuntimeInformation.FrameworkDescription,
            Informational(typeof(Grain).Assembly).Split('+', ' ')[0].TrimEnd('.'));
    }

    private static string Informational(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
