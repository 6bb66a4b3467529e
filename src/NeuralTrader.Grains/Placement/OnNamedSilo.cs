using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace NeuralTrader.Grains.Placement;

/// <summary>Puts a grain on the silo whose address is its key, so that each silo can be asked about itself.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnNamedSiloAttribute() : PlacementFilterAttribute(new NamedSilo());

/// <summary>The rule as grain properties carry it.</summary>
public sealed class NamedSilo : PlacementFilterStrategy
{
    /// <summary>The only one there is.</summary>
    public NamedSilo()
        : base(order: 0)
    {
    }
}

/// <summary>Lets through the silo that the key names, and no other.</summary>
internal sealed class NamedSiloDirector : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy strategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        string named = target.GrainIdentity.Key.ToString()!;
        return silos.Where(silo => silo.ToParsableString() == named);
    }
}
