using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using NeuralTrader.Cluster.Tests.Hosting;

namespace NeuralTrader.Cluster.Tests.Faults;

/// <summary>A program of the product as a process of its own that tests may kill, stop for a while, or wake again.</summary>
internal sealed class MemberProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90); // the machine may be busy
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts it.</summary>
    /// <param name="program">Such as NeuralTrader.Silo.</param>
    /// <param name="settings">Keys of the configuration and their values.</param>
    public MemberProcess(string program, IEnumerable<KeyValuePair<string, string>> settings)
    {
        Address = new Uri($"http://127.0.0.1:{StandaloneProcess.FreePort()}");
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), "--urls", Address.ToString()]) start.ArgumentList.Add(argument);
        foreach ((string key, string value) in settings)
        {
            start.ArgumentList.Add($"--{key}");
            start.ArgumentList.Add(value);
        }
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Exited += (_, _) => up.TrySetException(new InvalidOperationException($"It ended: {Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it answers HTTP.</summary>
    public Uri Address { get; }

    /// <summary>What it has written so far.</summary>
    public string Output => string.Join('\n', lines);

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Memory that it holds, in bytes.</summary>
    [SupportedOSPlatform("linux")]
    public long ResidentBytes => 1024 * long.Parse(
        File.ReadLines($"/proc/{process.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture);

    /// <summary>Until it has said that it is up.</summary>
    public Task Up(CancellationToken cancellationToken) => up.Task.WaitAsync(Patience, cancellationToken);

    /// <summary>Until it has ended; its exit code.</summary>
    public async Task<int> Ended(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public void Kill() => process.Kill();

    /// <summary>Sends a signal by its name, such as STOP.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null) return;
        lines.Enqueue(line);
        if (line.Contains("is up after", StringComparison.Ordinal)) up.TrySetResult();
    }
}
