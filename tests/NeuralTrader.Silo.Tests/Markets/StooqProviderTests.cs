using Microsoft.Extensions.Time.Testing;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using static NeuralTrader.Silo.Tests.Markets.LocalServer;

namespace NeuralTrader.Silo.Tests.Markets;

public sealed class StooqProviderTests
{
    private const string Prices = "Date,Open,High,Low,Close,Volume\r\n2020-01-02,10,12,9,11,100\r\n2020-01-03,11,12,10,11,100\r\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_names_symbol_and_dates_and_the_answer_its_source()
    {
        await using LocalServer server = new(Text(Prices));
        BarImport import = await server.Provider("Stooq").DailyBars("AAPL.US", new DateOnly(2020, 1, 3), new DateOnly(2020, 12, 31), Stop);
        Assert.Equal("/q/d/l/?s=aapl.us&i=d&d1=20200103&d2=20201231", server.LastQuestion);
        BarSeries series = Assert.Single(import.Series);
        Assert.Equal((new SeriesKey("AAPL.US", BarInterval.Day, PriceBasis.SplitAdjusted), "Stooq", false), (series.Key, series.Provenance.Source, series.Provenance.IsSynthetic));
        Assert.Equal(new DateTime(2020, 1, 3), Assert.Single(series).Time);
    }

    [Fact]
    public async Task An_answer_is_used_again_until_it_is_old()
    {
        await using LocalServer server = new(Text(Prices));
        FakeTimeProvider clock = new();
        IMarketDataProvider stooq = server.Provider("Stooq", clock);
        await stooq.DailyBars("A", cancellationToken: Stop);
        await stooq.DailyBars("a", cancellationToken: Stop);
        Assert.Equal(1, server.Calls);
        clock.Advance(TimeSpan.FromHours(2));
        await stooq.DailyBars("A", cancellationToken: Stop);
        Assert.Equal(2, server.Calls);
    }

    [Fact]
    public async Task A_failing_server_is_asked_again()
    {
        await using LocalServer server = new(Status(500), Status(503), Text(Prices));
        Assert.Single((await server.Provider("Stooq").DailyBars("A", cancellationToken: Stop)).Series);
        Assert.Equal(3, server.Calls);
    }

    [Fact]
    public async Task A_short_Retry_After_is_waited_for()
    {
        await using LocalServer server = new(Status(429, "1"), Text(Prices));
        long start = TimeProvider.System.GetTimestamp();
        await server.Provider("Stooq").DailyBars("A", cancellationToken: Stop);
        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task A_long_Retry_After_is_passed_on_without_asking_again()
    {
        await using LocalServer server = new(Status(429, "3600"));
        MarketDataException fault = await Fault(server, "A");
        Assert.Equal((MarketDataFault.RateLimited, TimeSpan.FromHours(1), 1), (fault.Fault, fault.RetryAfter, server.Calls));
    }

    [Theory]
    [InlineData("Exceeded the daily hits limit", MarketDataFault.QuotaExhausted), InlineData("No data", MarketDataFault.UnknownSymbol), InlineData("", MarketDataFault.UnknownSymbol)]
    [InlineData("<!DOCTYPE html><html><body>Sorry, an error</body></html>", MarketDataFault.BadAnswer), InlineData("Date,Open,Hi", MarketDataFault.BadAnswer)]
    [InlineData("Date,Open,High,Low,Close,Volume\n2020-01-02,x,y,z,?,1\n", MarketDataFault.BadAnswer)]
    public async Task An_answer_without_prices_is_a_fault_with_a_name(string answer, MarketDataFault expected)
    {
        await using LocalServer server = new(Text(answer, "text/html"));
        Assert.Equal(expected, (await Fault(server, "A")).Fault);
        Assert.Equal(1, server.Calls);
    }

    [Fact]
    public async Task A_malformed_row_is_left_out_and_reported()
    {
        await using LocalServer server = new(Text(Prices + "2020-01-06,1,2\r\n"));
        BarImport import = await server.Provider("Stooq").DailyBars("A", cancellationToken: Stop);
        Assert.Equal((2L, 4L), (import.Report.Accepted, Assert.Single(import.Report.Issues).Line));
    }

    [Fact]
    public async Task A_slow_server_is_a_time_out()
    {
        await using LocalServer server = new(_ => Task.Delay(5000, Stop));
        Assert.Equal(MarketDataFault.TimedOut, (await Fault(server, "A", ("CallTimeout", "00:00:00.2"), ("Retries", "1"))).Fault);
        Assert.Equal(2, server.Calls);
    }

    [Fact]
    public async Task More_calls_than_allowed_are_refused_before_they_are_made()
    {
        await using LocalServer server = new(Text(Prices));
        IMarketDataProvider stooq = server.Provider("Stooq", null, ("CallsPerMinute", "2"), ("MostWaiting", "0"));
        await stooq.DailyBars("A", cancellationToken: Stop);
        await stooq.DailyBars("B", cancellationToken: Stop);
        Assert.Equal(MarketDataFault.RateLimited, (await Assert.ThrowsAsync<MarketDataException>(() => stooq.DailyBars("C", cancellationToken: Stop))).Fault);
        Assert.Equal(2, server.Calls);
    }

    [Fact]
    public async Task Nobody_home_is_unavailable_and_nothing_configured_is_said()
    {
        await using LocalServer server = new(Text(Prices));
        Assert.Equal(MarketDataFault.Unavailable, (await Fault(server, "A", ("BaseUrl", "http://127.0.0.1:1"), ("Retries", "1"))).Fault);
        IMarketDataProvider off = server.Provider("Stooq", null, ("BaseUrl", ""));
        Assert.False(off.IsEnabled);
        Assert.Equal(MarketDataFault.NotConfigured, (await Assert.ThrowsAsync<MarketDataException>(() => off.DailyBars("A", cancellationToken: Stop))).Fault);
    }

    [Fact]
    public async Task A_bad_symbol_or_range_asks_nobody()
    {
        await using LocalServer server = new(Text(Prices));
        IMarketDataProvider stooq = server.Provider("Stooq");
        Assert.Equal("symbol", (await Assert.ThrowsAsync<InvalidInputException>(() => stooq.DailyBars("a&b=c", cancellationToken: Stop))).Field);
        Assert.Equal("from", (await Assert.ThrowsAsync<InvalidInputException>(() => stooq.DailyBars("A", new DateOnly(2020, 1, 2), new DateOnly(2020, 1, 1), Stop))).Field);
        Assert.Equal(0, server.Calls);
    }

    private static async Task<MarketDataException> Fault(LocalServer server, string symbol, params (string, string)[] settings)
    {
        IMarketDataProvider provider = server.Provider("Stooq", null, settings);
        return await Assert.ThrowsAsync<MarketDataException>(() => provider.DailyBars(symbol, cancellationToken: Stop));
    }
}
