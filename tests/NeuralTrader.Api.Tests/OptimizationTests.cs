using NeuralTrader.Api.Tests.Fakes;
using Parquet;

namespace NeuralTrader.Api.Tests;

/// <summary>Parameter searches over HTTP: both forms of a range, the stream of a job, and its trials as files.</summary>
public sealed class OptimizationTests(Server server)
{
    private const string Header = "trial,fast,slow,inSampleReturn,inSampleSharpe,inSampleSortino,inSampleMaxDrawdown,inSampleTrades,"
        + "outOfSampleReturn,outOfSampleSharpe,outOfSampleSortino,outOfSampleMaxDrawdown,outOfSampleTrades,inSampleRuined";

    [Fact]
    public async Task A_range_is_a_list_or_an_object()
    {
        Reply reply = await Post("optimizeStrategy",
            """{"strategy":"sma_cross","symbol":"SPY","parameterRanges":{"fast":{"min":10,"max":50,"step":5},"slow":[100,150]}}""");
        Assert.Equal(200, reply.Status);
        Assert.Contains("\"parameterRanges\":{\"fast\":[10,20],\"slow\":{\"min\":50,\"max\":60,\"step\":10}}", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"fast":{"min":10}}""", "parameterRanges.fast")]
    [InlineData("""{"fast":"10-50"}""", "parameterRanges.fast")]
    [InlineData("""{"fast":{"min":1,"max":2,"by":1}}""", "parameterRanges.fast")]
    [InlineData("[]", "parameterRanges")]
    public async Task A_malformed_range_is_named_with_its_forms(string ranges, string field)
    {
        Reply reply = await Post("optimizeStrategy", $$"""{"strategy":"sma_cross","symbol":"SPY","parameterRanges":{{ranges}}}""");
        Assert.Equal((400, field), (reply.Status, reply["field"]));
        if (field.EndsWith("fast", StringComparison.Ordinal)) Assert.Contains("min, max and step", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trials_come_as_csv_part_after_part() => Assert.Equal(
        Header + "\r\n0,10,50,0.5,1.5,2,0.125,7,0.5,1.5,2,0.125,7,0\r\n1,10,60,-0.25,,0,0.5,0,-0.25,,0,0.5,0,0\r\n"
        + "2,20,50,0.5,1.5,2,0.125,7,0.5,1.5,2,0.125,7,0\r\n3,20,60,-0.25,,0,0.5,0,-0.25,,0,0.5,0,0\r\n",
        (await Get("/api/v1/trading/optimizations/opt-1/trials.csv")).Text);

    [Fact]
    public async Task The_trials_come_as_parquet()
    {
        using HttpClient http = server.Client(TestKeys.Admin);
        byte[] file = await http.GetByteArrayAsync("/api/v1/trading/optimizations/opt-1/trials.parquet", TestContext.Current.CancellationToken);
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(file), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Header.Split(','), reader.Schema.DataFields.Select(field => field.Name));
        Assert.Equal(2, reader.RowGroupCount);
    }

    [Fact]
    public async Task A_searchs_progress_is_a_stream_that_ends_with_how_it_ended()
    {
        Reply reply = await Get("/api/v1/jobs/opt-1/events");
        Assert.Equal(2, reply.Text.Split("event: progress").Length - 1);
        Assert.Contains("\"state\":\"completed\"", reply.Text[reply.Text.IndexOf("event: end", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_runs_has_no_table_yet_and_a_missing_one_none()
    {
        Assert.Equal(422, (await Get("/api/v1/trading/optimizations/opt-running/trials.csv")).Status);
        Assert.Equal((404, "/problems/optimization-not-found"), await StatusOf("missing/trials.csv"));
        Assert.Equal(400, (await Get("/api/v1/trading/optimizations/opt-1/trials.xlsx")).Status);

        async Task<(int, string?)> StatusOf(string path)
        {
            Reply reply = await Get($"/api/v1/trading/optimizations/{path}");
            return (reply.Status, reply["type"]);
        }
    }

    private Task<Reply> Post(string function, string body) => server.Post($"/api/v1/trading/{function}", body);

    private async Task<Reply> Get(string path)
    {
        using HttpClient client = server.Client(TestKeys.Admin);
        return await Reply.Of(await client.GetAsync(path));
    }
}
