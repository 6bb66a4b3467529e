using System.Globalization;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>Ten thousand callers at the same moment, each on a connection of its own.</summary>
[Collection(nameof(TwoApis))]
public sealed class CrowdTests(TwoApis platform)
{
    private const int Callers = 10_000, Portfolios = 20;
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_calls_at_once_are_answered()
    {
        PlatformProcess api = platform.First;
        using CarefulClient client = new(platform.Cluster.Key, api);
        for (int i = 0; i < Portfolios; i++)
            await client.Insist("trading/createPortfolio", new JsonObject { ["portfolioId"] = $"crowd-{i}", ["initialCash"] = 1_000 }, "open", cancel);

        Answered[] answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => client.Send(
            api, "trading/getPortfolioStatus", new JsonObject { ["portfolioId"] = $"crowd-{i % Portfolios}" }, null, cancel)));
        TimeSpan[] times = [.. answers.Select(answer => answer.Took).Order()];
        int answered = answers.Count(answer => answer.IsSuccess);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{answered} of {Callers} answered; median {times[Callers / 2].TotalSeconds:0.00} s, "
            + $"99 % within {times[Callers * 99 / 100].TotalSeconds:0.00} s, all within {times[^1].TotalSeconds:0.00} s."));
        Assert.True(answered >= Callers * 0.9999, answers.FirstOrDefault(answer => !answer.IsSuccess).ToString());
        Assert.True(times[Callers * 99 / 100] < TimeSpan.FromSeconds(30)); // 3 where the machine is ours
    }
}
