using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NeuralTrader.Tests;

namespace NeuralTrader.Client.Tests.Hosting;

/// <summary>One of our programs, as a process of its own.</summary>
internal sealed class ProgramProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90); // the machine may be busy

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> awaited = new();

    public ProgramProcess(string program, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, program), .. arguments]) start.ArgumentList.Add(argument);
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Exited += (_, _) =>
        {
            foreach (TaskCompletionSource waiting in awaited.Values) waiting.TrySetException(new InvalidOperationException($"It ended: {Output}"));
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', lines);

    /// <summary>Until the program has said this.</summary>
    public Task Said(string text, CancellationToken cancellationToken)
    {
        TaskCompletionSource said = awaited.GetOrAdd(text, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (lines.Any(line => line.Contains(text, StringComparison.Ordinal))) said.TrySetResult();
        return said.Task.WaitAsync(Patience, cancellationToken);
    }

    /// <summary>Until the program has ended; its exit code.</summary>
    public async Task<int> Ended(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public void Kill() => process.Kill();

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    /// <summary>A port that nobody listens on.</summary>
    public static string FreePort() => $"{Ports.Free()}";

    private void Note(string? line)
    {
        if (line is null) return;
        lines.Enqueue(line);
        foreach ((string text, TaskCompletionSource said) in awaited)
            if (line.Contains(text, StringComparison.Ordinal)) said.TrySetResult();
    }
}
