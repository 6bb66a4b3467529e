using Orleans.Placement;

namespace NeuralTrader.Abstractions.Placement;

/// <summary>Puts a grain on the silo whose address is its key, so that each silo can be asked about itself.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnNamedSiloAttribute() : PlacementFilterAttribute(new NamedSilo());

/// <summary>The rule as grain properties carry it.</summary>
public sealed class NamedSilo : PlacementFilterStrategy
{
    /// <summary>The only one there is.</summary>
    public NamedSilo()
        : base(order: 0)
    {
    }
}
