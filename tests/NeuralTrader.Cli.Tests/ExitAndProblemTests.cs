using System.Text.Json;

namespace NeuralTrader.Cli.Tests;

public class ExitAndProblemTests
{
    private const string Refusal = """
        {"type":"/problems/invalid-input","title":"A value is not allowed","status":400,"detail":"That cannot be.","field":"quantity","value":"-5","allowed":"a number above 0"}
        """;

    [Fact]
    public async Task A_refusal_is_one_sentence_with_field_value_and_what_is_allowed()
    {
        await using Fake fake = await Fake.Answering(Refusal, 400);
        Ran ran = await Nt.Once("analyse", "SPX", "--url", fake.Url);
        Assert.Equal((1, "", "That cannot be; quantity is '-5'; allowed: a number above 0.\n"), (ran.Code, ran.Out, ran.Error));
    }

    [Fact]
    public async Task With_json_a_refusal_is_the_problem_on_standard_error_and_nothing_else()
    {
        await using Fake fake = await Fake.Answering(Refusal, 400);
        Ran ran = await Nt.Once("buy", "p", "SPY", "1", "--url", fake.Url, "--json");
        using JsonDocument problem = JsonDocument.Parse(ran.Error);
        Assert.Equal((1, ""), (ran.Code, ran.Out));
        Assert.Equal("quantity", problem.RootElement.GetProperty("field").GetString());
        Assert.Equal(Assert.Single(fake.Asked).IdempotencyKey, problem.RootElement.GetProperty("idempotencyKey").GetString());
    }

    [Theory, InlineData(401, 1), InlineData(409, 1), InlineData(429, 1), InlineData(500, 1), InlineData(502, 3), InlineData(503, 3), InlineData(504, 3)]
    public async Task Silence_is_told_from_refusal(int status, int code)
    {
        await using Fake fake = await Fake.Answering($$"""{"title":"x","detail":"y","status":{{status}}}""", status);
        Assert.Equal(code, (await Nt.Once("health", "--url", fake.Url)).Code);
    }

    [Fact]
    public async Task Without_a_key_it_is_said_how_to_give_one()
    {
        await using Fake fake = await Fake.Answering("""{"title":"A key is needed","detail":"Send it as X-Api-Key.","status":401}""", 401);
        Assert.Equal("A key is needed: set NT_API_KEY or run `nt login`.\n", (await Nt.Once("health", "--url", fake.Url)).Error);
    }

    [Fact]
    public async Task A_stranger_s_error_page_is_named_as_such()
    {
        await using Fake fake = await Fake.Answering("<html>no</html>", 404);
        Ran ran = await Nt.Once("health", "--url", fake.Url);
        Assert.Equal(1, ran.Code);
        Assert.Contains("404", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("html", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_listens_the_address_is_named()
    {
        Ran ran = await Nt.Once("health", "--url", "http://127.0.0.1:9");
        Assert.Equal(3, ran.Code);
        Assert.Contains("http://127.0.0.1:9/ cannot be reached", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_a_timeout()
    {
        await using Fake fake = await Fake.Start((http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        Ran ran = await Nt.Once("buy", "p", "SPY", "1", "--url", fake.Url, "--timeout", "0.3", "--json");
        Assert.Equal(3, ran.Code);
        Assert.Contains("0.3 seconds", ran.Error, StringComparison.Ordinal);
        Assert.Contains("idempotencyKey", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_call()
    {
        await using Fake fake = await Fake.Start((http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using Nt nt = new();
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(300));
        Assert.Equal(130, (await nt.Run(["health", "--url", fake.Url], stop.Token)).Code);
    }

    [Theory]
    [InlineData("bar", "nt", "bars")]
    [InlineData("call quickAnalyses", "no such function", "nearest: quickAnalysis")]
    [InlineData("call quickanalysis --symbol SPX", "`quickanalysis`", "nearest: quickAnalysis")]
    [InlineData("call --symbol SPX", "`--symbol` is not an option of nt call", "--help")]
    [InlineData("call zzzzzzzz {}", "no such function as `zzzzzzzz`", "nt functions")]
    [InlineData("call quickAnalysis --symbl X", "nt call quickAnalysis", "--symbol")]
    [InlineData("backtest sma_cross SPX --form 2020-01-01", "nt backtest", "--from")]
    public async Task An_unknown_word_is_refused_with_near_names(string line, string where, string nearest)
    {
        Ran ran = await Nt.Once(line.Split(' '));
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains(where, ran.Error, StringComparison.Ordinal);
        Assert.Contains(nearest, ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("buy p SPY many", "a number")]
    [InlineData("bars SPX --from 01/02/2020", "2020-01-31")]
    [InlineData("bars SPX --interval fortnight", "five_minutes")]
    [InlineData("portfolio deposit p -5", "positive")]
    [InlineData("backtest sma_cross SPX -p fast", "name=number")]
    [InlineData("backtest sma_cross SPX --costs tax=1", "commission")]
    [InlineData("health --timeout 0", "above 0")]
    [InlineData("health --url ftp://x", "http")]
    [InlineData("import", "--synthetic")]
    [InlineData("call quickAnalysis [1]", "object")]
    [InlineData("shutdown", "--yes")]
    [InlineData("portfolio", "command")]
    [InlineData("portfolio create p 5 --cash 6", "one of them")]
    [InlineData("backtest sma_cross", "No instrument")]
    [InlineData("bars SPX --idempotency-key k", "not an option")]
    public async Task What_cannot_be_understood_is_said_and_nothing_is_sent(string line, string says)
    {
        Ran ran = await Nt.Once(line.Split(' '));
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains(says, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_this_build_lacks_is_refused_with_its_reason()
    {
        Ran ran = await Nt.Once("call", "neuralTrain", "--model", "x");
        Assert.Equal(1, ran.Code);
        Assert.Contains("no neural networks", ran.Error, StringComparison.Ordinal);
    }
}
