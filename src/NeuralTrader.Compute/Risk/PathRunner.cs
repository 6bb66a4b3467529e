using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>Walks ranges of paths with the widest lanes of this machine. Every width gives the same bits.</summary>
internal abstract unsafe class PathRunner
{
    /// <summary>Room that a caller leaves behind the last path of a range, because whole groups are written.</summary>
    public const int Overhang = 16;

    /// <summary>The widest lanes that the processor has.</summary>
    public static int WidestLanes =>
        Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;

    /// <summary>What the model reads beside its parameters, kept where it is; null for nothing.</summary>
    public PathTable? Table { get; set; }

    /// <summary>Walks paths to their end.</summary>
    /// <param name="first">Number of the first path.</param>
    /// <param name="count">How many.</param>
    /// <param name="ends">Out, [count + Overhang]: ln(S / S₀).</param>
    public abstract void Ends(uint first, int count, float* ends);

    /// <summary>Walks paths and keeps something of the way.</summary>
    /// <param name="first">Number of the first path.</param>
    /// <param name="count">How many.</param>
    /// <param name="record">Out, [chosen steps, stride]: ln(S / S₀) at the chosen steps.</param>
    /// <param name="stride">At least count + Overhang.</param>
    /// <param name="slots">For every step, which of the chosen ones it is, or −1.</param>
    /// <param name="falls">Out, [count + Overhang]: the deepest fall of the log-price from a peak.</param>
    public abstract void Record(uint first, int count, float* record, int stride, int* slots, float* falls);

    /// <summary>Shows the law to somebody who walks it elsewhere.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="visitor">Who.</param>
    public virtual T? Show<T>(IPathModelVisitor<T> visitor) => default;

    /// <summary>A runner of these lanes.</summary>
    /// <typeparam name="TModel">The law of the price.</typeparam>
    /// <param name="model">Its parameters.</param>
    /// <param name="key">Seed and job.</param>
    /// <param name="steps">Steps of a path.</param>
    /// <param name="lanes">1, 4, 8 or 16.</param>
    /// <returns>The runner.</returns>
    public static PathRunner Of<TModel>(TModel model, DrawKey key, int steps, int lanes)
        where TModel : unmanaged, IPathModel => lanes switch
        {
            16 => new Width<TModel, Singles16, Words16, Wide16>(model, key, steps),
            8 => new Width<TModel, Singles8, Words8, Wide8>(model, key, steps),
            4 => new Width<TModel, Singles4, Words4, Wide4>(model, key, steps),
            _ => new Width<TModel, Singles1, Words1, Wide1>(model, key, steps),
        };

    private sealed class Width<TModel, TReal, TWords, TWide>(TModel model, DrawKey key, int steps) : PathRunner
        where TModel : unmanaged, IPathModel
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
        where TWide : struct, IWide<TWide, TWords>
    {
        public override T? Show<T>(IPathModelVisitor<T> visitor)
            where T : default => visitor.Visit(model, key, steps);

        public override void Ends(uint first, int count, float* ends)
        {
            var watch = default(Unwatched<TReal>);
            for (int i = 0; i < count; i += TReal.Width)
            {
                TReal end = Walk(model, first + (uint)i, key, steps, ref watch);
                Unsafe.WriteUnaligned(ends + i, end);
            }
        }

        public override void Record(uint first, int count, float* record, int stride, int* slots, float* falls)
        {
            for (int i = 0; i < count; i += TReal.Width)
            {
                var watch = new PathWatch<TReal, TWords>(record + i, stride, slots);
                _ = Walk(model, first + (uint)i, key, steps, ref watch);
                Unsafe.WriteUnaligned(falls + i, watch.Fall);
            }
        }

        // Not optimised, so that the body is compiled by itself: pulled in here, it would outgrow what the compiler spends on one method and be left
        // in pieces, thirty times slower. (The body cannot say so of itself: a GPU's compiler would make it a call.)
        [MethodImpl(MethodImplOptions.NoOptimization | MethodImplOptions.NoInlining)]
        private static TReal Walk<TWatch>(in TModel model, uint path, in DrawKey key, int steps, ref TWatch watch)
            where TWatch : struct, IWatch<TReal> => model.Walk<TReal, TWords, TWide, TWatch>(path, key, steps, ref watch);
    }
}

/// <summary>Numbers that a law reads, in memory that does not move.</summary>
internal sealed unsafe class PathTable
{
    private readonly float[] values;

    private PathTable(float[] values) => this.values = values;

    /// <summary>Where they are, as long as this lives.</summary>
    public long Address => (long)Unsafe.AsPointer(ref values[0]);

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>A table of some numbers.</summary>
    public static PathTable Of(ReadOnlySpan<float> numbers)
    {
        float[] pinned = GC.AllocateUninitializedArray<float>(numbers.Length, pinned: true);
        numbers.CopyTo(pinned);
        return new PathTable(pinned);
    }
}

/// <summary>Sees a law with its type.</summary>
/// <typeparam name="T">What comes of it.</typeparam>
internal interface IPathModelVisitor<out T>
{
    /// <summary>Sees the law and what its paths share.</summary>
    T Visit<TModel>(TModel model, DrawKey key, int steps)
        where TModel : unmanaged, IPathModel;
}
