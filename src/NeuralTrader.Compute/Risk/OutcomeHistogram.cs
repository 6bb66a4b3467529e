using System.Collections.Concurrent;
using System.Numerics;
using ILGPU;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// Counts of outcomes in fixed classes: sums of integers, so that neither order nor threads change it, and of a size that does not grow with the
/// number of paths. An outcome z (in units of a scale, from a centre) falls in class 8,192 · 2ᵏ-ths of 1 + |z| by its leading 13 binary digits.
/// </summary>
/// <remarks>
/// A class is 1.2e-4 scales wide within one scale of the centre, twice that to three scales, and never wider than 1.3e-4 of its distance plus one.
/// The standard error of a quantile of 1e8 normal outcomes is 1.3e-4 scales at the median and 2.1e-4 at 5 %; within a class the outcomes are
/// spread evenly, which leaves an error of a hundredth of a class there. The first 2⁻²³ of 1 + |z| are lost, which no class can tell.
/// </remarks>
internal sealed class OutcomeHistogram
{
    private const int Digits = 13, Octaves = 24, Half = Octaves << Digits, One = 0x3F800000;

    /// <summary>How many classes there are.</summary>
    public const int Length = 2 * Half;

    private static readonly ConcurrentBag<OutcomeHistogram> Spare = [];

    private readonly int[] counts = new int[Length];

    /// <summary>An empty one, perhaps used before.</summary>
    public static OutcomeHistogram Rent()
    {
        if (!Spare.TryTake(out OutcomeHistogram? histogram)) return new();
        Array.Clear(histogram.counts);
        return histogram;
    }

    /// <summary>Gives one back.</summary>
    public static void Return(OutcomeHistogram histogram) => Spare.Add(histogram);

    /// <summary>The counts of some neighbouring classes, to be written.</summary>
    /// <param name="from">First class.</param>
    /// <param name="count">How many.</param>
    public Span<int> Counts(int from, int count) => counts.AsSpan(from, count);

    /// <summary>Counts outcomes.</summary>
    /// <param name="outcomes">Any finite numbers.</param>
    /// <param name="centre">Where z is zero.</param>
    /// <param name="perScale">1 / scale.</param>
    public void Add(ReadOnlySpan<float> outcomes, float centre, float perScale)
    {
        const int width = 16;
        Span<int> classes = stackalloc int[width];
        ref int zero = ref MemoryMarshal.GetArrayDataReference(counts);
        Vector512<float> middle = Vector512.Create(centre), scale = Vector512.Create(perScale);
        int i = 0;
        for (; i <= outcomes.Length - width; i += width)
        {
            ClassesOf((Vector512.Create(outcomes[i..]) - middle) * scale).CopyTo(classes);
            for (int k = 0; k < width; k += 4) // unrolled: a count waits for nothing but its class
            {
                Unsafe.Add(ref zero, classes[k])++;
                Unsafe.Add(ref zero, classes[k + 1])++;
                Unsafe.Add(ref zero, classes[k + 2])++;
                Unsafe.Add(ref zero, classes[k + 3])++;
            }
        }
        for (; i < outcomes.Length; i++) Unsafe.Add(ref zero, ClassesOf(Vector512.Create((outcomes[i] - centre) * perScale))[0])++;
    }

    /// <summary>Adds another's counts.</summary>
    /// <param name="other">Of the same centre and scale.</param>
    public void Add(OutcomeHistogram other)
    {
        Span<int> mine = counts;
        ReadOnlySpan<int> theirs = other.counts;
        int width = Vector<int>.Count;
        for (int i = 0; i <= mine.Length - width; i += width) (new Vector<int>(mine[i..]) + new Vector<int>(theirs[i..])).CopyTo(mine[i..]);
    }

    /// <summary>The classes that hold something, from the lowest outcome.</summary>
    /// <returns>Lower and upper border in scales from the centre, and how many outcomes.</returns>
    public List<(double Lower, double Upper, int Count)> Classes()
    {
        List<(double Lower, double Upper, int Count)> found = [];
        int width = Vector<int>.Count;
        for (int first = 0; first < counts.Length; first += width)
        {
            if (Vector.EqualsAll(new Vector<int>(counts, first), Vector<int>.Zero)) continue;
            for (int i = first; i < first + width; i++)
            {
                if (counts[i] == 0) continue;
                int index = i < Half ? Half - 1 - i : i - Half;
                double inner = Border(index), outer = Border(index + 1);
                found.Add(i < Half ? (-outer, -inner, counts[i]) : (inner, outer, counts[i]));
            }
        }
        return found;
    }

    /// <summary>The class of one outcome, as a GPU finds it.</summary>
    /// <param name="z">The outcome in scales from the centre.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ClassOf(float z)
    {
        uint bits = Interop.FloatAsInt(z);
        float size = Interop.IntAsFloat(bits & 0x7FFFFFFF) + 1;
        int index = ((int)Interop.FloatAsInt(size) - One) >> (23 - Digits);
        if (index > Half - 1) index = Half - 1;
        return (int)bits < 0 ? Half - 1 - index : Half + index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> ClassesOf(Vector512<float> z)
    {
        Vector512<int> size = (Vector512.Abs(z) + Vector512<float>.One).AsInt32();
        Vector512<int> index = Vector512.Min((size - Vector512.Create(One)) >> (23 - Digits), Vector512.Create(Half - 1));
        return Vector512.Create(Half) + (index ^ (z.AsInt32() >> 31)); // below zero: Half − 1 − index
    }

    private static double Border(int index) => BitConverter.Int32BitsToSingle(One + (index << (23 - Digits))) - 1.0;
}
