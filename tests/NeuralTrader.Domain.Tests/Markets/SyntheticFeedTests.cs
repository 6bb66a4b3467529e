using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Markets;

public sealed class SyntheticFeedTests
{
    private static readonly DateTime Start = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc); // a Saturday

    [Fact]
    public void Made_up_bars_say_so() => Assert.True(SyntheticFeed.Bars(1, "test", Start, 1, BarInterval.Day).Provenance.IsSynthetic);

    [Fact]
    public void A_longer_run_begins_with_the_shorter_one() =>
        Assert.Equal(SyntheticFeed.Bars(7, "TEST", Start, 50, BarInterval.Day), SyntheticFeed.Bars(7, "TEST", Start, 500, BarInterval.Day).Take(50));

    [Fact]
    public void Another_seed_or_symbol_is_another_path()
    {
        double[] closes = [.. new[] { (1UL, "A"), (2UL, "A"), (1UL, "B") }.Select(c => SyntheticFeed.Bars(c.Item1, c.Item2, Start, 10, BarInterval.Day).Close[9])];
        Assert.Equal(3, closes.Distinct().Count());
    }

    [Fact]
    public void Another_program_makes_the_same_bits() => // the formulas written again in Python gave this close
        Assert.Equal(4637210204012217662, BitConverter.DoubleToInt64Bits(SyntheticFeed.Bars(42, "TEST", Start, 1000, BarInterval.Day).Close[999]));

    [Fact]
    public void Bars_are_sound_and_skip_weekends()
    {
        BarSeries bars = SyntheticFeed.Bars(3, "TEST", Start, 2000, BarInterval.Day);
        Assert.All(bars, bar =>
        {
            Assert.True(BarCheck.IsSound(bar));
            Assert.True(bar.High >= Math.Max(bar.Open, bar.Close) && bar.Low <= Math.Min(bar.Open, bar.Close));
            Assert.False(bar.Time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        });
    }

    [Theory, InlineData(BarInterval.Minute), InlineData(BarInterval.Hour), InlineData(BarInterval.Day), InlineData(BarInterval.Week), InlineData(BarInterval.Month)]
    public void Bars_that_run_past_the_calendar_are_refused_and_those_before_it_are_made(BarInterval interval)
    {
        DateTime late = new(9999, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => SyntheticFeed.Bars(1, "A", late, 100_000, interval));
        Assert.Equal(("start", "9999-11-01T00:00:00Z"), (refusal.Field, refusal.Value));
        Assert.Equal(late, Assert.Single(SyntheticFeed.Bars(1, "A", late, 1, interval)).Time);
    }

    [Theory, InlineData("Apple Inc. – Größe", true), InlineData("a\nb", false), InlineData("a\u202Eb", false), InlineData("a\u2066b", false), InlineData("12345678901234567890+", false)]
    public void A_line_of_text_cannot_break_or_turn_around(string text, bool isTaken)
    {
        if (isTaken) Assert.Equal(text, Require.Line(text, 20));
        else Assert.Equal("text", Assert.Throws<InvalidInputException>(() => Require.Line(text, 20)).Field);
    }

    [Fact]
    public void Returns_have_the_drift_and_volatility_asked_for()
    {
        BarSeries bars = SyntheticFeed.Bars(11, "TEST", Start, 100_000, BarInterval.Day, new SyntheticMarket(AnnualDrift: 0.02, AnnualVolatility: 0.2));
        double[] logs = [.. Enumerable.Range(0, bars.Count).Select(i => Math.Log(bars.Close[i] / bars.Open[i]))];
        double mean = logs.Average(), deviation = Math.Sqrt(logs.Sum(x => (x - mean) * (x - mean)) / logs.Length);
        Assert.InRange(deviation * Math.Sqrt(252), 0.198, 0.202); // standard error 0.2 / √(2 n) = 0.0004
        Assert.InRange(mean * 252, -0.04, 0.04); // 0.02 − 0.2²/2 = 0, standard error 0.01
    }

    [Fact]
    public void Portable_logarithm_and_exponential_agree_with_the_librarys()
    {
        for (double x = -30; x < 30; x += 0.0137)
        {
            Assert.Equal(1, Portable.Exp(x) / Math.Exp(x), 1e-15);
            Assert.Equal(Math.Log(Math.Exp(x)), Portable.Log(Math.Exp(x)), 1e-15 * Math.Max(1, Math.Abs(x)));
        }
    }
}
