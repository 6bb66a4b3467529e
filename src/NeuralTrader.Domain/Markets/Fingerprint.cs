using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NeuralTrader.Domain.Markets;

/// <summary>
/// 128 bits that stand for what market data holds: equal data have equal fingerprints, and other data other ones. What was
/// computed of data may be kept under their fingerprint and is never stale.
/// </summary>
/// <remarks>The first half of SHA-256, so that no file can be made to pass for another.</remarks>
public static class Fingerprint
{
    /// <summary>Of splits and dividends, in their order.</summary>
    public static UInt128 Of(IReadOnlyList<CorporateAction> actions)
    {
        using IncrementalHash hash = Start("actions");
        foreach (CorporateAction action in actions) Append(hash, [action.ExDate.Ticks, Bits(action.SplitRatio), Bits(action.CashDividend)]);
        return Finish(hash);
    }

    /// <summary>Of key, currency, provenance and every column of a series; not of its version, which counts writes and not what they wrote.</summary>
    internal static UInt128 Of(BarSeries bars)
    {
        using IncrementalHash hash = Start("bars");
        Append(hash, bars.Key.Symbol);
        Append(hash, [(long)bars.Key.Interval, (long)bars.Key.Basis, bars.Count, bars.Provenance.IsSynthetic ? 1 : 0]);
        Append(hash, bars.Currency);
        Append(hash, bars.Provenance.Source);
        Append(hash, bars.Provenance.Licence);
        Append(hash, bars.Ticks);
        Append(hash, bars.Open);
        Append(hash, bars.High);
        Append(hash, bars.Low);
        Append(hash, bars.Close);
        Append(hash, bars.Volume);
        return Finish(hash);
    }

    private static IncrementalHash Start(string kind)
    {
        IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, kind);
        return hash;
    }

    private static UInt128 Finish(IncrementalHash hash) => BinaryPrimitives.ReadUInt128BigEndian(hash.GetHashAndReset());

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);

    // Length first: "AB", "C" is not "A", "BC", and nothing is not the empty text.
    private static void Append(IncrementalHash hash, string? text)
    {
        Append(hash, [text?.Length ?? -1]);
        Append(hash, text.AsSpan());
    }

    private static void Append<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged => hash.AppendData(MemoryMarshal.AsBytes(values));

    private static void Append(IncrementalHash hash, ReadOnlySpan<long> values) => Append<long>(hash, values);
}
