using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Placement;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace NeuralTrader.ServiceDefaults;

/// <summary>The rules that the platform's grains are placed by. Who calls a grain places it, so every process has to know them.</summary>
public static class PlacementRules
{
    /// <summary>Registers the rules.</summary>
    public static IServiceCollection AddPlacementRules(this IServiceCollection services) => services
        .AddPlacementFilter<AcceleratorPreference, AcceleratorDirector>(ServiceLifetime.Transient)
        .AddPlacementFilter<NamedSilo, NamedSiloDirector>(ServiceLifetime.Transient);
}

/// <summary>Lets through the silos with a device that computes; all, where there is none. What a silo told last goes before its metadata.</summary>
/// <param name="board">What was heard of late.</param>
/// <param name="services">Holds the silos' metadata, where the host keeps any.</param>
internal sealed class AcceleratorDirector(AcceleratorBoard board, IServiceProvider services) : IPlacementFilterDirector
{
    private readonly ISiloMetadataCache? metadata = services.GetService<ISiloMetadataCache>();

    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        SiloAddress[] all = [.. silos];
        SiloAddress[] accelerated = [.. all.Where(silo => board.HasCuda(silo) ?? IsOn(metadata?.GetSiloMetadata(silo)))];
        return accelerated.Length > 0 ? accelerated : all;
    }

    private static bool IsOn(SiloMetadata? of) =>
        of is not null && of.Metadata.TryGetValue(AcceleratorPreference.Tag, out string? value) && value == AcceleratorPreference.Cuda;
}

/// <summary>Lets through the silo that the key names, and no other.</summary>
internal sealed class NamedSiloDirector : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        string named = target.GrainIdentity.Key.ToString()!;
        return silos.Where(silo => silo.ToParsableString() == named);
    }
}
