using Orleans.Placement;

namespace NeuralTrader.Abstractions.Placement;

/// <summary>Puts a grain on a silo with a CUDA device where there is one, else on any. It goes together with stateless workers.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PreferAcceleratorAttribute() : PlacementFilterAttribute(new AcceleratorPreference());

/// <summary>The preference as grain properties carry it.</summary>
public sealed class AcceleratorPreference : PlacementFilterStrategy
{
    /// <summary>The name in a silo's metadata under which it says what accelerates it.</summary>
    public const string Tag = "accelerator";

    /// <summary>What stands there where a CUDA device passed its test.</summary>
    public const string Cuda = "cuda";

    /// <summary>The only one there is.</summary>
    public AcceleratorPreference()
        : base(order: 0)
    {
    }
}
