using System.Net.Http.Headers;
using System.Text;
using NeuralTrader.Api.Tests.Fakes;

namespace NeuralTrader.Api.Tests;

public sealed class FileTests(Server server)
{
    [Fact]
    public async Task Bars_come_as_csv_with_undefined_figures_left_empty() => Assert.Equal(
        "time,open,high,low,close,volume\r\n2020-01-30T00:00:00Z,1,2,0.5,1.5,1000\r\n2020-01-31T00:00:00Z,1.5,2,1,,0\r\n",
        (await Get("/api/v1/trading/bars/BRK.B.csv?interval=day&basis=raw&from=2020-01-01&limit=5")).Text);

    [Fact]
    public async Task Bars_come_as_json() => Assert.Equal("SPY", (await Get("/api/v1/trading/bars/spy.json"))["symbol"]);

    [Theory]
    [InlineData("bars/SPY.csv?intervall=day", "intervall")]
    [InlineData("bars/SPY.csv?interval=dayly", "interval")]
    [InlineData("bars/SPY.csv?from=soon", "from")]
    [InlineData("bars/SPY.csv?limit=many", "limit")]
    [InlineData("bars/SPY.csv?limit=1&limit=2", "limit")]
    [InlineData("bars/SPY.parquet", "format")]
    [InlineData("bars/..%2f..%2fetc.csv", "symbol")]
    [InlineData("portfolios/%2e%2e%2fx/orders.csv", "portfolioId")]
    [InlineData("backtests/a%0d%0ab/trades.csv", "backtestId")]
    [InlineData("backtests/a/equity.csv?account=7", "account")]
    public async Task A_wrong_parameter_is_named(string path, string field)
    {
        Reply reply = await Get($"/api/v1/trading/{path}");
        Assert.Equal(400, reply.Status);
        Assert.Equal(field, reply["field"]);
    }

    [Fact]
    public async Task A_cell_that_a_spreadsheet_would_run_is_disarmed_and_all_pages_are_in_one_table()
    {
        string[] rows = (await Get("/api/v1/trading/portfolios/growth/orders.csv")).Text.Split("\r\no-");
        Assert.Equal(3, rows.Length);
        Assert.StartsWith("2,\"'=HYPERLINK(\"\"http://evil\"\")\",SPY,buy,market,day,10,,,filled,10,100.5,1,-0.5,\"a, \"\"b\"\"\r\nc\",2020-01-31T14:30:00Z,",
            rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_jobs_progress_is_a_stream_that_ends_with_how_it_ended()
    {
        Reply reply = await Get("/api/v1/jobs/bt-1/events");
        Assert.Equal("text/event-stream", reply.MediaType);
        Assert.Equal(3, reply.Text.Split("event: progress").Length - 1);
        string last = reply.Text[reply.Text.IndexOf("event: end", StringComparison.Ordinal)..];
        Assert.Contains("\"state\":\"completed\"", last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_job_is_refused_before_the_stream_begins()
    {
        Reply reply = await Get("/api/v1/jobs/missing/events");
        Assert.Equal((404, "/problems/backtest-not-found"), (reply.Status, reply["type"]));
    }

    [Fact]
    public async Task A_file_is_uploaded_as_it_is()
    {
        using HttpClient client = server.Client(TestKeys.Admin);
        using ByteArrayContent raw = new(new byte[3 << 20]);
        Reply reply = await Reply.Of(await client.PostAsync("/api/v1/trading/upload?symbol=SPY&fileName=spy.csv&strict=true", raw));
        Assert.Equal(["SPY", "spy.csv", $"{3 << 20}", "True"], reply.Json.GetProperty("changed").EnumerateArray().Select(item => item.GetString()));
    }

    [Fact]
    public async Task A_file_is_uploaded_by_a_form()
    {
        using HttpClient client = server.Client(TestKeys.Admin);
        using ByteArrayContent file = new(Encoding.UTF8.GetBytes("a,b"));
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "file", FileName = "qqq.csv" };
        using MultipartFormDataContent form = new() { { new StringContent("x"), "note" } };
        form.Add(file);
        Reply reply = await Reply.Of(await client.PostAsync("/api/v1/trading/upload?symbol=QQQ", form));
        Assert.Equal(["QQQ", "qqq.csv", "3", "False"], reply.Json.GetProperty("changed").EnumerateArray().Select(item => item.GetString()));
    }

    private async Task<Reply> Get(string path)
    {
        using HttpClient client = server.Client(TestKeys.Admin);
        return await Reply.Of(await client.GetAsync(path));
    }
}
