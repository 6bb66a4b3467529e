using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Cluster.Tests.Security;

/// <summary>Whose back-tests, searches and portfolios are; two silos that ask who calls, and a client outside of them.</summary>
public sealed class OwnerTests : IClassFixture<GuardedCluster>
{
    private static readonly Dictionary<string, ParameterRange> Ranges = new() { ["fast"] = ParameterRange.Of(5, 10), ["slow"] = ParameterRange.Of(20, 30) };

    private readonly GuardedCluster guarded;
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public OwnerTests(GuardedCluster guarded)
    {
        this.guarded = guarded;
        guarded.Bars.Put("SPY", Enumerable.Range(1, 200).Select(day => new Bar(MemoryBars.Day(day), 100 + (day % 7), 108, 99, 100 + (day % 5), 1e6)));
    }

    private NeuralTraderClient Client => guarded.Client;

    [Fact]
    public async Task A_back_test_is_there_for_who_made_it_and_for_administrators()
    {
        await SignIn("ada");
        RunBacktestRequest request = new("buy_and_hold", "SPY", BacktestId: "adas-test");
        Assert.Equal("ada", (await Client.RunBacktestAsync(request, cancel)).Owner);
        Assert.Contains("adas-test", await Tests());
        Assert.Equal("adas-test", (await Client.GetBacktestAsync(new GetBacktestRequest("adas-test"), cancel)).BacktestId); // with another key of hers too
        await SignIn("ada", Role.ReadOnly);
        Assert.Equal("ada", (await Client.GetBacktestAsync(new GetBacktestRequest("adas-test"), cancel)).Owner);

        await SignIn("eve");
        Assert.DoesNotContain("adas-test", await Tests());
        await Missing(RefusalKind.BacktestNotFound, () => Client.GetBacktestAsync(new GetBacktestRequest("adas-test"), cancel));
        await Missing(RefusalKind.BacktestNotFound, () => Client.CancelBacktestAsync(new CancelBacktestRequest("adas-test"), cancel));
        await Missing(RefusalKind.BacktestNotFound, () => Client.CompareBacktestsAsync(new CompareBacktestsRequest(["adas-test"]), cancel));
        await Missing(RefusalKind.BacktestExists, () => Client.RunBacktestAsync(request, cancel)); // nor does the same request tell her of it
        await foreach (JobProgress _ in guarded.Grains.GetGrain<IBacktestGrain>("adas-test").Watch(cancel)) Assert.Fail("It is another's.");
        Assert.False((await Asked("getBacktest", "backtest/adas-test")).IsAllowed);
        Assert.Equal((await Asked("getBacktest", "backtest/adas-test")).Detail, (await Asked("getBacktest", "backtest/nobodys")).Detail.Replace("nobodys", "adas-test", StringComparison.Ordinal));

        await SignIn("root", Role.Admin);
        Assert.Contains("adas-test", await Tests());
        Assert.Equal("ada", (await Client.GetBacktestAsync(new GetBacktestRequest("adas-test"), cancel)).Owner);
    }

    [Fact]
    public async Task A_search_and_its_trials_are_there_for_who_made_it_and_for_administrators()
    {
        await SignIn("ada");
        OptimizeStrategyRequest request = new("sma_cross", Ranges, "SPY", OptimizationId: "adas-search");
        Assert.Equal("ada", (await Client.OptimizeStrategyAsync(request, cancel)).Owner);
        Assert.NotEqual(0, await Trials("adas-search"));
        Assert.Contains("adas-search", await Searches());

        await SignIn("eve");
        Assert.DoesNotContain("adas-search", await Searches());
        Assert.Equal(0, await Trials("adas-search"));
        await Missing(RefusalKind.OptimizationNotFound, () => Client.GetOptimizationAsync(new GetOptimizationRequest("adas-search"), cancel));
        await Missing(RefusalKind.OptimizationNotFound, () => Client.GetOptimizationProgressAsync("adas-search"));
        await Missing(RefusalKind.OptimizationNotFound, () => Client.CancelOptimizationAsync(new CancelOptimizationRequest("adas-search"), cancel));
        await Missing(RefusalKind.OptimizationExists, () => Client.OptimizeStrategyAsync(request, cancel));
        await foreach (JobProgress _ in guarded.Grains.GetGrain<IOptimizationGrain>("adas-search").Watch(cancel)) Assert.Fail("It is another's.");

        await SignIn("root", Role.Admin);
        Assert.Contains("adas-search", await Searches());
        Assert.NotEqual(0, await Trials("adas-search"));
    }

    [Fact]
    public async Task What_an_older_build_made_is_everybodys_until_it_is_given_to_somebody()
    {
        await guarded.Inside().GetGrain<IBacktestGrain>("old-test").Start(new RunBacktestRequest("buy_and_hold", "SPY", Wait: false), cancel); // in nobody's name
        foreach (string name in (string[])["ada", "eve"])
        {
            await SignIn(name);
            Assert.Contains("old-test", await Tests());
            Assert.Null((await Client.GetBacktestAsync(new GetBacktestRequest("old-test"), cancel)).Owner);
            Assert.True((await Asked("getBacktest", "backtest/old-test")).IsAllowed);
        }
        await SignIn("root", Role.Admin);
        Assert.Equal(new AssignedOwner("backtest/old-test", "ada", null, false), await Give("backtest/old-test", "ada"));
        Assert.Equal(new AssignedOwner("backtest/old-test", "ada", "ada", true), await Give("backtest/old-test", "ada"));
        await SignIn("eve");
        Assert.DoesNotContain("old-test", await Tests());
        await Missing(RefusalKind.BacktestNotFound, () => Client.GetBacktestAsync(new GetBacktestRequest("old-test"), cancel));
        await SignIn("ada");
        Assert.Contains("old-test", await Tests());
    }

    [Fact]
    public async Task A_portfolio_and_a_search_that_are_given_to_another_are_there_for_him_alone()
    {
        await SignIn("ada");
        await Client.CreatePortfolioAsync(new CreatePortfolioRequest("moved", 100), cancel);
        await Client.OptimizeStrategyAsync(new OptimizeStrategyRequest("sma_cross", Ranges, "SPY", OptimizationId: "moved"), cancel);
        await SignIn("root", Role.Admin);
        Assert.Equal(new AssignedOwner("portfolio/moved", "bob", "ada", false), await Give("portfolio/moved", "bob"));
        Assert.Equal(new AssignedOwner("portfolio/moved", "bob", "bob", true), await Give("portfolio/moved", "bob"));
        Assert.Equal("ada", (await Give("optimization/moved", "bob")).Before);

        await SignIn("ada");
        for (int round = 0; round < 4; round++) // whichever silo answers
        {
            Assert.DoesNotContain("moved", await Portfolios());
            await Missing(RefusalKind.PortfolioNotFound, () => Client.GetPortfolioStatusAsync(new GetPortfolioStatusRequest("moved"), cancel));
            await Missing(RefusalKind.PortfolioNotFound, () => Client.HaltTradingAsync(new HaltTradingRequest("it was hers", "moved"), cancel));
            await Missing(RefusalKind.OptimizationNotFound, () => Client.GetOptimizationAsync(new GetOptimizationRequest("moved"), cancel));
        }
        Assert.Equal(0, await Trials("moved"));
        Assert.False((await Asked("getPortfolioStatus", "portfolio/moved")).IsAllowed);

        await SignIn("bob");
        for (int round = 0; round < 4; round++) Assert.Contains("moved", await Portfolios());
        Assert.Equal(100, (await Client.GetPortfolioStatusAsync(new GetPortfolioStatusRequest("moved"), cancel)).Cash);
        Assert.NotEqual(0, await Trials("moved"));
        Assert.True((await Asked("moveCash", "portfolio/moved")).IsAllowed);

        await guarded.Inside().GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero); // it is known wherever the portfolio comes to life
        await SignIn("ada");
        await Missing(RefusalKind.PortfolioNotFound, () => Client.GetPortfolioStatusAsync(new GetPortfolioStatusRequest("moved"), cancel));
        await SignIn("bob");
        Assert.Equal(100, (await Client.GetPortfolioStatusAsync(new GetPortfolioStatusRequest("moved"), cancel)).Cash);
    }

    [Fact]
    public async Task Only_an_administrator_gives_and_only_what_there_is_to_a_name()
    {
        await SignIn("ada");
        await Client.CreatePortfolioAsync(new CreatePortfolioRequest("kept", 1), cancel);
        await Assert.ThrowsAsync<AccessDeniedException>(() => Give("portfolio/kept", "eve"));
        await SignIn("root", Role.Admin);
        await Missing(RefusalKind.PortfolioNotFound, () => Give("portfolio/nowhere", "ada"));
        await Missing(RefusalKind.BacktestNotFound, () => Give("backtest/nowhere", "ada"));
        await Missing(RefusalKind.OptimizationNotFound, () => Give("optimization/nowhere", "ada"));
        foreach (string resource in (string[])["kept", "order/kept", "portfolio/", "portfolio/a b", ""])
            Assert.Equal("resource", (await Assert.ThrowsAsync<InvalidInputException>(() => Give(resource, "ada"))).Field);
        foreach (string owner in (string[])["", " ", " ada", "a\nb", new string('a', 101)])
            Assert.Equal("owner", (await Assert.ThrowsAsync<InvalidInputException>(() => Give("portfolio/kept", owner))).Field);
        await SignIn("ada");
        Assert.Contains("kept", await Portfolios());
    }

    [Fact]
    public async Task Who_makes_many_jobs_pushes_none_of_anothers_out_of_the_list()
    {
        IBacktestIndexGrain index = guarded.Inside().GetGrain<IBacktestIndexGrain>(7); // a list of its own
        DateTime start = DateTime.UnixEpoch;
        await index.Note(Line("first", "quiet", start));
        for (int i = 1; i <= 1_005; i++) await index.Note(Line($"busy-{i}", "busy", start.AddMinutes(i)));
        BacktestList list = await index.List(new ListBacktestsRequest(1_000));
        Assert.Equal((1_000, "first", "busy-1005"), (list.Backtests.Count, list.Backtests[^1].BacktestId, list.Backtests[0].BacktestId));

        static BacktestSummary Line(string id, string owner, DateTime at) => new(id, "buy_and_hold", ["SPY"], JobState.Completed, at, 0, 0, 0, owner);
    }

    private Task SignIn(string name, Role role = Role.User) => guarded.SignIn(name, role);

    private Task<AssignedOwner> Give(string resource, string owner) => Client.AssignOwnerAsync(new AssignOwnerRequest(resource, owner), cancel);

    private Task<AuthorizationVerdict> Asked(string function, string resource) => Client.CheckAuthorizationAsync(new CheckAuthorizationRequest(function, resource), cancel);

    private async Task<IEnumerable<string>> Tests() => (await Client.ListBacktestsAsync(new ListBacktestsRequest(), cancel)).Backtests.Select(test => test.BacktestId);

    private async Task<IEnumerable<string>> Searches() => (await Client.ListOptimizationsAsync(new ListOptimizationsRequest(), cancel)).Optimizations.Select(search => search.OptimizationId);

    private async Task<IEnumerable<string>> Portfolios() => (await Client.ListPortfoliosAsync(new ListPortfoliosRequest(), cancel)).PortfolioIds;

    private async Task<int> Trials(string id)
    {
        int trials = 0;
        await foreach (SearchChunk chunk in Client.ReadTrialsAsync(id, cancel)) trials += chunk.Points.Length;
        return trials;
    }

    private static async Task Missing(RefusalKind kind, Func<Task> call) => Assert.Equal(kind, (await Assert.ThrowsAsync<RefusalException>(call)).Refusal.Kind);
}
