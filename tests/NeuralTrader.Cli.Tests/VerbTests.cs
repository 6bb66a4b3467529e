using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Client.Json;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Cli.Tests;

public class VerbTests
{
    [Theory, InlineData(false, false), InlineData(true, false), InlineData(false, true)]
    public async Task A_back_test_is_started_followed_by_its_events_and_shown(bool isJson, bool streamBreaks)
    {
        int events = 0;
        await using Fake fake = await Fake.Start(async (http, body) =>
        {
            string path = http.Request.Path;
            if (path.EndsWith("/runBacktest", StringComparison.Ordinal)) await Fake.Json(http, Test(Id(body), JobState.Running));
            else if (path.EndsWith("/getBacktest", StringComparison.Ordinal)) await Fake.Json(http, Test(Id(body), JobState.Completed));
            else
            {
                http.Response.ContentType = "text/event-stream";
                foreach (JobState state in streamBreaks ? [JobState.Running] : new[] { JobState.Running, JobState.Running, JobState.Completed })
                {
                    events++;
                    await http.Response.WriteAsync($": note\nevent: progress\ndata: {Progress("bt", state)}\n\n");
                }
            }
        });
        Ran ran = await Nt.Once(["backtest", "sma_cross", "SPX", "-p", "fast=20", "--url", fake.Url, .. isJson ? new[] { "--json" } : []]);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.True(events > 0);
        Assert.Contains("\"wait\":false", fake.Asked.First().Body, StringComparison.Ordinal);
        if (isJson) Assert.Equal("completed", JsonDocument.Parse(ran.Out).RootElement.GetProperty("progress").GetProperty("state").GetString());
        else foreach (string part in new[] { "buy and hold", "+20.00 %", "Sharpe", "█", "SYNTHETIC", "—" }) Assert.Contains(part, ran.Out,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_stops_the_back_test_on_the_platform_too()
    {
        using CancellationTokenSource stop = new();
        await using Fake fake = await Fake.Start(async (http, body) =>
        {
            if (http.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal))
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            else await Fake.Json(http,
                http.Request.Path.Value.EndsWith("/cancelBacktest", StringComparison.Ordinal)
                ? Progress(Id(body), JobState.Canceled) : Test(Id(body), JobState.Running));
        });
        using Nt nt = new();
        Assert.Equal(130, (await nt.Run(["backtest", "sma_cross", "SPX", "--url", fake.Url], stop.Token)).Code);
        Assert.Contains(fake.Asked, asked => asked.Path.EndsWith("/cancelBacktest", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("buy p SPY 10", """{"portfolioId":"p","strategy":"manual","symbol":"SPY","action":"buy","quantity":10,"orderType":"market","limitPrice":null,"stopPrice":null,"timeInForce":"day","live":false,"idempotencyKey":null}""")]
    [InlineData("sell p SPY 0.10 --limit 3.50 --stop 4 --tif gtc --strategy mine", """{"portfolioId":"p","strategy":"mine","symbol":"SPY","action":"sell","quantity":0.10,"orderType":"stop_limit","limitPrice":3.50,"stopPrice":4,"timeInForce":"gtc","live":false,"idempotencyKey":null}""")]
    [InlineData("close p SPY", """{"portfolioId":"p","strategy":"manual","symbol":"SPY","action":"close","quantity":null,"orderType":"market","limitPrice":null,"stopPrice":null,"timeInForce":"day","live":false,"idempotencyKey":null}""")]
    [InlineData("portfolio withdraw p 2.50", """{"portfolioId":"p","amount":-2.50,"idempotencyKey":null}""")]
    public async Task A_short_verb_is_its_function(string line, string body)
    {
        await using Fake fake = await Fake.Answering("""{"portfolioId":"p","version":2,"order":null,"cash":5,"isRepeat":false}""");
        Ran ran = await Nt.Once([.. line.Split(' '), "--url", fake.Url]);
        Assert.Equal(0, ran.Code);
        Assert.Equal(body, Assert.Single(fake.Asked).Body);
    }

    [Theory]
    [InlineData("ensemble SPY --members momentum breakout")]
    [InlineData("ensemble --members momentum breakout SPY")]
    [InlineData("ensemble SPY --members momentum,breakout")]
    [InlineData("ensemble --members momentum --members breakout SPY")]
    public async Task Members_take_no_symbols(string line)
    {
        await using Fake fake = await Fake.Answering("""{"title":"no","status":400}""", 400);
        await Nt.Once(["backtest", .. line.Split(' '), "--url", fake.Url]);
        JsonElement request = JsonDocument.Parse(Assert.Single(fake.Asked).Body).RootElement;
        Assert.Equal(["SPY"], request.GetProperty("symbols").EnumerateArray().Select(one => one.GetString()!));
        Assert.Equal(["momentum", "breakout"], request.GetProperty("members").EnumerateArray().Select(one => one.GetString()!));
    }

    [Theory, InlineData("create growth 100000"), InlineData("create growth --cash 100000")]
    public async Task A_portfolio_is_opened_with_cash_by_place_or_by_name(string line)
    {
        await using Fake fake = await Fake.Answering("""{"portfolioId":"growth","version":1,"order":null,"cash":100000,"isRepeat":false}""");
        Assert.Equal(0, (await Nt.Once(["portfolio", .. line.Split(' '), "--url", fake.Url])).Code);
        Assert.Contains("100000", Assert.Single(fake.Asked).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_back_test_says_its_reason_once()
    {
        string failed = Test("bt", JobState.Failed).Replace("\"failures\":[]", "\"failures\":[{\"symbol\":\"SPX\",\"reason\":\"no bars\"}]",
            StringComparison.Ordinal)
            .Replace("\"message\":\"done\"", "\"message\":\"SPX: no bars\"", StringComparison.Ordinal);
        await using Fake fake = await Fake.Answering(failed);
        Ran ran = await Nt.Once("backtests", "bt", "--url", fake.Url);
        Assert.Equal("bt failed: SPX: no bars\n", ran.Out);
    }

    [Theory, InlineData(80), InlineData(100), InlineData(160)]
    public void A_table_keeps_to_its_width_and_breaks_no_number_or_date(int width)
    {
        Output.Column<int>[] columns =
        [
            new("Order", _ => "o-0123456789"), new("For", _ => "manual", Drop: 2), new("Price", _ => "1,234,567.89", Output.Look.Right),
            new("Day", _ => "2021-03-31 14:30:00", Short: _ => "2021-03-31"),
            new("Why", _ => "as many words as it takes to be wider than any screen that a reader of tables may sit before, and then a few more of them",
                Drop: 0),
        ];
        IReadOnlyList<Output.FittedColumn> fitted = Output.Fit.Columns([1, 2], columns, width);
        Assert.True(fitted.Sum(column => (column.Width ?? column.Natural) + 3) + 1 <= width);
        Assert.All(fitted.Where(column => column.Name != "Why"), column => Assert.Null(column.Width));
    }

    [Fact]
    public async Task An_import_sends_the_file_and_shows_bad_rows_with_file_line_and_field()
    {
        await using Fake fake = await Fake.Answering("""
            {"reports":[{"file":"AAA.csv","form":"Yahoo","rows":2,"accepted":1,"errors":1,"warnings":0,"refused":false,
              "issues":[{"file":"AAA.csv","line":3,"field":"high","value":"8","problem":"below the low","severity":"error"}]}],"series":[],"changed":["AAA"]}
            """);
        using Nt nt = new();
        string file = Path.Combine(nt.Config, "AAA.csv");
        await File.WriteAllTextAsync(file, "Date,Close\n", TestContext.Current.CancellationToken);
        Ran ran = await nt.Run(["import", file, "--strict", "--time-zone", "America/New_York", "--url", fake.Url]);
        Asked asked = Assert.Single(fake.Asked);
        Assert.Equal(("/api/v1/trading/upload", "?symbol=AAA&fileName=AAA.csv&timeZone=America%2FNew_York&strict=true", "Date,Close\n"),
            (asked.Path, asked.Query, asked.Body));
        Assert.Contains("AAA.csv:3:high: '8' below the low", ran.Out, StringComparison.Ordinal);
        Assert.Equal(0, ran.Code);
    }

    [Fact]
    public async Task A_new_key_goes_to_standard_output_alone()
    {
        await using Fake fake = await Fake.Answering("""{"key":"ntk_new","info":{"keyId":"ntk_n","username":"a","role":"user","createdAt":"2026-01-01T00:00:00Z","expiresAt":null,"revokedAt":null,"isValid":true}}""");
        Ran ran = await Nt.Once("keys", "create", "a", "--url", fake.Url);
        Assert.Equal("ntk_new\n", ran.Out);
        Assert.DoesNotContain("ntk_new", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_another_version_is_said_to_be_one()
    {
        await using Fake fake = await Fake.Answering("""{"state":"purple"}""");
        Ran ran = await Nt.Once("health", "--url", fake.Url);
        Assert.Equal(1, ran.Code);
        Assert.Contains("same version", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_undefined_figure_is_read_as_NaN_and_more_members_are_skipped()
    {
        BacktestSummary read = JsonSerializer.Deserialize<BacktestSummary>(
            """{"backtestId":"a","strategy":"s","symbols":[],"state":"running","startedAt":"2026-01-01","totalReturn":null,"sharpe":1,"maxDrawdown":null,"new":1}""", WireJson.Answers)!;
        Assert.True(double.IsNaN(read.TotalReturn));
        Assert.Equal(1, read.Sharpe);
    }

    private static string Id(string body) => JsonDocument.Parse(body).RootElement.GetProperty("backtestId").GetString()!;

    private static string Progress(string id, JobState state) =>
        JsonSerializer.Serialize(new JobProgress(id, state, 0, 1, 0.5, "SPX"), WireJson.Options);

    private static string Test(string id, JobState state)
    {
        DateTime day = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        double none = double.NaN;
        BacktestStatistics own = new(
            100, 120, 0.2, 0.1, 0.1, 1.5, none, 1, 0.1, null, null, null, 0, 1, 1, none, 1, none, 1, 1, 1, 0.1, -0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 252);
        BacktestResult result = new(
            new BacktestSpec("sma_cross"), ["SPX"], [new Provenance("made", IsSynthetic: true)], BarInterval.Day, "USD", day, day.AddDays(2), 3, own,
            new BenchmarkStatistics("buy and hold", 0.1, 0.05, 0.1, 0.5, 0.2, 0.01, 1, 1, 1, 0.1, 1),
            new BacktestCurve([day, day.AddDays(1), day.AddDays(2)], [100, 110, 120], [0, 0, 0], [1, 1, 1], [100, 105, 110]), [], [], null, []);
        Backtest test = new(id, new JobProgress(id, state, 1, 1, 1, "done"), new RunBacktestRequest("sma_cross", Symbols: ["SPX"]), day, 1.5,
            state == JobState.Completed ? [result] : [], []);
        return JsonSerializer.Serialize(test, WireJson.Options);
    }
}
