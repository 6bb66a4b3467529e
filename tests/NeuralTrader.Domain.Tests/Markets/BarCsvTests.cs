using System.Text;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Markets;

public sealed class BarCsvTests
{
    private static readonly ImportOptions Options = new("TEST", "USD");

    [Fact]
    public void A_Yahoo_file_holds_a_split_adjusted_and_a_total_return_series()
    {
        BarImport import = BarCsv.Read("Date,Open,High,Low,Close,Adj Close,Volume\r\n2020-01-02,10,12,9,11,5.5,100\r\n2020-01-03,11,11,10,10,5,200\r\n\r\n", "y.csv", Options);
        Assert.Equal("Yahoo", import.Report.Form);
        Assert.Equal([PriceBasis.SplitAdjusted, PriceBasis.TotalReturn], import.Series.Select(series => series.Key.Basis));
        Assert.Equal(new Bar(new DateTime(2020, 1, 2), 10, 12, 9, 11, 100), import.Series[0][0]);
        Assert.Equal(new Bar(new DateTime(2020, 1, 2), 5, 6, 4.5, 5.5, 100), import.Series[1][0]);
        Assert.Equal(0, import.Report.Errors + import.Report.Warnings);
    }

    [Theory]
    [InlineData("Date,Open,High,Low,Close,Volume\n2020-01-02,10,12,9,11,100", "plain")]
    [InlineData("\uFEFFdate;open;high;low;close;volume\n20200102;10;12;9;11;100\n\n\n", "plain")]
    [InlineData("\"timestamp\"\t\"open\"\t\"high\"\t\"low\"\t\"close\"\t\"volume\"\r\n\"2020-01-02\"\t10\t\"12\"\t9\t11\t100\r\n", "plain")]
    [InlineData("date,open,high,low,close,adj_close,volume\n2020-01-02,10,12,9,11,11,100\n", "Yahoo")]
    [InlineData("<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\nTEST.US,D,20200102,000000,10,12,9,11,100,0\n", "Stooq")]
    [InlineData("date,bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close\n2020-01-02,9,11,8,10,11,13,10,12\n", "quote bars")]
    [InlineData("20200102 00:00,100000,120000,90000,110000,100\n", "Lean")]
    public void Every_form_reads_as_the_same_bar(string text, string form)
    {
        BarImport import = BarCsv.Read(text, "f.csv", Options);
        Assert.Equal(form, import.Report.Form);
        Assert.Empty(import.Report.Issues);
        double volume = form == "quote bars" ? 0 : 100;
        Assert.Equal(new Bar(new DateTime(2020, 1, 2), 10, 12, 9, 11, volume), Assert.Single(import.Series[0]));
        Assert.Equal(BarInterval.Day, import.Series[0].Key.Interval);
    }

    [Fact]
    public void A_Lean_minute_file_counts_milliseconds_of_the_exchanges_day()
    {
        ImportOptions options = Options with { Date = new DateOnly(2013, 10, 7), TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") };
        BarImport import = BarCsv.Read("34200000,1682900,1683000,1682800,1682950,500\n34260000,1682950,1683000,1682800,1682900,500\n", "spy.csv", options);
        Assert.Equal(new Bar(new DateTime(2013, 10, 7, 13, 30, 0), 168.29, 168.30, 168.28, 168.295, 500), import.Series[0][0]);
        Assert.Equal(BarInterval.Minute, import.Series[0].Key.Interval);
    }

    [Fact]
    public void Exchange_time_becomes_UTC_on_both_sides_of_the_clock_change_and_a_skipped_hour_is_refused()
    {
        ImportOptions options = Options with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), Interval = BarInterval.Minute };
        const string text = "timestamp,open,high,low,close,volume\n2020-03-06T09:30:00,1,1,1,1,1\n2020-03-08T02:30:00,1,1,1,1,1\n2020-03-09 09:30,1,1,1,1,1\n2020-03-09T20:00:00Z,1,1,1,1,1\n2020-03-10T09:30:00+01:00,1,1,1,1,1\n";
        BarImport import = BarCsv.Read(text, "f.csv", options);
        Assert.Equal(
            ["2020-03-06T14:30", "2020-03-09T13:30", "2020-03-09T20:00", "2020-03-10T08:30"],
            import.Series[0].Select(bar => bar.Time.ToString("yyyy-MM-ddTHH:mm", null)));
        Assert.Equal(3, Assert.Single(import.Report.Issues).Line);
    }

    [Theory]
    [InlineData("2020-02-30,1,1,1,1,1", "date"), InlineData("31/12/2020,1,1,1,1,1", "date"), InlineData(",1,1,1,1,1", "date")]
    [InlineData("2020-01-02T25:00,1,1,1,1,1", "date"), InlineData("2020-01-02junk,1,1,1,1,1", "date"), InlineData("0020-01-02,1,1,1,1,1", "date")]
    [InlineData("2020-01-02,1e400,1,1,1,1", "open"), InlineData("2020-01-02,1,NaN,1,1,1", "high"), InlineData("2020-01-02,1,1,-0,1,1", "low")]
    [InlineData("2020-01-02,1,1,1,,1", "close"), InlineData("2020-01-02,1,1,1,null,1", "close"), InlineData("2020-01-02,-1,1,1,1,1", "open")]
    [InlineData("2020-01-02,1,1,1,0,1", "close"), InlineData("2020-01-02,2,1,3,2,1", "high"), InlineData("2020-01-02,5,2,1,2,1", "open")]
    [InlineData("2020-01-02,1,2,1,9,1", "close"), InlineData("2020-01-02,1,1,1,1,-1", "volume"), InlineData("2020-01-02,1,1,1,1,Infinity", "volume")]
    [InlineData("2020-01-02,1,1,1,1", "row"), InlineData("2020-01-02,1,1,1,1,1,1", "row"), InlineData("2020-01-02,\"1,1,1,1,1", "row")]
    [InlineData("2020-01-02,0x10,1,1,1,1", "open"), InlineData("2020-01-02,1 000,1,1,1,1", "open"), InlineData("2020-01-02,\"1,5\",1,1,1,1", "open")]
    [InlineData("2020-01-02,1\0,1,1,1,1", "open")]
    public void A_bad_row_is_reported_by_file_line_and_field_and_left_out(string row, string field)
    {
        string text = $"date,open,high,low,close,volume\n2020-01-01,1,2,1,2,5\n{row}\n2020-01-03,1,2,1,2,5\n";
        BarImport import = BarCsv.Read(text, "bad.csv", Options);
        ImportIssue issue = Assert.Single(import.Report.Issues);
        Assert.Equal(("bad.csv", 3L, field, IssueSeverity.Error), (issue.File, issue.Line, issue.Field, issue.Severity));
        Assert.Equal((3L, 2L, 1L, false), (import.Report.Rows, import.Report.Accepted, import.Report.Errors, import.Report.Refused));
        Assert.Equal(2, import.Series[0].Count);

        BarImport strict = BarCsv.Read(text, "bad.csv", Options with { Strict = true });
        Assert.True(strict.Report.Refused);
        Assert.Empty(strict.Series);
    }

    [Fact]
    public void Unsorted_rows_are_sorted_and_of_two_rows_for_one_day_the_first_is_kept()
    {
        BarImport import = BarCsv.Read("date,open,high,low,close\n2020-01-03,3,3,3,3\n2020-01-02,2,2,2,2\n2020-01-03,9,9,9,9\n2020-01-06,5,5,5,5\n", "f.csv", Options);
        Assert.Equal([2.0, 3, 5], import.Series[0].Close.ToArray());
        Assert.Equal(
            [(3L, IssueSeverity.Warning), (4L, IssueSeverity.Error)],
            import.Report.Issues.Select(issue => (issue.Line, issue.Severity)));
    }

    [Fact]
    public void A_file_that_runs_newest_first_gets_one_warning()
    {
        BarImport import = BarCsv.Read("timestamp,open,high,low,close\n2020-01-03,3,3,3,3\n2020-01-02,2,2,2,2\n2020-01-01,1.5,1.5,1.5,1.5\n", "f.csv", Options);
        Assert.Equal([1.5, 2, 3], import.Series[0].Close.ToArray());
        Assert.Equal(IssueSeverity.Warning, Assert.Single(import.Report.Issues).Severity);
    }

    [Fact]
    public void One_missing_weekday_is_a_holiday_and_two_are_a_gap()
    {
        // Friday 3rd; Tuesday 7th leaves out the Monday; Friday 10th leaves out Wednesday and Thursday.
        BarImport import = BarCsv.Read("date,open,high,low,close\n2020-01-03,1,1,1,1\n2020-01-07,1,1,1,1\n2020-01-10,1,1,1,1\n", "f.csv", Options with { Strict = true });
        ImportIssue gap = Assert.Single(import.Report.Issues);
        Assert.Equal((4L, IssueSeverity.Warning, "gap: 2 weekdays are missing after 2020-01-07"), (gap.Line, gap.Severity, gap.Problem));
        Assert.False(import.Report.Refused);
    }

    [Fact]
    public void A_high_that_misses_the_close_by_rounding_is_set_to_it_with_a_warning()
    {
        BarImport import = BarCsv.Read("date,open,high,low,close\n2020-01-02,10.000001,10.5,10.000002,10.500001\n", "f.csv", Options);
        Assert.Equal((10.500001, 10.000001), (import.Series[0].High[0], import.Series[0].Low[0]));
        Assert.Equal(IssueSeverity.Warning, Assert.Single(import.Report.Issues).Severity);
    }

    [Theory, InlineData("-9,11,8,10,11,13,10,12"), InlineData("9,11,8,10,11,9,10,12")]
    public void Both_sides_of_a_quote_bar_must_be_sound(string prices) => Assert.True(
        BarCsv.Read($"date,bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close\n2020-01-02,{prices}\n", "f.csv", Options).Report.Refused);

    [Fact]
    public void A_thousand_findings_are_kept_and_all_are_counted()
    {
        StringBuilder text = new("date,open,high,low,close\n2020-01-01,1,1,1,1\n");
        for (int i = 0; i < 5000; i++) text.Append("x,1,1,1,1\n");
        ImportReport report = BarCsv.Read(text.ToString(), "f.csv", Options).Report;
        Assert.Equal((5000L, 1000, 5001L, 1L), (report.Errors, report.Issues.Count, report.Rows, report.Accepted));
    }

    [Fact]
    public void A_price_of_fifty_digits_is_read_to_the_nearest_double()
    {
        const string price = "12345678901234567890123456789012345678901234567890";
        BarImport import = BarCsv.Read($"date,open,high,low,close\n2020-01-01,{price},{price},{price},0.1234567890123456789012345678901234567890e50\n", "f.csv", Options);
        Assert.Equal(1.2345678901234567e49, import.Series[0].Open[0]);
    }

    [Theory]
    [InlineData("", "file"), InlineData("\n\r\n  \n", "file"), InlineData("date,open,high,low,close\n", "file")]
    [InlineData("<html><body>Sorry</body></html>", "file"), InlineData("date|open|high|low|close\n2020-01-01|1|1|1|1\n", "header")]
    [InlineData("date,open,high,close\n2020-01-01,1,1,1\n", "header"), InlineData("date,open,open,high,low,close\n", "header"), InlineData("20200102,1,2\n", "header")]
    public void A_file_without_bars_is_refused_with_its_reason(string text, string field)
    {
        BarImport import = BarCsv.Read(text, "f.csv", Options);
        Assert.True(import.Report.Refused);
        Assert.Equal(field, Assert.Single(import.Report.Issues).Field);
        Assert.Empty(import.Series);
    }

    [Fact]
    public void UTF16_is_refused_with_the_cure() => Assert.Contains(
        "UTF-8", Assert.Single(BarCsv.Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("date,open\n")).ToArray(), "f.csv", Options).Report.Issues).Problem);

    [Fact]
    public void A_line_of_a_hundred_megabytes_is_one_short_finding()
    {
        byte[] line = new byte[100_000_000];
        Array.Fill(line, (byte)'7');
        Assert.True(BarCsv.Read(line, "f.csv", Options).Report.Refused);
        "date,open,high,low,close\n2020-01-01,1,1,1,1\n"u8.CopyTo(line);
        BarImport import = BarCsv.Read(line, "f.csv", Options);
        Assert.Single(import.Series[0]);
        Assert.True(Assert.Single(import.Report.Issues).ToString().Length < 200);
    }
}
