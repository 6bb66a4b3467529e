using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>The real program, as a process of its own.</summary>
internal sealed class StandaloneProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // the machine may be busy
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StandaloneProcess(string dataDirectory, params string[] more)
    {
        Port = int.Parse(FreePort(), CultureInfo.InvariantCulture);
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])
            [Path.Combine(AppContext.BaseDirectory, "NeuralTrader.Standalone.dll"), "--urls", $"http://127.0.0.1:{Port}", "--data-dir", dataDirectory, .. more])
            start.ArgumentList.Add(argument);
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Exited += (_, _) => up.TrySetException(new InvalidOperationException($"It ended: {Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    public string Output => string.Join('\n', lines);

    /// <summary>Until the program has said that it is up.</summary>
    public Task Up(CancellationToken cancellationToken) => up.Task.WaitAsync(Patience, cancellationToken);

    /// <summary>Until the program has ended; its exit code.</summary>
    public async Task<int> Ended(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public void Kill() => process.Kill();

    /// <summary>Asks it to stop, as systemd and containers do.</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>Sends it a signal, such as STOP, which freezes it.</summary>
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

    /// <summary>A port that nobody listens on.</summary>
    public static string FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);
    }
}
