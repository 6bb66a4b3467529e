using System.Diagnostics;
using System.Text.Json;

namespace NeuralTrader.Cli.Tests;

/// <summary>The real platform as a process, from first key to kill; the `nt` of these tests and what it serves are of one build.</summary>
public sealed class StandaloneTests
{
    [Fact]
    public async Task A_newcomer_logs_in_analyses_tests_trades_and_stops_the_platform()
    {
        CancellationToken ends = TestContext.Current.CancellationToken;
        using Nt nt = new();
        string data = Path.Combine(nt.Config, "data");
        using Process platform = Start(data, out Task<string> listening);
        try
        {
            string url = await listening.WaitAsync(TimeSpan.FromSeconds(60), ends);
            nt.Secret = (await File.ReadAllTextAsync(Path.Combine(data, "first-api-key"), ends)).Trim();
            Assert.Equal(0, (await nt.Run(["login", "--url", url], ends)).Code);
            foreach (string line in (string[])
                ["health", "info", "functions", "instruments", "analyse SPX", "indicator rsi SPX -p period=14", "bars SPX", "strategies", "strategies sma_cross",
                "backtest sma_cross SPX AAPL -p fast=20 -p slow=50 --costs slippage=0.0005 --id t1", "backtest buy_and_hold SPY --id t2", "backtests", "backtests t1", "compare t1 t2",
                "simulate sma_cross SPY", "allocate SPX AAPL --cap 0.7", "portfolio create main 100000", "portfolio list", "buy main SPY 10", "orders main", "executions main",
                "portfolio show main --risk", "portfolio rebalance main SPY=0.5 CASH=0.5", "import --synthetic --symbol TEST --bars 100", "keys create bob", "keys list"])
            {
                Ran ran = await nt.Run(line.Split(' '), ends);
                Assert.True(ran.Code == 0, $"nt {line}: {ran.Error}");
                Assert.False(string.IsNullOrWhiteSpace(ran.Out), line);
                Assert.DoesNotContain(nt.Secret, ran.Out + ran.Error, StringComparison.Ordinal);
                if (line.StartsWith("keys create", StringComparison.Ordinal) || line.StartsWith("buy", StringComparison.Ordinal) || line.StartsWith("portfolio create", StringComparison.Ordinal)) continue;
                using JsonDocument json = JsonDocument.Parse((await nt.Run([.. line.Split(' '), "--json"], ends)).Out);
            }
            Ran refused = await nt.Run(["buy", "main", "SPY", "1000000"], ends);
            Assert.Equal(1, refused.Code);
            Assert.Equal(0, (await nt.Run(["shutdown", "--yes"], ends)).Code);
            await platform.WaitForExitAsync(ends).WaitAsync(TimeSpan.FromSeconds(30), ends);
            Assert.Equal(3, (await nt.Run(["health"], ends)).Code);
        }
        finally
        {
            if (!platform.HasExited) platform.Kill(entireProcessTree: true);
            await platform.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Theory, InlineData("--dta-dir=x"), InlineData("--verbose"), InlineData("keys create --usr x")]
    public async Task An_option_that_the_platform_does_not_know_is_refused(string line)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Program(), .. line.Split(' ')]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains("is not an option", said, StringComparison.Ordinal);
        Assert.Contains("--data-dir PATH", said, StringComparison.Ordinal);
    }

    private static string Program() =>
        Path.Combine(AppContext.BaseDirectory.Replace("tests/NeuralTrader.Cli.Tests", "src/NeuralTrader.Standalone", StringComparison.Ordinal), "NeuralTrader.Standalone.dll");

    private static Process Start(string data, out Task<string> listening)
    {
        TaskCompletionSource<string> address = new();
        ProcessStartInfo start = new("dotnet", [Program(), "--data-dir", data, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process process = new() { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.IndexOf("http://127.0.0.1:", StringComparison.Ordinal) is >= 0 and int at && line.Data.Contains("interface", StringComparison.Ordinal))
                address.TrySetResult(line.Data[at..].Replace("/scalar", "", StringComparison.Ordinal).Trim());
        };
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException("The platform ended before it listened."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        listening = address.Task;
        return process;
    }
}
