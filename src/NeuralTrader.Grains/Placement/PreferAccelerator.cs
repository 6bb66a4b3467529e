using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace NeuralTrader.Grains.Placement;

/// <summary>Puts a grain on a silo with a CUDA device where there is one, else on any. It goes together with stateless workers.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PreferAcceleratorAttribute() : PlacementFilterAttribute(new AcceleratorPreference());

/// <summary>The preference as grain properties carry it.</summary>
public sealed class AcceleratorPreference : PlacementFilterStrategy
{
    /// <summary>The only one there is.</summary>
    public AcceleratorPreference()
        : base(order: 0)
    {
    }
}

/// <summary>Lets through the silos with a device that computes; all, where there is none. What a silo told last goes before its metadata.</summary>
/// <param name="board">What was heard of late.</param>
/// <param name="services">Holds the silos' metadata, where the host keeps any.</param>
internal sealed class AcceleratorDirector(AcceleratorBoard board, IServiceProvider services) : IPlacementFilterDirector
{
    private readonly ISiloMetadataCache? metadata = services.GetService<ISiloMetadataCache>();

    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy strategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        SiloAddress[] all = [.. silos];
        SiloAddress[] accelerated = [.. all.Where(silo => board.HasCuda(silo) ?? AcceleratorTag.IsOn(metadata?.GetSiloMetadata(silo)))];
        return accelerated.Length > 0 ? accelerated : all;
    }
}
