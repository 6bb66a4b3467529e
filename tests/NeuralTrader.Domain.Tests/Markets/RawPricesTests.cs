using System.Text;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Markets;

public sealed class RawPricesTests
{
    [Theory] // closes and the next open; within 3 % of a usual split
    [InlineData(1135.1, 573.39, "1/2"), InlineData(700, 100, "1/7"), InlineData(100, 102.5 / 3, "1/3"), InlineData(10, 50, "5"), InlineData(90, 60, "2/3")]
    [InlineData(100, 55, null), InlineData(100, 75, null), InlineData(100, 120, null), InlineData(100, 45, null)]
    public void An_open_near_a_splits_fraction_is_found(double before, double open, string? ratio)
    {
        BarSeries bars = BarSeries.FromBars(
            new SeriesKey("A", BarInterval.Day, PriceBasis.Raw), "USD", new Provenance("test", true),
            [new Bar(new DateTime(2014, 4, 2, 0, 0, 0, DateTimeKind.Utc), before, before, before, before, 1),
                new Bar(new DateTime(2014, 4, 3, 0, 0, 0, DateTimeKind.Utc), open, open, open, open, 1)]);
        Assert.Equal(ratio is null ? [] : [(1, ratio)], RawPrices.Splits(bars));
    }

    [Fact]
    public void An_open_that_the_day_takes_back_is_no_split()
    {
        BarSeries bars = BarSeries.FromBars(
            new SeriesKey("A", BarInterval.Day, PriceBasis.Raw), "USD", new Provenance("test", true),
            [new Bar(new DateTime(2014, 4, 2, 0, 0, 0, DateTimeKind.Utc), 100, 100, 100, 100, 1),
                new Bar(new DateTime(2014, 4, 3, 0, 0, 0, DateTimeKind.Utc), 50, 95, 50, 95, 1)]);
        Assert.Empty(RawPrices.Splits(bars));
    }

    [Fact]
    public void An_import_warns_of_a_split_that_is_not_booked()
    {
        byte[] file = Encoding.ASCII.GetBytes("date,open,high,low,close\n2014-04-02,1135,1135,1135,1135\n2014-04-03,573,573,569,569.74\n2014-04-04,575,575,543,543\n");
        ImportOptions options = new("GRAW", "USD") { Interval = BarInterval.Day, Basis = PriceBasis.Raw };
        ImportReport report = BarCsv.Read(file, "graw.csv", options).Report;
        ImportIssue found = Assert.Single(report.Issues);
        Assert.Equal((3L, "open", "573", IssueSeverity.Warning, 1L, 3L), (found.Line, found.Field, found.Value, found.Severity, report.Warnings, report.Accepted));
        Assert.Contains("near 1/2 of the close before", found.Problem, StringComparison.Ordinal);
        CorporateAction split = new(new DateTime(2014, 4, 3, 0, 0, 0, DateTimeKind.Utc), 2, 0);
        Assert.Empty(BarCsv.Read(file, "graw.csv", options with { Booked = [split] }).Report.Issues);
        Assert.Single(BarCsv.Read(file, "graw.csv", options with { Booked = [split], Basis = PriceBasis.SplitAdjusted }).Report.Issues);
    }
}
