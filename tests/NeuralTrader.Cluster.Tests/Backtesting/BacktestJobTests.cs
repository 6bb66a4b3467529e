using System.Collections.Concurrent;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Cluster.Tests.Backtesting;

/// <summary>A back-test is a job: it tells how far it is, stops when told to, and survives what carries it.</summary>
public sealed class BacktestJobTests
{
    private readonly TradingCluster cluster;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> gates = new();
    private readonly ConcurrentDictionary<string, int> faults = new();

    public BacktestJobTests(TradingCluster cluster)
    {
        this.cluster = cluster;
        cluster.Bars.BeforeLoad = async symbol =>
        {
            if (faults.TryGetValue(symbol, out int left) && left > 0)
            {
                faults[symbol] = left - 1;
                throw new IOException("The disk is gone.");
            }
            if (gates.TryGetValue(symbol, out TaskCompletionSource? gate)) await gate.Task;
        };
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static RunBacktestRequest Request(params string[] symbols) => new("buy_and_hold", Symbols: symbols, Wait: false);

    private void Prices(params string[] symbols)
    {
        foreach (string symbol in symbols)
            cluster.Bars.Put(symbol, Enumerable.Range(1, 60).Select(day => new Bar(MemoryBars.Day(day), 100 + day, 101 + day, 99 + day, 100 + day, 1e6)));
    }

    private void Hold(string symbol) => gates[symbol] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task<Backtest> Ended(IBacktestGrain job)
    {
        for (int i = 0; i < 100; i++)
        {
            Backtest test = (await job.Read(Stop)).Value!;
            if (test.Progress.State != JobState.Running) return test;
            await Task.Delay(50, Stop);
        }
        throw new TimeoutException();
    }

    [Fact] // who follows it through a gateway would else take the silo for dead
    public async Task A_test_in_which_nothing_happens_says_again_and_again_where_it_stands()
    {
        Prices("QA", "QB");
        Hold("QB");
        IBacktestGrain job = cluster.Grains.GetGrain<IBacktestGrain>("quiet");
        await job.Start(Request("QA", "QB"), Stop);
        await Task.Delay(300, Stop); // the other account is tested meanwhile
        List<JobProgress> told = [];
        await foreach (JobProgress progress in job.Watch(Stop))
        {
            told.Add(progress);
            if (told.Count >= 4) gates["QB"].TrySetResult();
        }
        Assert.Equal(told[2], told[3]);
        Assert.Equal(JobState.Completed, told[^1].State);
    }

    [Fact]
    public async Task Progress_is_told_until_the_end_and_the_same_id_is_the_same_test()
    {
        Prices("PA", "PB", "PC");
        Hold("PB");
        IBacktestGrain job = cluster.Grains.GetGrain<IBacktestGrain>("progress");
        Assert.Equal(JobState.Running, (await job.Start(Request("PA", "PB", "PC"), Stop)).Value!.State);
        List<JobProgress> told = [];
        Task watching = Task.Run(async () => { await foreach (JobProgress progress in job.Watch(Stop)) told.Add(progress); }, Stop);
        await Task.Delay(300, Stop);
        gates["PB"].SetResult();
        await watching.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        Assert.Equal((JobState.Completed, 3), (told[^1].State, told[^1].Done));
        Assert.Equal(told.Select(progress => progress.Done).Order(), told.Select(progress => progress.Done));
        Assert.Equal(3, (await job.Read(Stop)).Value!.Results.Count);
        Assert.Equal(JobState.Completed, (await job.Start(Request("PA", "PB", "PC") with { Wait = true }, Stop)).Value!.State);
        Assert.Equal(RefusalKind.BacktestExists, (await job.Start(Request("PA"), Stop)).Refusal?.Kind);
    }

    [Fact]
    public async Task A_canceled_test_stops_and_stays_stopped()
    {
        Prices("CA", "CB");
        Hold("CB");
        IBacktestGrain job = cluster.Grains.GetGrain<IBacktestGrain>("cancel");
        await job.Start(Request("CA", "CB"), Stop);
        Assert.Equal(JobState.Canceled, (await job.Cancel(Stop)).Value!.State);
        gates["CB"].SetResult();
        await Task.Delay(200, Stop);
        Assert.Equal(JobState.Canceled, (await job.Read(Stop)).Value!.Progress.State);
        await cluster.Stop(job);
        Assert.Equal(JobState.Canceled, (await job.Read(Stop)).Value!.Progress.State);
    }

    [Fact]
    public async Task A_test_whose_carrier_left_goes_on_with_what_is_missing()
    {
        Prices("RA", "RB");
        Hold("RB");
        IBacktestGrain job = cluster.Grains.GetGrain<IBacktestGrain>("resume");
        await job.Start(Request("RA", "RB"), Stop);
        await Task.Delay(300, Stop);
        await cluster.Stop(job);
        gates["RB"].SetResult();
        Backtest test = await Ended(job);
        Assert.Equal((JobState.Completed, 2, 0), (test.Progress.State, test.Results.Count, test.Failures.Count));
    }

    [Fact]
    public async Task A_worker_that_fails_is_asked_again_and_a_lasting_failure_costs_one_account()
    {
        Prices("FA", "FB", "FC");
        faults["FB"] = 2; // the third attempt works
        faults["FC"] = int.MaxValue;
        IBacktestGrain job = cluster.Grains.GetGrain<IBacktestGrain>("failure");
        await job.Start(Request("FA", "FB", "FC"), Stop);
        Backtest test = await Ended(job);
        Assert.Equal((JobState.Completed, 2), (test.Progress.State, test.Results.Count));
        Assert.Equal("FC", Assert.Single(test.Failures).Symbol);
    }

    [Fact]
    public async Task A_request_with_a_figure_that_is_not_a_number_is_refused_by_name()
    {
        Prices("NA");
        IBacktestGrain job = cluster.Grains.GetGrain<IBacktestGrain>("nan");
        RunBacktestRequest request = Request("NA") with { Strategy = "momentum", Parameters = new Dictionary<string, double> { ["lookback"] = double.NaN } };
        await Assert.ThrowsAsync<InvalidInputException>(() => job.Start(request, Stop));
        Assert.Equal(RefusalKind.BacktestNotFound, (await job.Read(Stop)).Refusal?.Kind);
    }
}
