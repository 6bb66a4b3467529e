using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Abstractions.Hosting;

/// <summary>
/// Knows which silos have a CUDA device that computes now. It keeps nothing: every silo tells it anew every few seconds, and hears in return what
/// the others told.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // grains call it, applications do not
[Alias("grain.capability"), MembersOnly]
public interface ICapabilityGrain : IGrainWithIntegerKey
{
    /// <summary>Tells what a silo has and hears what all have.</summary>
    /// <param name="silo">The silo's address.</param>
    /// <param name="hasCuda">Whether a CUDA device has passed its test there and computes.</param>
    [Alias("exchange")] Task<SiloCapabilities> Exchange(string silo, bool hasCuda);

    /// <summary>Hears what all have, for who has nothing to tell.</summary>
    [Alias("hear"), ForInterfaces] Task<SiloCapabilities> Hear();
}

/// <summary>What the silos have told of late.</summary>
/// <param name="HasCuda">By address: whether a CUDA device computes there.</param>
[GenerateSerializer, Immutable, Alias("silo-capabilities")]
public sealed record SiloCapabilities(IReadOnlyDictionary<string, bool> HasCuda);
