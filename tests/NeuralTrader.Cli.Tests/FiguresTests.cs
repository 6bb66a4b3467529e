using NeuralTrader.Cli.Output;

namespace NeuralTrader.Cli.Tests;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(-0.00001, "0.00 %", "0.00 %", "0.00"), InlineData(-0.001, "-0.10 %", "-0.10 %", "0.00"), InlineData(0.25, "25.00 %", "+25.00 %", "0.25")]
    [InlineData(double.NaN, "—", "—", "—"), InlineData(double.NegativeInfinity, "—", "—", "—"), InlineData(-0.0, "0.00 %", "0.00 %", "0.00")]
    public void What_rounds_to_nothing_has_no_sign(double value, string percent, string gain, string ratio) =>
        Assert.Equal((percent, gain, ratio), (Figures.Percent(value), Figures.Return(value), Figures.Ratio(value)));

    [Theory]
    [InlineData(0.1234, 0.004, "12.34 % ± 0.40 %"), InlineData(0.1234, 0.00002, "12.340 % ± 0.002 %"), InlineData(0.1234, 0, "12.34 % ± 0.00 %")]
    [InlineData(0.1234, double.NaN, "12.34 %"), InlineData(double.NaN, double.NaN, "—")]
    public void A_standard_error_has_the_decimals_that_show_it(double value, double error, string expected) =>
        Assert.Equal(expected, Figures.Within(value, error));

    [Theory, InlineData(0, "< 0.0001"), InlineData(0.00009, "< 0.0001"), InlineData(0.0001, "0.0001"), InlineData(1, "1.0000"), InlineData(double.NaN, "—")]
    public void A_very_small_probability_is_not_nothing(double p, string expected) => Assert.Equal(expected, Figures.Probability(p));

    [Theory, InlineData(0.0412345678, "0.04123"), InlineData(123456, "123,500"), InlineData(1e-9, "1e-9"), InlineData(0, "0")]
    public void Four_digits_are_enough(double value, string expected) => Assert.Equal(expected, Figures.Short(value));

    [Theory, InlineData(null, "—"), InlineData(0L, "0 B"), InlineData(15_872L, "15.5 KiB"), InlineData(3_145_728L, "3.0 MiB"),
        InlineData(2_147_483_648L, "2.0 GiB")]
    public void A_size_is_in_the_unit_that_suits_it(long? bytes, string expected) => Assert.Equal(expected, Figures.Bytes(bytes));

    [Fact]
    public void A_histogram_puts_bins_together_and_loses_no_count()
    {
        IReadOnlyList<(double From, double To, long Count, string Bar)> lines =
            Histogram.Of([.. Enumerable.Range(0, 41).Select(i => i / 10.0)], [.. Enumerable.Range(1, 40)], lines: 20, width: 10);
        Assert.Equal(20, lines.Count);
        Assert.Equal(820, lines.Sum(line => line.Count));
        Assert.Equal((0, 0.2, 3), (lines[0].From, lines[0].To, lines[0].Count));
        Assert.Equal(new string('█', 10), lines[^1].Bar);
        Assert.All(lines.Zip(lines.Skip(1)), pair => Assert.True(pair.First.Bar.Length <= pair.Second.Bar.Length));
    }
}
