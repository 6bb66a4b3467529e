using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Markets;

public sealed class BarCsvRoundTripTests
{
    [Theory, InlineData(BarInterval.Day), InlineData(BarInterval.Minute)]
    public void Reading_what_was_written_gives_the_same_bars_bit_for_bit(BarInterval interval)
    {
        Gen<double> price = Gen.Choose(1, int.MaxValue).SelectMany(a => Gen.Choose(-40, 40).Select(e => a * Math.Pow(1.7, e)));
        Gen<Bar> bar = price.Four().SelectMany(p => price.Select(volume =>
        {
            double[] rising = [.. new[] { p.Item1, p.Item2, p.Item3, p.Item4 }.Order()];
            return new Bar(default, rising[1], rising[3], rising[0], rising[2], volume);
        }));
        Prop.ForAll(bar.NonEmptyListOf().ToArbitrary(), bars =>
        {
            BarSeries series = BarSeries.FromBars(
                new SeriesKey("TEST", interval, PriceBasis.Raw), "USD", new Provenance("f.csv", false),
                [.. bars.Select((b, i) => b with { Time = interval == BarInterval.Day ? new DateTime(2020, 1, 1).AddDays(i) : new DateTime(2020, 1, 1, 0, 0, 0, 1).AddMinutes(i * 1.0000001) })]);
            using StringWriter text = new();
            BarCsv.Write(series, text);
            BarSeries back = BarCsv.Read(text.ToString(), "f.csv", new ImportOptions("TEST", "USD") { Interval = interval, Strict = true }).Series[0];
            return back.SequenceEqual(series);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Numbers_are_read_as_dotnet_reads_them()
    {
        Random random = new(7);
        for (int i = 0; i < 200_000; i++)
        {
            string text = (random.Next(3) switch
            {
                0 => Math.Round(random.NextDouble() * 10_000, random.Next(10)),
                1 => random.NextDouble() * Math.Pow(10, random.Next(-30, 30)),
                _ => (double)random.NextInt64(),
            }).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(CsvNumber.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out double value));
            Assert.Equal(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture), value);
        }
    }
}
