using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// Stationary bootstrap of given log-returns: blocks of neighbours, of geometric length, put together at random and wrapped at the end, so that
/// fat tails and the short memory of volatility stay as they were. A mean length of 1 draws every return by itself.
/// </summary>
/// <remarks>Politis and Romano (1994), The stationary bootstrap, J. American Statistical Association 89(428).</remarks>
/// <param name="Table">Address of the log-returns, single precision; they must not move while paths are walked.</param>
/// <param name="Count">How many.</param>
/// <param name="Restart">Chance that a step begins a new block, times 2³².</param>
internal readonly record struct BootstrapModel(long Table, uint Count, uint Restart) : IPathModel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public TReal Walk<TReal, TWords, TWide, TWatch>(uint path, DrawKey key, int steps, ref TWatch watch)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
        where TWide : struct, IWide<TWide, TWords>
        where TWatch : struct, IWatch<TReal>
    {
        var draws = new Draws<TWide, TWords>(path, key);
        TReal sum = TReal.All(0);
        TWords index = TWords.All(0);
        for (int step = 1; step <= steps; step++)
        {
            draws.Four((uint)step, out TWords a, out TWords b, out _, out _);
            TWords.MultiplyWide(a, Count, out TWords fresh, out _);
            TWords next = index + TWords.All(1);
            next = TWords.Choose(TWords.Equal(next, TWords.All(Count)), TWords.All(0), next);
            // b < Restart, unsigned, by the borrow of b − Restart; the first step always begins a block
            TWords limit = TWords.All(Restart), difference = b - limit;
            TWords borrow = ((limit & difference) | ((limit ^ difference) & (b ^ TWords.All(uint.MaxValue)))) >> 31;
            index = step == 1 ? fresh : TWords.Choose(borrow, fresh, next);
            sum = sum + TReal.Gather(Table, index);
            if (TWatch.Watches) watch.See(step, sum);
        }
        return sum;
    }
}
