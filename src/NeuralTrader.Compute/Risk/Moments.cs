using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// Sums over a series in an order that no width changes: value t goes to partial sum t mod 16, and the sixteen are added as a tree.
/// </summary>
internal static class Moments<TReal, TMask>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private const int Partials = 16;

    /// <summary>Σ xₜ.</summary>
    public static double Sum(ReadOnlySpan<double> x)
    {
        Span<double> partial = stackalloc double[Partials];
        ref double first = ref MemoryMarshal.GetReference(x);
        int whole = x.Length - (x.Length % Partials);
        for (int start = 0; start < Partials; start += TReal.Width)
        {
            TReal sum = TReal.All(0);
            for (int t = start; t < whole; t += Partials) sum += Place.Load<TReal, double>(ref first, t);
            Place.Store(sum, ref partial[0], start);
        }
        for (int t = whole; t < x.Length; t++) partial[t - whole] += x[t];
        return Tree(partial);
    }

    /// <summary>Σ (xₜ − m)².</summary>
    public static double SquaresAbout(ReadOnlySpan<double> x, double mean)
    {
        Span<double> partial = stackalloc double[Partials];
        ref double first = ref MemoryMarshal.GetReference(x);
        int whole = x.Length - (x.Length % Partials);
        TReal centre = TReal.All(mean);
        for (int start = 0; start < Partials; start += TReal.Width)
        {
            TReal sum = TReal.All(0);
            for (int t = start; t < whole; t += Partials)
            {
                TReal d = Place.Load<TReal, double>(ref first, t) - centre;
                sum = TReal.FusedMultiplyAdd(d, d, sum);
            }
            Place.Store(sum, ref partial[0], start);
        }
        for (int t = whole; t < x.Length; t++) partial[t - whole] = Math.FusedMultiplyAdd(x[t] - mean, x[t] - mean, partial[t - whole]);
        return Tree(partial);
    }

    /// <summary>Σ (xₜ − m)·yₜ.</summary>
    /// <param name="x">Shape [n].</param>
    /// <param name="mean">m.</param>
    /// <param name="y">Shape [n].</param>
    public static double Product(ReadOnlySpan<double> x, double mean, ReadOnlySpan<double> y)
    {
        Span<double> partial = stackalloc double[Partials];
        ref double first = ref MemoryMarshal.GetReference(x), second = ref MemoryMarshal.GetReference(y);
        int whole = x.Length - (x.Length % Partials);
        TReal centre = TReal.All(mean);
        for (int start = 0; start < Partials; start += TReal.Width)
        {
            TReal sum = TReal.All(0);
            for (int t = start; t < whole; t += Partials)
                sum = TReal.FusedMultiplyAdd(Place.Load<TReal, double>(ref first, t) - centre, Place.Load<TReal, double>(ref second, t), sum);
            Place.Store(sum, ref partial[0], start);
        }
        for (int t = whole; t < x.Length; t++) partial[t - whole] = Math.FusedMultiplyAdd(x[t] - mean, y[t], partial[t - whole]);
        return Tree(partial);
    }

    private static double Tree(Span<double> partial)
    {
        for (int half = Partials / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++) partial[i] += partial[i + half];
        return partial[0];
    }
}
