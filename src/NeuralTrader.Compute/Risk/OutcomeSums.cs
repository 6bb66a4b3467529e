using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// Power sums of the outcomes of one block of paths, about a given centre. The order of every addition is fixed: eight lanes by the path's number,
/// then a tree; and blocks are added in the order of their numbers. So threads change nothing.
/// </summary>
internal struct OutcomeSums
{
    private Vector512<double> first, second, third, fourth;
    private Vector256<float> lowest, highest;
    private int lost;

    /// <summary>Sums that were added up elsewhere, in the order that is fixed here.</summary>
    /// <param name="lanes">What each of the eight lanes came to.</param>
    /// <param name="count">How many outcomes.</param>
    public OutcomeSums(ReadOnlySpan<OutcomeChain> lanes, int count)
    {
        Count = count;
        for (int lane = 0; lane < 8; lane++)
        {
            OutcomeChain chain = lanes[lane];
            first = first.WithElement(lane, chain.First);
            second = second.WithElement(lane, chain.Second);
            third = third.WithElement(lane, chain.Third);
            fourth = fourth.WithElement(lane, chain.Fourth);
            lost += chain.Lost;
            lowest = lowest.WithElement(lane, chain.Lowest);
            highest = highest.WithElement(lane, chain.Highest);
        }
    }

    /// <summary>How many outcomes.</summary>
    public int Count { get; private set; }

    /// <summary>The lowest outcome, as it was given.</summary>
    public readonly float Lowest => Least(lowest);

    /// <summary>The highest outcome, as it was given.</summary>
    public readonly float Highest => -Least(-highest);

    /// <summary>How many outcomes are losses.</summary>
    public readonly int Lost => lost;

    /// <summary>Adds outcomes.</summary>
    /// <param name="outcomes">Log-returns or returns; the number of them before these must divide by eight.</param>
    /// <param name="logarithmic">True for log-returns, whose return is eˣ − 1.</param>
    /// <param name="centre">What is taken from every return first.</param>
    public void Add(ReadOnlySpan<float> outcomes, bool logarithmic, double centre)
    {
        if (Count == 0) lowest = highest = Vector256.Create(outcomes[0]);
        Count += outcomes.Length;
        Span<float> last = stackalloc float[8];
        for (int i = 0; i < outcomes.Length; i += 8)
        {
            Vector256<float> x;
            var present = Vector512<double>.AllBitsSet;
            if (outcomes.Length - i < 8)
            {
                last.Fill(outcomes[i]); // what fills up is neither a new extreme nor, masked, in the sums
                outcomes[i..].CopyTo(last);
                present = Vector512.LessThan(Vector512<double>.Indices, Vector512.Create((double)(outcomes.Length - i)));
                x = Vector256.Create<float>(last);
            }
            else
            {
                x = Vector256.Create(outcomes[i..]);
            }
            lowest = Vector256.ConditionalSelect(Vector256.LessThan(x, lowest), x, lowest);
            highest = Vector256.ConditionalSelect(Vector256.GreaterThan(x, highest), x, highest);
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(x);
            Vector512<double> value = Vector512.Create(low, high);
            lost += System.Numerics.BitOperations.PopCount(Vector512.ExtractMostSignificantBits(
                Vector512.LessThan(value, Vector512<double>.Zero) & present));
            if (logarithmic) value = Exponent.MinusOne(value);
            value = (value - Vector512.Create(centre)) & present;
            Vector512<double> square = value * value;
            first += value;
            second += square;
            third += square * value;
            fourth += square * square;
        }
    }

    /// <summary>The sums of the powers 1 to 4.</summary>
    /// <returns>Each in a fixed order.</returns>
    public readonly (double First, double Second, double Third, double Fourth) Totals() => (Tree(first), Tree(second), Tree(third), Tree(fourth));

    private static double Tree(Vector512<double> v)
    {
        Vector256<double> four = v.GetLower() + v.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    private static float Least(Vector256<float> v)
    {
        Vector128<float> four = Vector128.Min(v.GetLower(), v.GetUpper());
        return Math.Min(Math.Min(four[0], four[1]), Math.Min(four[2], four[3]));
    }
}

/// <summary>What one of the eight lanes of a block's sums came to: the outcomes of every eighth path, added in turn.</summary>
/// <param name="First">Sum of what is left of the returns without their centre.</param>
/// <param name="Second">Of its squares.</param>
/// <param name="Third">Of its cubes.</param>
/// <param name="Fourth">Of its fourth powers.</param>
/// <param name="Lowest">The lowest outcome, as it was given.</param>
/// <param name="Highest">The highest.</param>
/// <param name="Lost">How many are losses.</param>
internal readonly record struct OutcomeChain(double First, double Second, double Third, double Fourth, float Lowest, float Highest, int Lost);
