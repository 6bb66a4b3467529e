using System.Text.Json.Nodes;

namespace NeuralTrader.Cli.Tests;

public class MoneyVerbTests
{
    [Fact]
    public async Task Simulated_worlds_need_no_platform_and_the_same_seeds_give_the_same_hash()
    {
        Ran first = await Nt.Once("simulate", "--seeds", "20", "--json"), again = await Nt.Once("simulate", "--seeds", "20", "--json");
        JsonNode report = JsonNode.Parse(first.Out)!;
        Assert.Equal((0, 20, 0), (first.Code, (int)report["worlds"]!, report["broken"]!.AsArray().Count));
        Assert.Equal((string?)report["traceHash"], (string?)JsonNode.Parse(again.Out)!["traceHash"]);
    }

    [Fact]
    public async Task A_planted_bug_ends_with_1_and_names_a_seed()
    {
        Ran ran = await Nt.Once("simulate", "--seeds", "50", "--bug", "acknowledges_before_write");
        Assert.Equal(1, ran.Code);
        Assert.Contains("seed ", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_tells_all_that_happened()
    {
        Ran ran = await Nt.Once("simulate", "--seed", "7", "--trace");
        Assert.Contains("owner 1 is activated", ran.Out, StringComparison.Ordinal);
        Assert.Contains("Every law held", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trades_simulation_is_still_asked_for_by_the_same_word() =>
        Assert.Contains("distribution of its outcomes", (await Nt.Once("simulate", "--help")).Out, StringComparison.Ordinal);
}
