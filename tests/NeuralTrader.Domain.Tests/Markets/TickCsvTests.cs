using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Markets;

public sealed class TickCsvTests
{
    private static readonly ImportOptions Options = new("TEST", "USD");

    [Fact]
    public void Quotes_keep_their_order_at_one_time_and_a_crossed_one_is_warned_about()
    {
        TickImport<QuoteTick> import = TickCsv.ReadQuotes("timestamp,bid,ask\n2020-01-01T17:00:00.065,1.1,1.2\n2020-01-01T17:00:00.065,1.3,1.2\n2020-01-01T17:00:01,x,1\n"u8, "q.csv", Options);
        Assert.Equal([1.1, 1.3], import.Ticks!.Ticks.Select(tick => tick.Bid));
        Assert.Equal(new DateTime(2020, 1, 1, 17, 0, 0, 65), import.Ticks.Ticks[0].Time);
        Assert.Equal([(3L, IssueSeverity.Warning), (4L, IssueSeverity.Error)], import.Report.Issues.Select(issue => (issue.Line, issue.Severity)));
    }

    [Fact]
    public void Trades_are_read_and_a_strict_import_refuses_a_bad_size()
    {
        byte[] text = "timestamp,price,size\n2015-09-23T20:57:42.146,3067.00,180\n2015-09-23T20:57:43,3067.00,-2\n"u8.ToArray();
        Assert.Equal(new TradeTick(new DateTime(2015, 9, 23, 20, 57, 42, 146), 3067, 180), Assert.Single(TickCsv.ReadTrades(text, "t.csv", Options).Ticks!.Ticks));
        Assert.Null(TickCsv.ReadTrades(text, "t.csv", Options with { Strict = true }).Ticks);
    }

    [Fact]
    public void The_quote_at_the_end_of_a_minute_counts_as_a_quote() =>
        Assert.Equal(
            new QuoteTick(new DateTime(2014, 6, 5, 4, 0, 0), 644.06, 646, 100, 200),
            Assert.Single(TickCsv.ReadQuotes("timestamp,bid_close,bid_size,ask_close,ask_size\n2014-06-05T04:00:00,644.06,100,646,200\n"u8, "q.csv", Options).Ticks!.Ticks));
}
