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
internal readonly record struct PortfolioModel(long Table, int Assets, float Degrees) : IPathModel
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
        long room = (long)Unsafe.AsPointer(ref shocks), stride = Unsafe.SizeOf<TReal>();
        var draws = new Draws<TWide, TWords>(path, key);
        TReal result = TReal.All(0);
        for (int step = 0; step < steps; step++)
        {
            uint block = (uint)(step * ((Assets + 3) >> 2));
            if (Degrees > 0) Student<TReal, TWords, TWide>(draws, block, room);
            else Normal<TReal, TWords, TWide>(draws, block, room);
            result = PortfolioBody<TReal, TWords, TWide>.Earn(Table, Assets, room, stride, result);
            if (TWatch.Watches) watch.See(step + 1, result);
        }
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Normal<TReal, TWords, TWide>(in Draws<TWide, TWords> draws, uint block, long room)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
        where TWide : struct, IWide<TWide, TWords>
    {
        int i = 0, size = Unsafe.SizeOf<TReal>();
        Words<TWords, TWide>(draws, block, out TWords a, out TWords b, out TWords c, out TWords d);
        for (; i < Assets - 4; i += 4) // each block of normals while the next block's words are drawn
        {
            NormalDraws<TReal, TWords, TWide>.Next(
                draws, block + ((uint)i >> 2) + 1, ref a, ref b, ref c, ref d,
                out TReal radius, out TReal cosine, out TReal sine, out _, out TReal nextRadius, out TReal nextCosine, out TReal nextSine, out _);
            TReal.Store(radius * cosine, room);
            TReal.Store(radius * sine, room + size);
            TReal.Store(nextRadius * nextCosine, room + (2 * size));
            TReal.Store(nextRadius * nextSine, room + (3 * size));
            room += 4 * size;
        }
        Last<TReal, TWords>(a, b, Assets - i > 2, c, d, room);
    }

    // In methods of their own: the compiler inlines so much into one and no more.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Words<TWords, TWide>(in Draws<TWide, TWords> draws, uint block, out TWords a, out TWords b, out TWords c, out TWords d)
        where TWords : struct, IWords<TWords>
        where TWide : struct, IWide<TWide, TWords> => draws.Four(block, out a, out b, out c, out d);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Last<TReal, TWords>(TWords a, TWords b, bool isMore, TWords c, TWords d, long room)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
    {
        int size = Unsafe.SizeOf<TReal>();
        BoxMuller<TReal, TWords>.Polar(a, b, out TReal radius, out TReal cosine, out TReal sine);
        TReal.Store(radius * cosine, room);
        TReal.Store(radius * sine, room + size);
        if (!isMore) return;
        BoxMuller<TReal, TWords>.Polar(c, d, out radius, out cosine, out sine);
        TReal.Store(radius * cosine, room + (2 * size));
        TReal.Store(radius * sine, room + (3 * size));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Student<TReal, TWords, TWide>(in Draws<TWide, TWords> draws, uint block, long room)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
        where TWide : struct, IWide<TWide, TWords> =>
        PortfolioBody<TReal, TWords, TWide>.Student(draws, block, Assets, Degrees, room, Unsafe.SizeOf<TReal>());

    [InlineArray(MostAssets)]
    private struct Shocks<TReal>
    {
        private TReal first;
    }
}

/// <summary>The same on a GPU, whose threads have no stack to speak of: a path's variates lie in memory beside those of its neighbours.</summary>
/// <param name="Table">Address of the rows on the device.</param>
/// <param name="Assets">How many, 1 to 64.</param>
/// <param name="Degrees">ν, above 2; 0 for normal variates.</param>
/// <param name="Room">Address of the variates, shape [assets up to a multiple of four, neighbours].</param>
/// <param name="Neighbours">How many paths are walked at the same time, at most.</param>
internal readonly record struct PortfolioTrack(long Table, int Assets, float Degrees, long Room, int Neighbours) : IPathModel
{
    /// <inheritdoc/>
    public TReal Walk<TReal, TWords, TWide, TWatch>(uint path, DrawKey key, int steps, ref TWatch watch)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
        where TWide : struct, IWide<TWide, TWords>
        where TWatch : struct, IWatch<TReal>
    {
        long room = Room + (path % (uint)Neighbours * sizeof(float)), stride = (long)Neighbours * sizeof(float);
        var draws = new Draws<TWide, TWords>(path, key);
        TReal result = TReal.All(0);
        for (int step = 0; step < steps; step++)
        {
            uint block = (uint)(step * ((Assets + 3) >> 2));
            if (Degrees > 0) PortfolioBody<TReal, TWords, TWide>.Student(draws, block, Assets, Degrees, room, stride);
            else PortfolioBody<TReal, TWords, TWide>.Normal(draws, block, Assets, room, stride);
            result = PortfolioBody<TReal, TWords, TWide>.Earn(Table, Assets, room, stride, result);
            if (TWatch.Watches) watch.See(step + 1, result);
        }
        return result;
    }
}
