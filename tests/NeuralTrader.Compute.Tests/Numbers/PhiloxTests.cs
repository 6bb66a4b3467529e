using System.Runtime.InteropServices;
using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Tests.Numbers;

public sealed class PhiloxTests
{
    // The lines "philox4x32 10" of kat_vectors in the Random123 distribution, D. E. Shaw Research: counter, key, answer.
    public static TheoryData<uint[]> KnownAnswers =>
    [
        (uint[])[0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
        (uint[])[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
        (uint[])[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ];

    [Theory, MemberData(nameof(KnownAnswers))]
    public void Every_width_gives_the_known_answers(uint[] vector)
    {
        Check<Wide1, Words1>(vector);
        Check<Wide4, Words4>(vector);
        Check<Wide8, Words8>(vector);
        Check<Wide16, Words16>(vector);
    }

    [Theory, MemberData(nameof(KnownAnswers))]
    public void The_draws_of_a_path_are_those_of_its_counter(uint[] vector)
    {
        CheckDraws<Wide1, Words1>(vector);
        CheckDraws<Wide4, Words4>(vector);
        CheckDraws<Wide8, Words8>(vector);
        CheckDraws<Wide16, Words16>(vector);
    }

    private static void Check<TWide, TWords>(uint[] v)
        where TWide : struct, IWide<TWide, TWords>
        where TWords : struct, IWords<TWords>
    {
        TWide a = TWide.All(v[0]), b = TWide.All(v[1]), c = TWide.All(v[2]), d = TWide.All(v[3]);
        Philox<TWide, TWords>.Draw(a, b, c, d, v[4], v[5], out TWords first, out TWords second, out TWords third, out TWords fourth);
        Assert.All(Lanes(first), word => Assert.Equal(v[6], word));
        Assert.All(Lanes(second), word => Assert.Equal(v[7], word));
        Assert.All(Lanes(third), word => Assert.Equal(v[8], word));
        Assert.All(Lanes(fourth), word => Assert.Equal(v[9], word));
    }

    private static void CheckDraws<TWide, TWords>(uint[] v)
        where TWide : struct, IWide<TWide, TWords>
        where TWords : struct, IWords<TWords>
    {
        var draws = new Draws<TWide, TWords>(v[0], new DrawKey(v[4], v[5], v[1], v[3]));
        draws.Four(v[2], out TWords a, out TWords b, out TWords c, out TWords d);
        Assert.Equal(v[6..10], (uint[])[Lanes(a)[0], Lanes(b)[0], Lanes(c)[0], Lanes(d)[0]]);
        new Draws<Wide1, Words1>(v[0] + (uint)Lanes(a).Length - 1, new DrawKey(v[4], v[5], v[1], v[3]))
            .Four(v[2], out Words1 last, out _, out _, out _);
        Assert.Equal(last.Lane, Lanes(a)[^1]); // lanes are neighbouring paths
    }

    private static uint[] Lanes<TWords>(TWords words)
        where TWords : struct => MemoryMarshal.Cast<TWords, uint>([words]).ToArray();
}
