using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NeuralTrader.Benchmarks;

/// <summary>The real platform in a process of its own, on an empty data directory and a free port.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private readonly Process process;
    private readonly string directory;

    private Platform(Process process, string directory, int port, string key) => (this.process, this.directory, Port, Key) = (process, directory, port, key);

    public int Port { get; }

    public string Key { get; }

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<Platform> Start()
    {
        string directory = Directory.CreateTempSubdirectory("nt-bench").FullName;
        int port = FreePort();
        string program = Path.Combine(AppContext.BaseDirectory, "NeuralTrader.Standalone.dll");
        Process process = Process.Start(new ProcessStartInfo("dotnet", [program, "--data-dir", directory, "--urls", $"http://127.0.0.1:{port}"])
        {
            RedirectStandardOutput = true,
        })!;
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (line.Contains("API key", StringComparison.Ordinal)) break;
        string key = (await File.ReadAllTextAsync(Path.Combine(directory, "first-api-key"), patience.Token)).Trim();
        return new Platform(process, directory, port, key);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
