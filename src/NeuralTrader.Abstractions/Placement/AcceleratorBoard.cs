using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NeuralTrader.Abstractions.Hosting;

namespace NeuralTrader.Abstractions.Placement;

/// <summary>
/// Where CUDA devices compute, as this process last heard it: looked at by placement and by who names a worker, so that neither asks anybody.
/// </summary>
/// <param name="hasCuda">Whether one computes here and now; null where nothing is computed.</param>
public sealed class AcceleratorBoard(Func<bool>? hasCuda = null)
{
    private volatile Picture now = new(new Dictionary<SiloAddress, bool>(), 0);

    /// <summary>Whether a device computes on this silo; null where nothing is computed, and so nothing is to be told.</summary>
    public bool? HasCudaHere => hasCuda?.Invoke();

    /// <summary>
    /// A number for the set of silos with a device, 0 for none. Orleans keeps a placement that was made, key by key: a worker whose key is this
    /// number is placed anew when the set is another, and found again where it was when the set is as before.
    /// </summary>
    public long Epoch => now.Epoch;

    /// <summary>Whether a silo has told of a device that computes; null where it has told nothing of late.</summary>
    public bool? HasCuda(SiloAddress silo) => now.HasCuda.TryGetValue(silo, out bool has) ? has : null;

    /// <summary>Takes what was heard.</summary>
    public void Hear(SiloCapabilities capabilities)
    {
        string with = string.Join(' ', capabilities.HasCuda.Where(one => one.Value).Select(one => one.Key).Order(StringComparer.Ordinal));
        long epoch = with.Length == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(with)));
        now = new Picture(capabilities.HasCuda.ToDictionary(one => SiloAddress.FromParsableString(one.Key), one => one.Value), epoch);
    }

    private sealed record Picture(IReadOnlyDictionary<SiloAddress, bool> HasCuda, long Epoch);
}
