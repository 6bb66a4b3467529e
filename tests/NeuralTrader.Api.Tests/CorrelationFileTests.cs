using System.Text;
using NeuralTrader.Api.Tests.Fakes;
using Parquet;

namespace NeuralTrader.Api.Tests;

/// <summary>Correlation matrices as files, by the parameters of a GET or the arguments of the function.</summary>
public sealed class CorrelationFileTests(Server server)
{
    private const string Path = "/api/v1/risk/correlations";
    private const string Table = "name,SPY,FLAT,QQQ\r\nSPY,1,,0.5\r\nFLAT,,1,\r\nQQQ,0.5,,1\r\n";

    [Fact]
    public async Task The_matrix_comes_as_csv_part_after_part() =>
        Assert.Equal(Table, (await Get($"{Path}.csv?symbols=SPY,FLAT,QQQ&decay=0.5&method=ewma")).Text);

    [Fact]
    public async Task The_functions_arguments_may_be_posted()
    {
        Reply reply = await server.Post($"{Path}.csv", """{"symbols":["SPY","FLAT","QQQ"],"decay":0.5}""");
        Assert.Equal((200, Table), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task The_matrix_comes_as_parquet()
    {
        using HttpClient http = server.Client(TestKeys.Admin);
        byte[] file = await http.GetByteArrayAsync($"{Path}.parquet?symbols=SPY,FLAT,QQQ&decay=0.5", TestContext.Current.CancellationToken);
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(file), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["name", "SPY", "FLAT", "QQQ"], reader.Schema.DataFields.Select(field => field.Name));
        Assert.Equal(2, reader.RowGroupCount);
    }

    [Theory]
    [InlineData("csv", "symbols"), InlineData("csv?symbols=SPY,QQQ&rolling=5", "rolling"), InlineData("csv?symbols=SPY,QQQ&decay=much", "decay")]
    [InlineData("csv?symbols=SPY,QQQ&window=many", "window"), InlineData("csv?symbols=SPY,QQQ&method=best", "method"),
        InlineData("xlsx?symbols=SPY,QQQ", "format")]
    public async Task A_wrong_parameter_is_named(string rest, string field)
    {
        Reply reply = await Get($"{Path}.{rest}");
        Assert.Equal((400, field), (reply.Status, reply["field"]));
    }

    [Theory, InlineData("csv"), InlineData("parquet")]
    public async Task What_is_refused_is_a_problem_and_no_file(string format)
    {
        Reply reply = await Get($"{Path}.{format}?symbols=SPY,NONE");
        Assert.Equal(("/problems/no-market-data", "symbols"), (reply["type"], reply["field"]));
    }

    [Fact]
    public async Task A_matrix_needs_a_key()
    {
        using HttpClient anyone = new() { BaseAddress = server.Address };
        Assert.Equal(401, (int)(await anyone.GetAsync($"{Path}.csv?symbols=SPY,QQQ", TestContext.Current.CancellationToken)).StatusCode);
        using StringContent body = new("{}", Encoding.UTF8, "application/json");
        Assert.Equal(401, (int)(await anyone.PostAsync($"{Path}.csv", body, TestContext.Current.CancellationToken)).StatusCode);
    }

    private async Task<Reply> Get(string path)
    {
        using HttpClient client = server.Client(TestKeys.Admin);
        return await Reply.Of(await client.GetAsync(path));
    }
}
