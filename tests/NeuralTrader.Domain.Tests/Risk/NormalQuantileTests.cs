using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Domain.Tests.Risk;

/// <summary>
/// Numbers: Newton's method on Φ(z) = ½ + φ(z)·(z + z³/3 + z⁵/(3·5) + …) in 420-digit decimals (Python), for the very doubles given, rounded to double.
/// SciPy 1.10's ndtri is within 3e-16 of each.
/// </summary>
public sealed class NormalQuantileTests
{
    [Theory]
    [InlineData(5e-324, -38.467405617144344)]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-100, -21.273453560965326)]
    [InlineData(1e-20, -9.262340089798407)]
    [InlineData(1.3887943864964021e-11, -6.657904643501103)] // between the two tails
    [InlineData(1e-10, -6.361340902404057)]
    [InlineData(1e-05, -4.264890793922825)]
    [InlineData(0.001, -3.0902323061678136)]
    [InlineData(0.01, -2.326347874040841)]
    [InlineData(0.05, -1.6448536269514726)]
    [InlineData(0.075, -1.439531470938456)] // between tail and middle
    [InlineData(0.1, -1.2815515655446004)]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.499, -0.002506630899571766)]
    [InlineData(0.5000000001, 2.506628482030354e-10)]
    [InlineData(0.8, 0.8416212335729144)]
    [InlineData(0.925, 1.4395314709384561)]
    [InlineData(0.975, 1.9599639845400538)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(0.9999999, 5.199337582290661)]
    public void The_quantile_is_within_its_stated_error(double probability, double expected) =>
        Assert.InRange(Math.Abs((NormalQuantile.Of(probability) / expected) - 1), 0, 5e-16);

    [Fact]
    public void It_has_no_end_and_is_defined_between_0_and_1_only()
    {
        Assert.Equal(0, NormalQuantile.Of(0.5));
        Assert.Equal(double.NegativeInfinity, NormalQuantile.Of(0));
        Assert.Equal(double.PositiveInfinity, NormalQuantile.Of(1));
        Assert.All((double[])[-0.1, 1.1, double.NaN, double.PositiveInfinity], p => Assert.True(double.IsNaN(NormalQuantile.Of(p))));
    }

    [Fact]
    public void It_rises_and_mirrors_at_one_half() => Prop.ForAll(
        Gen.Choose(1, (1 << 30) - 1).Select(k => k / (double)(1 << 30)).ToArbitrary(),
        p => NormalQuantile.Of(p) == -NormalQuantile.Of(1 - p) && NormalQuantile.Of(p) < NormalQuantile.Of(p + (1.0 / (1 << 30)))).QuickCheckThrowOnFailure();
}
