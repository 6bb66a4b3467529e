using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>The steps of <see cref="PortfolioModel"/>, on variates that lie wherever there is room: on a processor's stack, in a GPU's memory.</summary>
/// <typeparam name="TReal">The width.</typeparam>
/// <typeparam name="TWords">Words of the same width.</typeparam>
/// <typeparam name="TWide">Slots of the same width.</typeparam>
internal static class PortfolioBody<TReal, TWords, TWide>
    where TReal : struct, ISingles<TReal, TWords>
    where TWords : struct, IWords<TWords>
    where TWide : struct, IWide<TWide, TWords>
{
    /// <summary>Draws independent standard normal variates, four at a time: a processor overlaps its draws, a GPU its threads.</summary>
    /// <param name="draws">The path's words.</param>
    /// <param name="block">Which of them come first.</param>
    /// <param name="assets">How many variates at least.</param>
    /// <param name="room">Address of the first variate.</param>
    /// <param name="stride">Bytes from one to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Normal(in Draws<TWide, TWords> draws, uint block, int assets, long room, long stride)
    {
        for (int i = 0; i < assets; i += 4)
        {
            draws.Four(block + ((uint)i >> 2), out TWords a, out TWords b, out TWords c, out TWords d);
            BoxMuller<TReal, TWords>.Polar(a, b, out TReal radius, out TReal cosine, out TReal sine);
            TReal.Store(radius * cosine, room);
            TReal.Store(radius * sine, room + stride);
            BoxMuller<TReal, TWords>.Polar(c, d, out radius, out cosine, out sine);
            TReal.Store(radius * cosine, room + (2 * stride));
            TReal.Store(radius * sine, room + (3 * stride));
            room += 4 * stride;
        }
    }

    /// <summary>Draws multivariate Student-t variates of unit variance, four at a time.</summary>
    /// <param name="draws">The path's words.</param>
    /// <param name="block">Which of them come first.</param>
    /// <param name="assets">How many variates at least.</param>
    /// <param name="degrees">ν.</param>
    /// <param name="room">Address of the first variate.</param>
    /// <param name="stride">Bytes from one to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Student(in Draws<TWide, TWords> draws, uint block, int assets, float degrees, long room, long stride)
    {
        TReal length = TReal.All(1), unitVariance = TReal.All(MathF.Sqrt(degrees - 2)); // length²: 1 + the sum of squares so far over ν
        for (int i = 0; i < assets; i += 4)
        {
            draws.Four(block + ((uint)i >> 2), out TWords a, out TWords b, out TWords c, out TWords d);
            StudentT<TReal, TWords>.Polar(a, b, TReal.All(1 / (degrees + i)), out TReal radius, out TReal cosine, out TReal sine);
            TReal scale = length * unitVariance;
            TReal.Store(scale * (radius * cosine), room);
            TReal.Store(scale * (radius * sine), room + stride);
            length = length * TReal.SquareRoot(TReal.FusedMultiplyAdd(radius, radius, 1));
            StudentT<TReal, TWords>.Polar(c, d, TReal.All(1 / (degrees + i + 2)), out radius, out cosine, out sine);
            scale = length * unitVariance;
            TReal.Store(scale * (radius * cosine), room + (2 * stride));
            TReal.Store(scale * (radius * sine), room + (3 * stride));
            length = length * TReal.SquareRoot(TReal.FusedMultiplyAdd(radius, radius, 1));
            room += 4 * stride;
        }
    }

    /// <summary>What the variates do to the portfolio.</summary>
    /// <param name="table">Address of the rows.</param>
    /// <param name="assets">How many.</param>
    /// <param name="room">Address of the first variate.</param>
    /// <param name="stride">Bytes from one to the next.</param>
    /// <param name="result">What it earned before.</param>
    /// <returns>What it has earned.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe TReal Earn(long table, int assets, long room, long stride, TReal result)
    {
        float* row = (float*)table;
        for (int i = 0; i < assets; i++)
        {
            TReal move = TReal.All(row[1]);
            long at = room;
            for (int j = 0; j <= i; j++)
            {
                move = TReal.FusedMultiplyAdd(TReal.Load(at), TReal.All(row[2 + j]), move);
                at += stride;
            }
            result = TReal.FusedMultiplyAdd(move, TReal.All(row[0]), result);
            row += i + 3;
        }
        return result;
    }
}
