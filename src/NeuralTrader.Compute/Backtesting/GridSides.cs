namespace NeuralTrader.Compute.Backtesting;

/// <summary>Which side each lane is on, one bit per lane: the strategies that are all long, all short or out think in these.</summary>
internal struct GridSides
{
    private uint longs, shorts, mayShort;

    public static GridSides Start(bool allowShort) => new() { mayShort = allowShort ? uint.MaxValue : 0 };

    /// <summary>False where nobody asks for shorts.</summary>
    public readonly bool MayShort => mayShort != 0;

    /// <summary>Hears the sides wanted now.</summary>
    /// <param name="wantLong">Lanes that want to be long.</param>
    /// <param name="wantShort">Lanes that want to be short: none of those.</param>
    /// <returns>The lanes that change.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Turn(uint wantLong, uint wantShort)
    {
        wantShort &= mayShort;
        uint turned = (wantLong ^ longs) | (wantShort ^ shorts);
        (longs, shorts) = (wantLong, wantShort);
        return turned;
    }

    /// <summary>1 where long, −1 where short, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TReal Targets<TReal, TMask>()
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask> =>
        TReal.Choose(TMask.OfBits(longs), TReal.All(1), TReal.Choose(TMask.OfBits(shorts), TReal.All(-1), TReal.All(0)));
}
