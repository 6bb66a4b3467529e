using System.Diagnostics;

namespace NeuralTrader.Cli.Tests;

/// <summary>The real platform as a process on a data directory of its own, and an nt that is logged in to it.</summary>
public sealed class RunningPlatform : IAsyncLifetime
{
    private readonly TaskCompletionSource<string> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? process;

    /// <summary>The platform's program, built beside this project and in the same configuration.</summary>
    public static string Program => Path.Combine(
        AppContext.BaseDirectory.Replace("tests/NeuralTrader.Cli.Tests", "src/NeuralTrader.Standalone", StringComparison.Ordinal),
        "NeuralTrader.Standalone.dll");

    /// <summary>An nt that knows address and key.</summary>
    public Nt Nt { get; } = new();

    public async ValueTask InitializeAsync()
    {
        string data = Path.Combine(Nt.Config, "data");
        process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Program, "--data-dir", data, "--urls", "http://127.0.0.1:0"])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.IndexOf("http://127.0.0.1:", StringComparison.Ordinal) is >= 0 and int at
                && line.Data.Contains("interface", StringComparison.Ordinal))
                address.TrySetResult(line.Data[at..].Replace("/scalar", "", StringComparison.Ordinal).Trim());
        };
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException("The platform ended before it listened."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        string url = await address.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Nt.Secret = (await File.ReadAllTextAsync(Path.Combine(data, "first-api-key"))).Trim();
        Assert.Equal(0, (await Nt.Run(["login", "--url", url])).Code);
    }

    /// <summary>Waits for its end, which somebody asked for.</summary>
    public Task Ends(CancellationToken cancellationToken) =>
        process!.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Nt.Dispose();
    }

    /// <summary>A command that must succeed.</summary>
    public async Task<string> Run(params string[] words)
    {
        Ran ran = await Nt.Run(words, TestContext.Current.CancellationToken);
        Assert.True(ran.Code == 0, $"nt {string.Join(' ', words)}: {ran.Error}");
        Assert.DoesNotContain(Nt.Secret, ran.Out + ran.Error, StringComparison.Ordinal);
        return ran.Out;
    }
}
