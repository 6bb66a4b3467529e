using System.Buffers;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Hybrid;
using Orleans.Serialization;

namespace NeuralTrader.Grains.Hosting;

/// <summary>Tells the cache that an answer is shared as it is and not copied for each who asks.</summary>
[ImmutableObject(true)]
internal sealed class KeptAnswer<T>(T value)
{
    public T Value => value;
}

/// <summary>Weighs and copies kept answers as they travel between silos.</summary>
internal sealed class KeptAnswers(Serializer serializer) : IHybridCacheSerializerFactory
{
    public bool TryCreateSerializer<T>([NotNullWhen(true)] out IHybridCacheSerializer<T>? made)
    {
        made = typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(KeptAnswer<>)
            ? (IHybridCacheSerializer<T>)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeof(T).GetGenericArguments()), serializer)!
            : null;
        return made is not null;
    }

    private sealed class Of<T>(Serializer serializer) : IHybridCacheSerializer<KeptAnswer<T>>
    {
        public KeptAnswer<T> Deserialize(ReadOnlySequence<byte> source) => new(serializer.Deserialize<T>(source)!);

        public void Serialize(KeptAnswer<T> value, IBufferWriter<byte> target) => serializer.Serialize(value.Value, target);
    }
}
