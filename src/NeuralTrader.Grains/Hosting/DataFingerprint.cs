using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Grains.Hosting;

/// <summary>What the answer cache knows data by: their content.</summary>
internal static class DataFingerprint
{
    /// <summary>Of returns and their times.</summary>
    public static UInt128 Of(ReturnPanel panel)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(panel.Values.Span));
        foreach (DateTime time in panel.Times ?? []) hash.AppendData(BitConverter.GetBytes(time.Ticks));
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }
}
