using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>The real program is killed in the middle of a search and started again.</summary>
public sealed class JobWatchTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_search_whose_process_was_killed_goes_on_without_being_asked_for()
    {
        using (StandaloneProcess first = new(folder.FullName))
        {
            await first.Up(cancel);
            static JsonObject Range(int from, int to) => new() { ["min"] = from, ["max"] = to, ["step"] = 1 };
            await Call(first, "optimizeStrategy", new JsonObject
            {
                ["optimizationId"] = "lone", ["strategy"] = "sma_cross", ["symbol"] = "SPX", ["wholeUnits"] = true, ["wait"] = false,
                ["parameterRanges"] = new JsonObject { ["fast"] = Range(2, 16), ["slow"] = Range(62, 76) },
            });
            first.Kill();
            await first.Ended(cancel);
        }
        using StandaloneProcess second = new(folder.FullName);
        await second.Up(cancel);
        string? state = "running";
        for (int i = 0; i < 500 && state == "running"; i++)
        {
            await Task.Delay(200, cancel);
            state = (string?)(await Call(second, "listOptimizations", []))["optimizations"]![0]!["state"]; // the list does not wake what it lists
        }
        Assert.Equal("completed", state);
    }

    private async Task<JsonNode> Call(StandaloneProcess platform, string function, JsonObject request)
    {
        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{platform.Port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "first-api-key"), cancel)).Trim());
        using HttpResponseMessage response = await client.PostAsJsonAsync($"/api/v1/trading/{function}", request, cancel);
        string text = await response.Content.ReadAsStringAsync(cancel);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
