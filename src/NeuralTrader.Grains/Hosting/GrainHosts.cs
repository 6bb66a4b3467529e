namespace NeuralTrader.Grains.Hosting;

/// <summary>Tells the silos that hold grains from the members of a cluster that only call them.</summary>
internal static class GrainHosts
{
    /// <summary>The active silos that have the platform's grain classes, or of which it is not known yet.</summary>
    public static async Task<SiloAddress[]> GrainSilos(this IGrainFactory grains, IClusterManifestProvider manifest, CancellationToken cancellationToken = default)
    {
        IManagementGrain management = grains.GetGrain<IManagementGrain>(0);
        GrainType ours = grains.GetGrain<ISystemGrain>(0).GetGrainId().Type;
        IEnumerable<SiloAddress> active = (await management.GetHosts(onlyActive: true, cancellationToken)).Keys;
        return [.. active.Where(silo => !manifest.Current.Silos.TryGetValue(silo, out Orleans.Metadata.GrainManifest? its) || its.Grains.ContainsKey(ours))];
    }
}
