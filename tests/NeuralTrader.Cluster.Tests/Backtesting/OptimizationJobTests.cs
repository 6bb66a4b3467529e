using System.Collections.Concurrent;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Cluster.Tests.Backtesting;

/// <summary>A parameter search is a job in parts: it tells how far it is, stops when told to, and comes to the same answer whatever carries it.</summary>
public sealed class OptimizationJobTests(TradingCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static OptimizeStrategyRequest Request(string symbol, SearchMethod method = SearchMethod.Grid, int step = 2) => new(
        "sma_cross",
        new Dictionary<string, ParameterRange> { ["fast"] = ParameterRange.Between(2, 40, step), ["slow"] = ParameterRange.Between(10, 90, step) },
        symbol, Method: method, Trials: method == SearchMethod.Grid ? null : 30, Top: 3);

    private void Prices(string symbol, int count = 400)
    {
        var random = new Random(symbol.Length + symbol[^1]);
        double close = 100;
        cluster.Bars.Put(symbol, Enumerable.Range(1, count).Select(day =>
        {
            double open = close;
            close *= 1 + (0.02 * (random.NextDouble() - 0.48));
            return new Bar(MemoryBars.Day(day), open, Math.Max(open, close), Math.Min(open, close), close, 1e6);
        }));
    }

    private IOptimizationGrain Job(string id) => cluster.Grains.GetGrain<IOptimizationGrain>(id);

    private static async Task<Optimization> Ended(IOptimizationGrain job)
    {
        for (int i = 0; i < 400; i++)
        {
            Optimization search = (await job.Read(Stop)).Value!;
            if (search.Progress.State != JobState.Running) return search;
            await Task.Delay(50, Stop);
        }
        throw new TimeoutException();
    }

    [Theory, InlineData(SearchMethod.Grid), InlineData(SearchMethod.Random), InlineData(SearchMethod.Bayesian)]
    public async Task A_search_ends_with_the_report_of_its_parts(SearchMethod method)
    {
        string symbol = $"O{method}".ToUpperInvariant();
        Prices(symbol);
        IOptimizationGrain job = Job($"ends-{method}");
        Assert.Equal(JobState.Running, (await job.Start(Request(symbol, method), Stop)).Value!.State);
        List<JobProgress> told = [];
        await foreach (JobProgress progress in job.Watch(Stop)) told.Add(progress);
        Optimization search = await Ended(job);
        Assert.Equal((JobState.Completed, 1.0), (search.Progress.State, search.Progress.Fraction));
        Assert.Equal(told.Select(progress => progress.Done).Order(), told.Select(progress => progress.Done));
        SearchReport report = search.Report!;
        Assert.Equal($"{report.Trials:N0} combinations tried", search.Progress.Message); // those that were left out were not
        Assert.Equal(method == SearchMethod.Grid ? 820 : 30, report.Trials + (method == SearchMethod.Grid ? report.Skipped : 0));
        Assert.Equal(3, report.Best.Length);
        Assert.Equal(5, report.WalkForward!.Windows.Length);
        Assert.Equal(symbol, Assert.Single(report.Symbols));
        OptimizationList list = await cluster.Grains.GetGrain<IOptimizationIndexGrain>(0).List(new ListOptimizationsRequest());
        Assert.Equal(report.Best[0].InSample.Sharpe, list.Optimizations.Single(one => one.OptimizationId == $"ends-{method}").InSampleSharpe);
    }

    [Fact]
    public async Task The_same_id_is_the_same_search_and_another_request_is_refused()
    {
        Prices("OSAME");
        IOptimizationGrain job = Job("same-search");
        await job.Start(Request("OSAME", step: 8), Stop);
        await Ended(job);
        Assert.Equal(JobState.Completed, (await job.Start(Request("OSAME", step: 8) with { Wait = false }, Stop)).Value!.State);
        Assert.Equal(RefusalKind.OptimizationExists, (await job.Start(Request("OSAME", step: 9), Stop)).Refusal?.Kind);
    }

    [Fact]
    public async Task What_cannot_be_searched_is_refused_before_anything_starts()
    {
        Prices("OBAD");
        IOptimizationGrain job = Job("bad-search");
        Assert.Equal(RefusalKind.NoMarketData, (await job.Start(Request("NOBARS"), Stop)).Refusal?.Kind);
        Assert.Equal(RefusalKind.InsufficientData, (await job.Start(Request("OBAD") with { From = MemoryBars.Day(390) }, Stop)).Refusal?.Kind);
        Assert.Equal("parameterRanges", await Refused(Request("OBAD") with { ParameterRanges = new Dictionary<string, ParameterRange> { ["fsat"] = ParameterRange.Of(5) } }));
        Assert.Equal("parameterRanges.fast.step", await Refused(Request("OBAD", step: 0)));
        Assert.Equal("validation.pboBlocks", await Refused(Request("OBAD") with { Validation = new SearchValidation(PboBlocks: 5) }));
        Assert.Equal("parameterRanges", await Refused(Request("OBAD") with
        {
            ParameterRanges = new Dictionary<string, ParameterRange> { ["fast"] = ParameterRange.Of(50), ["slow"] = ParameterRange.Of(20, 50) },
        }));
        Assert.Equal("members", await Refused(Request("OBAD") with { Members = ["momentum", "breakout"] }));
        Assert.Equal(RefusalKind.OptimizationNotFound, (await job.Read(Stop)).Refusal?.Kind);

        async Task<string> Refused(OptimizeStrategyRequest request) => (await Assert.ThrowsAsync<InvalidInputException>(() => job.Start(request, Stop))).Field;
    }

    [Theory, InlineData(SearchMethod.Grid), InlineData(SearchMethod.Bayesian)]
    public async Task A_search_whose_carrier_left_comes_to_the_answer_of_one_undisturbed(SearchMethod method)
    {
        string symbol = $"OL{method}".ToUpperInvariant();
        Prices(symbol);
        IOptimizationGrain undisturbed = Job($"whole-{method}"), job = Job($"left-{method}");
        OptimizeStrategyRequest request = Request(symbol, method, 1) with { WholeUnits = true }; // which the engine tests, in several parts
        await undisturbed.Start(request, Stop);
        SearchReport expected = (await Ended(undisturbed)).Report!;
        await job.Start(request, Stop);
        await foreach (JobProgress progress in job.Watch(Stop))
        {
            if (progress.Done == 0) continue;
            Assert.Equal(JobState.Running, progress.State); // in the middle
            break;
        }
        await cluster.Stop(job);
        Optimization search = await Ended(job);
        Assert.Equal(JobState.Completed, search.Progress.State);
        Assert.Equivalent(expected, search.Report, strict: true);
        Assert.Equal(expected.Best[0].InSample, search.Report!.Best[0].InSample);
    }

    [Fact]
    public async Task A_canceled_search_stops_and_stays_stopped()
    {
        Prices("OCANCEL", 2000);
        IOptimizationGrain job = Job("canceled-search");
        await job.Start(Request("OCANCEL", step: 1) with { WholeUnits = true }, Stop);
        Assert.Equal(JobState.Canceled, (await job.Cancel(Stop)).Value!.State);
        await cluster.Stop(job);
        Optimization search = (await job.Read(Stop)).Value!;
        Assert.Equal((JobState.Canceled, null), (search.Progress.State, search.Report));
    }
}
