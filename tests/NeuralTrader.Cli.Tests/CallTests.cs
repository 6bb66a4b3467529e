using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using NeuralTrader.Cli.Calling;
using NeuralTrader.Client;
using NeuralTrader.Client.Json;

namespace NeuralTrader.Cli.Tests;

public class CallTests
{
    public static TheoryData<string> Functions => [.. FunctionCatalog.All.Select(function => function.Name)];

    [Theory, MemberData(nameof(Functions))]
    public void Every_request_can_be_built_from_options_alone(string name)
    {
        Function function = FunctionCatalog.All.Single(one => one.Name == name);
        IReadOnlyList<RequestOption> options = RequestOption.Of(function.RequestType);
        RootCommand root = [];
        List<string> args = [];
        foreach (RequestOption option in options.Where(option => option.Type.Kind != JsonTypeInfoKind.Object))
        {
            args.Add(option.Option.Name);
            if (option.Option is not Option<bool>) args.Add(Word(option.Type));
        }
        foreach (RequestOption option in options) root.Add(option.Option);
        ParseResult line = root.Parse(args);
        Assert.Empty(line.Errors);
        JsonObject request = [];
        foreach (RequestOption option in options) option.Apply(line, request);
        object? built = request.Deserialize(function.RequestType, WireJson.Options);
        Assert.NotNull(built);
        Assert.Equal(options.Count(option => option.Path.Length == 1), request.Count);
    }

    [Theory, MemberData(nameof(Functions))]
    public async Task Every_function_has_help_for_each_of_its_options(string name)
    {
        Ran ran = await Nt.Once("call", name, "--help");
        Assert.Equal(0, ran.Code);
        Assert.Contains("Examples:", ran.Out, StringComparison.Ordinal);
        foreach (RequestOption option in RequestOption.Of(FunctionCatalog.All.Single(one => one.Name == name).RequestType))
        {
            Assert.Contains(option.Option.Name, ran.Out, StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(option.Option.Description), option.Option.Name);
        }
    }

    [Fact]
    public async Task Options_go_on_top_of_a_given_body_and_numbers_keep_their_digits()
    {
        await using Fake fake = await Fake.Answering("{}");
        using Nt nt = new() { Input = """{"portfolioId":"p","symbol":"A","quantity":1}""" };
        Ran ran = await nt.Run(["call", "executeTrade", "-", "--quantity", "1.000000000000000000000001", "--limitPrice", "NaN", "--live", "--url", fake.Url,
            "--idempotency-key", "k-1"]);
        Asked asked = Assert.Single(fake.Asked);
        Assert.Equal(("/api/v1/trading/executeTrade", "k-1", 0), (asked.Path, asked.IdempotencyKey, ran.Code));
        Assert.Equal("""{"portfolioId":"p","symbol":"A","quantity":1.000000000000000000000001,"limitPrice":"NaN","live":true}""", asked.Body);
    }

    [Fact]
    public async Task Lists_repeat_dictionaries_name_and_records_have_dotted_names()
    {
        await using Fake fake = await Fake.Answering("{}");
        await Nt.Once("call", "runBacktest", "--strategy", "s", "--symbols", "A", "--symbols", "B", "--parameters", "fast=20", "--costs.commission.fraction",
            "0.001", "--url", fake.Url);
        Assert.Equal("""{"strategy":"s","symbols":["A","B"],"parameters":{"fast":20},"costs":{"commission":{"fraction":0.001}}}""",
            Assert.Single(fake.Asked).Body);
    }

    [Fact]
    public async Task A_new_idempotency_key_is_made_where_one_is_needed_and_shown_where_the_outcome_is_unknown()
    {
        await using Fake fake = await Fake.Start((http, body) =>
            Fake.Json(http, body.Contains("-6", StringComparison.Ordinal) ? """{"title":"x","status":504}""" : "{}",
            body.Contains("-6", StringComparison.Ordinal) ? 504 : 200));
        Ran ran = await Nt.Once("call", "moveCash", "--portfolioId", "p", "--amount", "-5", "--url", fake.Url);
        Assert.NotEmpty(Assert.Single(fake.Asked).IdempotencyKey);
        Assert.Empty(ran.Error);
        Ran lost = await Nt.Once("call", "moveCash", "--portfolioId", "p", "--amount", "-6", "--url", fake.Url);
        Assert.Contains($"--idempotency-key {fake.Asked.Last().IdempotencyKey}", lost.Error, StringComparison.Ordinal);
        await Nt.Once("call", "portfolioRebalance", "--portfolioId", "p", "--target", "CASH=1", "--url", fake.Url);
        Assert.Empty(fake.Asked.Last().IdempotencyKey);
    }

    [Fact]
    public async Task Json_is_what_came_and_nothing_else()
    {
        const string answer = """{"a":1.10,"b":null,"c":[1,2]}""";
        await using Fake fake = await Fake.Answering(answer);
        Assert.Equal(new Ran(0, answer + "\n", ""), await Nt.Once("call", "ping", "--json", "--url", fake.Url));
    }

    [Fact]
    public async Task Any_answer_is_readable()
    {
        await using Fake fake = await Fake.Answering("""{"name":"x","inner":{"deep":2},"rows":[{"a":1,"b":"u"},{"a":null}],"curve":[1,2,3,4,5,6,7,8,9,10,11,12,null]}""");
        Ran ran = await Nt.Once("call", "ping", "--url", fake.Url);
        foreach (string part in new[] { "name", "inner.deep", "rows", "u", "▁", "█", "(13)" }) Assert.Contains(part, ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_answer_passes_through_whole_and_is_cut_for_people()
    {
        string huge = $$"""{"rows":[{{string.Join(',', Enumerable.Range(0, 200_000).Select(i => $$"""{"number":{{i}},"text":"row {{i}}"}"""))}}]}""";
        await using Fake fake = await Fake.Answering(huge);
        Assert.Equal(huge.Length + 1, (await Nt.Once("call", "ping", "--json", "--url", fake.Url)).Out.Length);
        Ran shown = await Nt.Once("call", "ping", "--url", fake.Url);
        Assert.True(shown.Out.Length < 20_000);
        Assert.Contains("199,950 more", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_gets_no_terminal_commands_not_even_the_server_s()
    {
        await using Fake fake = await Fake.Answering("""{"a":"\u001b[31mred\u001b]0;title\u0007 [bold]x[/]","rows":[{"a":"\u001b[2J"}]}""");
        Ran ran = await Nt.Once("call", "ping", "--url", fake.Url);
        Assert.DoesNotContain('\u001b', ran.Out + ran.Error);
        Assert.DoesNotContain('\u0007', ran.Out);
        Assert.Contains("[bold]x[/]", ran.Out, StringComparison.Ordinal);
    }

    private static string Word(JsonTypeInfo type)
    {
        Type plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain == typeof(byte[])) return "AAEC";
        if (plain.IsEnum) return ValueWords.Words(plain).First();
        if (type.Kind == JsonTypeInfoKind.None) return plain == typeof(DateTime) ? "2020-01-31" : plain == typeof(bool) ? "true" : "1";
        JsonTypeInfo element = WireJson.Options.GetTypeInfo(type.ElementType!);
        string word = element.Kind == JsonTypeInfoKind.None ? Word(element) : Sample(element)!.ToJsonString();
        return type.Kind == JsonTypeInfoKind.Dictionary ? $"name={word}" : word;
    }

    // A value of a type that one word cannot give, as JSON.
    private static JsonNode? Sample(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object => new JsonObject(type.Properties.Where(member => member.AssociatedParameter is not null).Select(member =>
            KeyValuePair.Create(member.Name, Sample(WireJson.Options.GetTypeInfo(member.PropertyType))))),
        JsonTypeInfoKind.Enumerable => new JsonArray(Sample(WireJson.Options.GetTypeInfo(type.ElementType!))),
        JsonTypeInfoKind.Dictionary => new JsonObject { ["name"] = Sample(WireJson.Options.GetTypeInfo(type.ElementType!)) },
        _ => OptionValue.Of([Word(type)], type, "sample"),
    };
}
