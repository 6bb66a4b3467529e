using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client.Hosting;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Client.Tests.Hosting;

/// <summary>What a process outside the cluster sees of the death of a silo.</summary>
public sealed class KilledSiloTests(PostgresServer server)
{
    private const int Portfolios = 16, Callers = 32;
    private static readonly TimeSpan FullServiceWithin = TimeSpan.FromSeconds(12); // twice what is promised: the machine may be busy

    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_ends_well_when_a_silo_is_killed_and_every_order_is_carried_out_once()
    {
        using TwoSilos silos = await TwoSilos.Start(server, cancel);
        using ProgramProcess sample = new(Repository.Sample, [.. silos.ByDatabase, "--orders", "120", "--pause", "30"]);
        await sample.Said("Order 50 is", cancel);
        silos.Second.Kill();
        int exitCode = await sample.Ended(cancel);
        TestContext.Current.TestOutputHelper?.WriteLine(sample.Output);
        Assert.Equal(0, exitCode);
        Assert.Contains("120 orders of 1 share each, 120 shares held, all accounts sum to 0", sample.Output, StringComparison.Ordinal);
        Assert.Contains("Search is completed", sample.Output, StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(1, 120).Select(order => $"order-{order}").Order(StringComparer.Ordinal),
            (await OperationsIn(silos.Database, "order-%")).Order(StringComparer.Ordinal));

        using ProgramProcess again = new(Repository.Sample, [.. silos.ByGateways, "--orders", "120", "--pause", "0"]); // one of the two is dead
        Assert.Equal(0, await again.Ended(cancel));
        Assert.Contains("Order 100 is filled, as before.", again.Output, StringComparison.Ordinal);
        Assert.Contains("120 orders of 1 share each, 120 shares held", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_portfolio_is_served_again_within_seconds_and_no_payment_is_lost_or_made_twice()
    {
        using TwoSilos silos = await TwoSilos.Start(server, cancel);
        using IHost host = await Connected(silos.ByDatabase);
        NeuralTraderClient client = host.Services.GetRequiredService<NeuralTraderClient>();
        for (int i = 0; i < Portfolios; i++) await client.CreatePortfolioAsync(new CreatePortfolioRequest($"p{i}", 0, IdempotencyKey: "open"), cancel);

        ConcurrentBag<string> acknowledged = [];
        ConcurrentDictionary<int, TimeSpan> servedAgain = [];
        TimeSpan worst = TimeSpan.Zero;
        long killed = 0;
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task[] callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (int number = 0; !done.IsCancellationRequested; number++)
            {
                string key = string.Create(CultureInfo.InvariantCulture, $"pay-{caller}-{number}");
                long start = Stopwatch.GetTimestamp();
                await client.MoveCashAsync(new MoveCashRequest($"p{caller % Portfolios}", 1, key), cancel);
                acknowledged.Add(key);
                if (Stopwatch.GetElapsedTime(start) is { } took && took > worst) worst = took;
                if (Volatile.Read(ref killed) is not 0 and var at && start > at) servedAgain.TryAdd(caller, Stopwatch.GetElapsedTime(at));
                await Task.Delay(20, cancel);
            }
        }, cancel))];
        await Task.Delay(TimeSpan.FromSeconds(2), cancel);
        silos.Second.Kill();
        Volatile.Write(ref killed, Stopwatch.GetTimestamp());
        while (servedAgain.Count < Callers && Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(40)) await Task.Delay(50, cancel);
        await done.CancelAsync();
        await Task.WhenAll(callers);

        TimeSpan full = servedAgain.Values.Max();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Full service {full.TotalSeconds:0.00} s after the kill; {acknowledged.Count} payments, the slowest call {worst.TotalSeconds:0.00} s."));
        Assert.Equal(Callers, servedAgain.Count);
        Assert.True(full < FullServiceWithin, $"Full service came back after {full.TotalSeconds:0.0} s.");
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), (await OperationsIn(silos.Database, "pay-%")).Order(StringComparer.Ordinal));
        decimal paid = 0;
        for (int i = 0; i < Portfolios; i++) paid += (await client.GetPortfolioStatusAsync(new GetPortfolioStatusRequest($"p{i}"), cancel)).Cash;
        Assert.Equal(acknowledged.Count, paid);
        TradeReceipt[] unnamed = [await client.MoveCashAsync(new MoveCashRequest("p0", 1), cancel), await client.MoveCashAsync(new MoveCashRequest("p0", 1), cancel)];
        Assert.Equal(unnamed[0].Cash + 1, unnamed[1].Cash); // each was given a key of its own
    }

    [Fact]
    public async Task A_search_that_takes_longer_than_any_call_may_is_followed_to_its_end()
    {
        using TwoSilos silos = await TwoSilos.Start(server, cancel);
        using IHost host = await Connected(silos.ByGateways, options => options.ResponseTimeout = TimeSpan.FromSeconds(2.5));
        NeuralTraderClient client = host.Services.GetRequiredService<NeuralTraderClient>();
        SyntheticRequest prices = new(1, 10_000, new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await client.ImportMarketDataAsync(new ImportMarketDataRequest("LONG", Synthetic: prices), cancel);
        Dictionary<string, ParameterRange> ranges = new() { ["fast"] = ParameterRange.Between(2, 31, 1), ["slow"] = ParameterRange.Between(61, 160, 1) };
        long start = Stopwatch.GetTimestamp();
        await client.OptimizeStrategyAsync(new OptimizeStrategyRequest("sma_cross", ranges, "LONG", OptimizationId: "long", Wait: false), cancel);
        List<JobProgress> steps = [];
        await foreach (JobProgress step in client.WatchOptimizationAsync("long", cancel)) steps.Add(step);
        TestContext.Current.TestOutputHelper?.WriteLine($"{steps.Count} steps in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        Assert.Equal(JobState.Completed, steps[^1].State);
        Assert.Equal(steps.Distinct(), steps);
        Assert.Equal(3_000, (await client.GetOptimizationAsync(new GetOptimizationRequest("long"), cancel)).Report!.Trials);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_is_one_sentence()
    {
        string port = ProgramProcess.FreePort();
        ClusterUnavailableException fault = await Assert.ThrowsAsync<ClusterUnavailableException>(() => Connected(
            ["--NeuralTrader:Client:Gateways:0", $"127.0.0.1:{port}"], options => options.ConnectPatience = TimeSpan.FromSeconds(1)));
        Assert.StartsWith($"No gateway at 127.0.0.1:{port} answered within 1 s", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private async Task<IHost> Connected(string[] settings, Action<NeuralTraderClientOptions>? configure = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddCommandLine(settings);
        builder.Logging.ClearProviders();
        builder.UseNeuralTraderClient(configure);
        IHost host = builder.Build();
        await host.StartAsync(cancel);
        return host;
    }

    private async Task<List<string>> OperationsIn(string database, string pattern)
    {
        await using NpgsqlDataSource journal = NpgsqlDataSource.Create(database);
        await using NpgsqlCommand command = journal.CreateCommand("SELECT op_id FROM journal WHERE op_id LIKE $1");
        command.Parameters.AddWithValue(pattern);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
        List<string> rows = [];
        while (await reader.ReadAsync(cancel)) rows.Add(reader.GetString(0));
        return rows;
    }
}
