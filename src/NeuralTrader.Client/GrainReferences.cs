using System.Collections.Concurrent;
using Orleans.Runtime;

namespace NeuralTrader.Client;

/// <summary>References to grains. What Orleans finds out about an interface by reflection, for each reference anew, is found out once.</summary>
internal sealed class GrainReferences(IGrainFactory factory)
{
    private readonly ConcurrentDictionary<Type, Known> interfaces = new();

    /// <summary>The grain with a key.</summary>
    public TGrain GetGrain<TGrain>(string key)
        where TGrain : IGrainWithStringKey =>
        interfaces.TryGetValue(typeof(TGrain), out Known? known) ? (TGrain)factory.GetGrain(GrainId.Create(known.Type, key), known.Interface) : Learned(factory.GetGrain<TGrain>(key));

    /// <summary>The grain with a number.</summary>
    public TGrain GetGrain<TGrain>(long key)
        where TGrain : IGrainWithIntegerKey =>
        interfaces.TryGetValue(typeof(TGrain), out Known? known)
            ? (TGrain)factory.GetGrain(GrainId.Create(known.Type, GrainIdKeyExtensions.CreateIntegerKey(key)), known.Interface)
            : Learned(factory.GetGrain<TGrain>(key));

    private TGrain Learned<TGrain>(TGrain grain)
    {
        if (grain is GrainReference reference) interfaces[typeof(TGrain)] = new Known(reference.GrainId.Type, reference.InterfaceType);
        return grain;
    }

    private sealed record Known(GrainType Type, GrainInterfaceType Interface);
}
