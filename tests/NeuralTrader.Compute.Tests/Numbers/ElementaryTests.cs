using System.Runtime.Intrinsics;
using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Numbers;
using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Tests.Numbers;

/// <summary>The reference is the double-precision library of .NET, whose own error is nine digits further down.</summary>
public sealed class ElementaryTests
{
    private static IEnumerable<double> Places(int count) => Enumerable.Range(0, count).Select(i => (i + 0.5) / count);

    [Fact]
    public void The_logarithm_is_within_its_stated_error()
    {
        foreach (double u in Places(40_000).Concat(Places(1000).Select(u => Math.Pow(2, -30 * u))))
        {
            float x = (float)(u * 2147483648.0);
            double expected = -2 * Math.Log(x / 2147483648.0);
            if (expected <= 0) continue; // rounded up to one
            Assert.InRange(Math.Abs(Elementary<Singles1, Words1>.MinusTwoLog(new(x), 31).Lane / expected - 1), 0, 4e-7);
        }
        Assert.Equal(0, Elementary<Singles1, Words1>.MinusTwoLog(new(2147483648f), 31).Lane);
    }

    [Fact]
    public void Sine_and_cosine_are_within_their_stated_error()
    {
        foreach (double u in Places(40_000))
        {
            float t = (float)(u - 0.5);
            Elementary<Singles1, Words1>.CosineAndSine(new(t), out Singles1 cosine, out Singles1 sine);
            Assert.InRange(Math.Abs(cosine.Lane - Math.Cos(Math.PI / 2 * t)), 0, 1.2e-7);
            Assert.InRange(Math.Abs(sine.Lane - Math.Sin(Math.PI / 2 * t)), 0, 1.2e-7);
        }
    }

    [Fact]
    public void The_exponential_is_within_its_stated_error()
    {
        foreach (double u in Places(40_000))
        {
            float x = (float)(174 * (u - 0.5));
            Assert.InRange(Math.Abs(Elementary<Singles1, Words1>.Exponential(new(x)).Lane / Math.Exp(x) - 1), 0, 2e-7);
        }
    }

    [Theory, InlineData(0.0, 0), InlineData(1e-12, 1.0000000000005e-12), InlineData(-0.5, -0.3934693402873666), InlineData(3.25, 24.790339917193062)] // Python, math.expm1
    public void The_double_exponential_keeps_small_returns(double x, double expected) =>
        Assert.Equal(expected, Exponent.MinusOne(x), tolerance: 5e-16 * Math.Max(1, Math.Abs(expected)));

    [Fact]
    public void A_normal_pair_is_the_textbook_Box_Muller_of_its_words()
    {
        // u = odd 31-bit part / 2³¹, the angle a quarter of the circle mirrored and turned as the bits say; worked out in double precision.
        foreach ((uint first, uint second) in ((uint, uint)[])[(0x12345678, 0x9ABCDEF0), (0, 0), (uint.MaxValue, uint.MaxValue), (0x80000001, 0x007FFFFF)])
        {
            BoxMuller<Singles1, Words1>.Polar(new(first), new(second), out Singles1 radius, out Singles1 cosine, out Singles1 sine);
            double u = ((first & 0x7FFFFFFE) | 1) / 2147483648.0, quarter = Math.PI / 2 * (((second & 0x7FFFFF) / 8388608.0) - 0.5);
            double length = Math.Sqrt(-2 * Math.Log((float)u)) * (first >> 31 == 1 ? -1 : 1);
            double angle = second >> 31 == 1 ? (Math.PI / 2) - quarter : quarter;
            Assert.Equal(length * Math.Cos(angle), radius.Lane * cosine.Lane, tolerance: 2e-6);
            Assert.Equal(length * Math.Sin(angle), radius.Lane * sine.Lane, tolerance: 2e-6);
        }
    }

    [Fact]
    public void One_exponent_has_the_bits_of_eight()
    {
        double[] special = [0, -0.0, 1e-300, -1e-17, 0.3465735902799726, 0.35, -0.35, 1, -1, 20.5, -45, 699.9, 700, 1e9, -1e9];
        foreach (double x in special.Concat(Enumerable.Range(0, 5_000).Select(i => (i - 2_500) * 0.0137)))
            Assert.Equal(BitConverter.DoubleToInt64Bits(Exponent.MinusOne(Vector512.Create(x))[3]), BitConverter.DoubleToInt64Bits(Exponent.MinusOne(x)));
    }

    [Fact]
    public void One_outcome_falls_in_the_class_that_sixteen_fall_in()
    {
        OutcomeHistogram histogram = new();
        float[] outcomes = [0, -0f, 1e-9f, -1e-9f, 0.9999999f, 1, -1, 2.5f, -7.25f, 1e5f, -1e5f, 3e7f, -3e7f, 1e30f, -1e30f, 12.125f];
        histogram.Add(outcomes, 0, 1);
        histogram.Add(outcomes.AsSpan(0, 5), 0, 1);
        foreach (float outcome in outcomes) Assert.True(histogram.Counts(OutcomeHistogram.ClassOf(outcome), 1)[0] > 0);
        int counted = 0;
        foreach (int one in outcomes.Select(OutcomeHistogram.ClassOf).Distinct()) counted += histogram.Counts(one, 1)[0];
        Assert.Equal(outcomes.Length + 5, counted);
    }

    [Fact]
    public void A_pair_is_what_Box_and_Muller_make_of_its_words_and_its_sum_is_that_of_both()
    {
        var draws = new Draws<Wide1, Words1>(7, DrawKey.Of(2026, 3));
        draws.Four(0, out Words1 a, out Words1 b, out Words1 c, out Words1 d);
        for (uint block = 1; block < 20_000; block++)
        {
            BoxMuller<Singles1, Words1>.Polar(a, b, out Singles1 r1, out Singles1 c1, out Singles1 s1);
            BoxMuller<Singles1, Words1>.Polar(c, d, out Singles1 r2, out Singles1 c2, out Singles1 s2);
            NormalDraws<Singles1, Words1, Wide1>.Next(
                draws, block, ref a, ref b, ref c, ref d, out Singles1 radius, out Singles1 cosine, out Singles1 sine, out Singles1 both,
                out Singles1 nextRadius, out Singles1 nextCosine, out Singles1 nextSine, out Singles1 nextBoth);
            Assert.Equal((r1.Lane, c1.Lane, s1.Lane, r2.Lane, c2.Lane, s2.Lane),
                (radius.Lane, cosine.Lane, sine.Lane, nextRadius.Lane, nextCosine.Lane, nextSine.Lane));
            Assert.InRange(Math.Abs(both.Lane - (c1.Lane + (double)s1.Lane)), 0, 3.7e-7); // 1.7e-7 of its own and 1e-7 of each part
            Assert.InRange(Math.Abs(nextBoth.Lane - (c2.Lane + (double)s2.Lane)), 0, 3.7e-7);
        }
    }
}
