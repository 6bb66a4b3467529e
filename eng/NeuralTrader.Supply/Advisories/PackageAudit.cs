using NeuralTrader.Supply.Locks;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Protocol.Model;
using NuGet.Versioning;

namespace NeuralTrader.Supply.Advisories;

/// <summary>
/// Asks package sources what they know against packages. A source that knows nothing answers as one that has nothing to tell, so it is asked
/// first about packages that are known to be bad.
/// </summary>
internal static class PackageAudit
{
    /// <summary>Packages with a published advisory each. None of them is ever restored.</summary>
    private static readonly (string Package, string Version, string Advisory)[] KnownBad =
    [
        ("Newtonsoft.Json", "12.0.3", "GHSA-5crp-9r3c-p9vr"),
        ("System.Text.Json", "8.0.4", "GHSA-8g4q-xg66-9fp4"),
    ];

    /// <param name="sources">Of the configuration of NuGet; those for audits when it names some.</param>
    /// <param name="packages">To ask about.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<AuditReport> Run(IReadOnlyList<PackageSource> sources, IReadOnlyCollection<LockedPackage> packages, CancellationToken cancellationToken)
    {
        List<IReadOnlyDictionary<string, IReadOnlyList<PackageVulnerabilityInfo>>> known = [];
        List<string> silent = [];
        foreach (PackageSource source in sources)
        {
            (IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<PackageVulnerabilityInfo>>>? told, string? why) = await Ask(source, cancellationToken);
            if (told is null) silent.Add($"{source.Name} {why}");
            else known.AddRange(told);
        }
        Advisory[] found = [.. packages.DistinctBy(package => package.Purl).OrderBy(package => package.Purl, StringComparer.Ordinal).SelectMany(package => About(known, package.Name, package.Version)).Distinct()];
        string[] missed = [.. KnownBad.Where(bad => !About(known, bad.Package, bad.Version).Any(one => one.Url.AbsoluteUri.EndsWith($"/{bad.Advisory}", StringComparison.OrdinalIgnoreCase)))
            .Select(bad => $"{bad.Package} {bad.Version} ({bad.Advisory})")];
        return new(found.Length > 0 ? Verdict.Vulnerable : missed.Length > 0 ? Verdict.NotChecked : Verdict.Ok, found, missed, silent, packages.DistinctBy(package => package.Purl).Count());
    }

    private static async Task<(IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<PackageVulnerabilityInfo>>>? Told, string? Why)> Ask(PackageSource source, CancellationToken cancellationToken)
    {
        const string none = "carries no advisories";
        try
        {
            IVulnerabilityInfoResource? advisories = await Repository.Factory.GetCoreV3(source).GetResourceAsync<IVulnerabilityInfoResource>(cancellationToken);
            if (advisories is null) return (null, none);
            using SourceCacheContext cache = new() { NoCache = true, DirectDownload = true };
            GetVulnerabilityInfoResult told = await advisories.GetVulnerabilityInfoAsync(cache, NullLogger.Instance, cancellationToken);
            return told switch
            {
                { Exceptions: { } faults } => (null, $"did not answer: {faults.GetBaseException().Message}"),
                { KnownVulnerabilities: { } known } => (known, null),
                _ => (null, none),
            };
        }
        catch (FatalProtocolException fault)
        {
            return (null, $"did not answer: {fault.GetBaseException().Message}");
        }
    }

    private static IEnumerable<Advisory> About(IEnumerable<IReadOnlyDictionary<string, IReadOnlyList<PackageVulnerabilityInfo>>> known, string package, string version)
    {
        NuGetVersion exact = NuGetVersion.Parse(version);
        return from names in known
               from entry in names
               where entry.Key.Equals(package, StringComparison.OrdinalIgnoreCase)
               from told in entry.Value
               where told.Versions.Satisfies(exact)
               select new Advisory(package, version, told.Severity.ToString(), told.Url);
    }
}
