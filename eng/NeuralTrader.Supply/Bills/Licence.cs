using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Packaging.Licenses;
using NeuralTrader.Supply.Locks;

namespace NeuralTrader.Supply.Bills;

/// <summary>Under what a package may be used, by its own words.</summary>
/// <param name="Expression">SPDX, such as MIT or "MIT OR Apache-2.0"; null when its makers wrote none.</param>
/// <param name="Name">What there is instead: the name of a file in the package, or "unstated".</param>
/// <param name="Url">Where its makers put the text; null when nowhere.</param>
internal sealed record Licence(string? Expression, string? Name, string? Url)
{
    /// <summary>Whether the expression is one licence of SPDX's list, and not some of them joined.</summary>
    public bool IsOne => Expression is not null && !Expression.Contains(' ', StringComparison.Ordinal);

    /// <summary>Read off the package where NuGet unpacked it.</summary>
    /// <param name="package">Restored before.</param>
    /// <param name="folder">NuGet's folder of unpacked packages.</param>
    /// <exception cref="SupplyException">It was not restored.</exception>
    public static Licence Of(LockedPackage package, string folder)
    {
        string id = package.Name.ToLowerInvariant(), file = Path.Combine(folder, id, package.Version.ToLowerInvariant(), $"{id}.nuspec");
        if (!File.Exists(file)) throw new SupplyException($"{package.Name} {package.Version} is not in {folder}: run `dotnet restore` first.");
        NuspecReader reader = new(file);
        LicenseMetadata? licence = reader.GetLicenseMetadata();
        if (licence is { Type: LicenseType.Expression }) return new(licence.License, null, null);
        return licence is not null ? new(null, licence.License, null)
            : reader.GetLicenseUrl() is { Length: > 0 } url ? new(null, "see address", url)
            : new(null, "unstated", null);
    }

    public override string ToString() => Expression ?? Url ?? Name!;
}
