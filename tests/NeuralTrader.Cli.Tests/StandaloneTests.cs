using System.Diagnostics;
using System.Text.Json;

namespace NeuralTrader.Cli.Tests;

/// <summary>The real platform as a process, from first key to its end; the `nt` of these tests and what it serves are of one build.</summary>
public sealed class StandaloneTests
{
    private static readonly string[] Lines =
    [
        "health", "info", "functions", "functions optimizePortfolio", "instruments", "analyse SPX", "indicator rsi SPX -p period=14", "bars SPX", "strategies",
        "strategies sma_cross", "backtest sma_cross SPX AAPL -p fast=20 -p slow=50 --costs slippage=0.0005 --id t1", "backtest buy_and_hold SPY --id t2",
        "backtests", "backtests t1", "compare t1 t2", "optimize sma_cross SPX -r fast=10..30 -r slow=[100,150] --id s1", "optimizations", "optimizations s1",
        "simulate sma_cross SPY", "montecarlo SPY --paths 5000", "allocate SPY AAPL --cap 0.7", "correlation SPY AAPL IBM --rolling 60", "devices",
        "portfolio create main 100000", "portfolio list", "buy main SPY 10", "orders main", "executions main", "portfolio show main --risk",
        "risk main --benchmark SPX", "stress main --scenario covid_2020", "portfolio rebalance main SPY=0.5 CASH=0.5",
        "import --synthetic --symbol TEST --bars 100", "keys create bob", "keys list",
    ];

    [Fact]
    public async Task A_newcomer_logs_in_analyses_tests_trades_and_stops_the_platform()
    {
        CancellationToken ends = TestContext.Current.CancellationToken;
        await using RunningPlatform platform = new();
        await platform.InitializeAsync();
        foreach (string line in Lines)
        {
            Assert.False(string.IsNullOrWhiteSpace(await platform.Run(line.Split(' '))), line);
            bool isOnce = ((string[])["keys create", "buy", "portfolio create"]).Any(one => line.StartsWith(one, StringComparison.Ordinal));
            if (isOnce) continue;
            using JsonDocument json = JsonDocument.Parse(await platform.Run([.. line.Split(' '), "--json"]));
        }
        Assert.Equal(1, (await platform.Nt.Run(["buy", "main", "SPY", "1000000"], ends)).Code);
        Assert.Equal(0, (await platform.Nt.Run(["shutdown", "--yes"], ends)).Code);
        await platform.Ends(ends);
        Assert.Equal(3, (await platform.Nt.Run(["health"], ends)).Code);
    }

    [Theory, InlineData("--dta-dir=x"), InlineData("--verbose"), InlineData("keys create --usr x")]
    public async Task An_option_that_the_platform_does_not_know_is_refused(string line)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [RunningPlatform.Program, .. line.Split(' ')])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        string said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains("is not an option", said, StringComparison.Ordinal);
        Assert.Contains("--data-dir PATH", said, StringComparison.Ordinal);
    }
}
