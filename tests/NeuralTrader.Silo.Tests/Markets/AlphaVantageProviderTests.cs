using NeuralTrader.Domain.Markets;
using static NeuralTrader.Silo.Tests.Markets.LocalServer;

namespace NeuralTrader.Silo.Tests.Markets;

public sealed class AlphaVantageProviderTests
{
    private const string Key = "SECRETKEY123";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_forms_of_an_answer_are_the_same_raw_bars_oldest_first()
    {
        const string csv = "timestamp,open,high,low,close,volume\r\n2020-01-03,11,12,10,11,100\r\n2020-01-02,10,12,9,11,100\r\n";
        const string json = """
            {"Meta Data":{"2. Symbol":"IBM"},"Time Series (Daily)":{
            "2020-01-03":{"1. open":"11","2. high":"12","3. low":"10","4. close":"11","5. volume":"100"},
            "2020-01-02":{"1. open":"10","2. high":"12","3. low":"9","4. close":"11","5. volume":"100"}}}
            """;
        List<BarSeries> both = [];
        foreach (string answer in new[] { csv, json })
        {
            await using LocalServer server = new(Text(answer));
            both.Add(Assert.Single((await server.Provider("AlphaVantage", null, ("ApiKey", Key)).DailyBars("IBM", cancellationToken: Stop)).Series));
            Assert.Equal($"/query?function=TIME_SERIES_DAILY&symbol=IBM&outputsize=full&datatype=csv&apikey={Key}", server.LastQuestion);
        }
        Assert.Equal(both[0], both[1]);
        Assert.Equal((new SeriesKey("IBM", BarInterval.Day, PriceBasis.Raw), 10.0), (both[0].Key, both[0].Open[0]));
    }

    [Theory]
    [InlineData("""{"Note":"Thank you for using Alpha Vantage! Our standard API call frequency is 5 calls per minute and 500 calls per day."}""", MarketDataFault.RateLimited)]
    [InlineData("""{"Information":"We have detected your API key as SECRETKEY123 and our standard API rate limit is 25 requests per day."}""", MarketDataFault.QuotaExhausted)]
    [InlineData("""{"Information":"Thank you! This is a premium endpoint. You may subscribe to any of the premium plans."}""", MarketDataFault.Unauthorized)]
    [InlineData("""{"Error Message":"Invalid API call. Please retry or visit the documentation for TIME_SERIES_DAILY."}""", MarketDataFault.UnknownSymbol)]
    [InlineData("""{"Error Message":"the parameter apikey is invalid or missing."}""", MarketDataFault.Unauthorized)]
    [InlineData("""{"Error Message":""", MarketDataFault.BadAnswer), InlineData("{}", MarketDataFault.BadAnswer), InlineData("{\"Time Series (Daily)\":[]}", MarketDataFault.BadAnswer)]
    [InlineData("""{"Time Series (Daily)":{"2020-01-02":7,"x\"y":{"1. open":"1\n2"}}}""", MarketDataFault.BadAnswer)]
    public async Task A_refusal_in_JSON_is_a_fault_with_a_name_and_without_the_key(string answer, MarketDataFault expected)
    {
        await using LocalServer server = new(Text(answer, "application/json"));
        IMarketDataProvider provider = server.Provider("AlphaVantage", null, ("ApiKey", Key));
        MarketDataException fault = await Assert.ThrowsAsync<MarketDataException>(() => provider.DailyBars("IBM", cancellationToken: Stop));
        Assert.Equal(expected, fault.Fault);
        Assert.DoesNotContain(Key, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_in_no_log_line_and_no_error_whatever_fails()
    {
        await using LocalServer server = new(Status(500), Status(429), Status(403));
        IMarketDataProvider provider = server.Provider("AlphaVantage", null, ("ApiKey", Key));
        MarketDataException fault = await Assert.ThrowsAsync<MarketDataException>(() => provider.DailyBars("IBM", cancellationToken: Stop));
        Assert.Equal((MarketDataFault.Unauthorized, 3), (fault.Fault, server.Calls));
        Assert.NotEmpty(server.Logged); // retries are logged
        Assert.DoesNotContain(Key, server.Logged + fault, StringComparison.Ordinal);
        IMarketDataProvider nowhere = server.Provider("AlphaVantage", null, ("ApiKey", Key), ("BaseUrl", "http://127.0.0.1:1"), ("Retries", "1"));
        fault = await Assert.ThrowsAsync<MarketDataException>(() => nowhere.DailyBars("IBM", cancellationToken: Stop));
        Assert.DoesNotContain(Key, server.Logged + fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_it_is_off()
    {
        await using LocalServer server = new(Text(""));
        IMarketDataProvider provider = server.Provider("AlphaVantage");
        Assert.False(provider.IsEnabled);
        Assert.Equal(MarketDataFault.NotConfigured, (await Assert.ThrowsAsync<MarketDataException>(() => provider.DailyBars("IBM", cancellationToken: Stop))).Fault);
    }

    [Fact]
    public async Task A_setting_out_of_range_is_refused_by_name()
    {
        await using LocalServer server = new(Text(""));
        Assert.Contains("CallsPerMinute", Assert.ThrowsAny<Exception>(() => server.Provider("AlphaVantage", null, ("CallsPerMinute", "0"))).Message, StringComparison.Ordinal);
    }
}
