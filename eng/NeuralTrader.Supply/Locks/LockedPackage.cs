namespace NeuralTrader.Supply.Locks;

/// <summary>A package in the version and with the content that a lock file allows.</summary>
/// <param name="Name">As its makers write it.</param>
/// <param name="Version">Exact.</param>
/// <param name="ContentHash">SHA-512 of its content without the signature, in base 64.</param>
/// <param name="Needs">Names of packages it asks for; those that the framework brings are in no lock file.</param>
internal sealed record LockedPackage(string Name, string Version, string ContentHash, IReadOnlyList<string> Needs)
{
    /// <summary>Its address in any list of any packages: https://github.com/package-url/purl-spec.</summary>
    public string Purl => $"pkg:nuget/{Uri.EscapeDataString(Name)}@{Uri.EscapeDataString(Version)}";
}
