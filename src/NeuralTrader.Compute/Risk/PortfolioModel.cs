using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// One joint move of up to 64 correlated assets and what it does to a portfolio: independent variates times a Cholesky factor give every asset's
/// own return, and the weights are applied to those.
/// </summary>
/// <remarks>
/// Student-t variates are multivariate: all assets share one mixing variable, which gives them tail dependence. They come pair by pair: given what
/// was drawn, the next pair is a scaled bivariate t of two more degrees of freedom, and Bailey's polar method gives that in closed form, for any ν.
/// </remarks>
/// <param name="Table">Address of rows, one an asset: weight, mean, and the row of the Cholesky factor up to its diagonal; single precision.</param>
/// <param name="Assets">How many, 1 to 64.</param>
/// <param name="Degrees">ν, above 2; 0 for normal variates.</param>
internal readonly record struct PortfolioModel(nint Table, int Assets, float Degrees) : IPathModel
{
    /// <summary>The most assets.</summary>
    public const int MostAssets = 64;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public unsafe TReal Walk<TReal, TWords, TWide, TWatch>(uint path, DrawKey key, int steps, ref TWatch watch)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
        where TWide : struct, IWide<TWide, TWords>
        where TWatch : struct, IWatch<TReal>
    {
        Unsafe.SkipInit(out Shocks<TReal> shocks);
        ref TReal shock = ref shocks.Start;
        var draws = new Draws<TWide, TWords>(path, key);
        TReal result = TReal.All(0);
        for (int step = 0; step < steps; step++)
        {
            uint block = (uint)(step * ((Assets + 3) >> 2));
            if (Degrees > 0)
            {
                Student<TReal, TWords, TWide>(draws, block, ref shock);
            }
            else
            {
                Normal<TReal, TWords, TWide>(draws, block, ref shock);
            }
            float* row = (float*)Table;
            for (int i = 0; i < Assets; i++)
            {
                TReal move = TReal.All(row[1]);
                for (int j = 0; j <= i; j++) move = TReal.FusedMultiplyAdd(Unsafe.Add(ref shock, j), TReal.All(row[2 + j]), move);
                result = TReal.FusedMultiplyAdd(move, TReal.All(row[0]), result);
                row += i + 3;
            }
            if (TWatch.Watches) watch.See(step + 1, result);
        }
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Normal<TReal, TWords, TWide>(in Draws<TWide, TWords> draws, uint block, ref TReal shock)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
        where TWide : struct, IWide<TWide, TWords>
    {
        Words<TWords, TWide>(draws, block, out TWords a, out TWords b, out TWords c, out TWords d);
        int i = 0;
        for (; i < Assets - 4; i += 4) // each block of normals while the next block's words are drawn
        {
            NormalDraws<TReal, TWords, TWide>.Next(
                draws, block + ((uint)i >> 2) + 1, ref a, ref b, ref c, ref d,
                out TReal radius, out TReal cosine, out TReal sine, out _, out TReal nextRadius, out TReal nextCosine, out TReal nextSine, out _);
            Unsafe.Add(ref shock, i) = radius * cosine;
            Unsafe.Add(ref shock, i + 1) = radius * sine;
            Unsafe.Add(ref shock, i + 2) = nextRadius * nextCosine;
            Unsafe.Add(ref shock, i + 3) = nextRadius * nextSine;
        }
        Last<TReal, TWords>(a, b, Assets - i > 2, c, d, ref Unsafe.Add(ref shock, i));
    }

    // In methods of their own: the compiler inlines so much into one and no more.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Words<TWords, TWide>(in Draws<TWide, TWords> draws, uint block, out TWords a, out TWords b, out TWords c, out TWords d)
        where TWords : struct, IWords<TWords>
        where TWide : struct, IWide<TWide, TWords> => draws.Four(block, out a, out b, out c, out d);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Last<TReal, TWords>(TWords a, TWords b, bool isMore, TWords c, TWords d, ref TReal shock)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
    {
        BoxMuller<TReal, TWords>.Polar(a, b, out TReal radius, out TReal cosine, out TReal sine);
        shock = radius * cosine;
        Unsafe.Add(ref shock, 1) = radius * sine;
        if (!isMore) return;
        BoxMuller<TReal, TWords>.Polar(c, d, out radius, out cosine, out sine);
        Unsafe.Add(ref shock, 2) = radius * cosine;
        Unsafe.Add(ref shock, 3) = radius * sine;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Student<TReal, TWords, TWide>(in Draws<TWide, TWords> draws, uint block, ref TReal shock)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
        where TWide : struct, IWide<TWide, TWords>
    {
        TReal length = TReal.All(1), unitVariance = TReal.All(MathF.Sqrt(Degrees - 2)); // length²: 1 + the sum of squares so far over ν
        for (int i = 0; i < Assets; i += 4)
        {
            draws.Four(block + ((uint)i >> 2), out TWords a, out TWords b, out TWords c, out TWords d);
            StudentT<TReal, TWords>.Polar(a, b, TReal.All(1 / (Degrees + i)), out TReal radius, out TReal cosine, out TReal sine);
            TReal scale = length * unitVariance;
            Unsafe.Add(ref shock, i) = scale * (radius * cosine);
            Unsafe.Add(ref shock, i + 1) = scale * (radius * sine);
            length = length * TReal.SquareRoot(TReal.FusedMultiplyAdd(radius, radius, 1));
            StudentT<TReal, TWords>.Polar(c, d, TReal.All(1 / (Degrees + i + 2)), out radius, out cosine, out sine);
            scale = length * unitVariance;
            Unsafe.Add(ref shock, i + 2) = scale * (radius * cosine);
            Unsafe.Add(ref shock, i + 3) = scale * (radius * sine);
            length = length * TReal.SquareRoot(TReal.FusedMultiplyAdd(radius, radius, 1));
        }
    }

    [InlineArray(MostAssets)]
    private struct Shocks<TReal>
    {
        private TReal first;

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public ref TReal Start => ref first;
    }
}
