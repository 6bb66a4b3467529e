using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using Microsoft.Playwright;
using NeuralTrader.Tests;

namespace NeuralTrader.Browser.Tests;

/// <summary>The real platform as a process of its own, on a data directory of its own; it can be killed and started again.</summary>
public sealed class Platform : IAsyncLifetime
{
    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(90); // with room for a busy machine
    private readonly string directory = Directory.CreateTempSubdirectory("nt-browser-").FullName;
    private readonly List<string> said = [];
    private Process? process;

    /// <summary>Where it listens.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The first key, an administrator's.</summary>
    public string Key => File.ReadAllText(Path.Combine(directory, "first-api-key")).Trim();

    public async ValueTask InitializeAsync()
    {
        if (Chromium.IsMissing) return;
        Address = $"http://127.0.0.1:{FreePort()}";
        await Start();
    }

    /// <summary>Asks a function as a program of the administrator's does.</summary>
    public async Task<JsonElement> Ask(IPage page, string function, object request)
    {
        IAPIResponse answer = await page.APIRequest.PostAsync($"/api/v1/{function}", new()
        {
            DataObject = request,
            Headers = new Dictionary<string, string> { ["X-Api-Key"] = Key },
        });
        Assert.True(answer.Ok, await answer.TextAsync());
        return (await answer.JsonAsync())!.Value;
    }

    /// <summary>Stops it as a power cut would, and starts it again.</summary>
    public async Task KillAndRestart()
    {
        Kill();
        await Start();
    }

    public ValueTask DisposeAsync()
    {
        int? ended = process is { HasExited: true } ? process.ExitCode : null;
        Kill();
        Directory.Delete(directory, recursive: true);
        return ended is null ? ValueTask.CompletedTask
            : throw new InvalidOperationException($"The platform ended by itself with {ended}: {string.Join('\n', said.TakeLast(30))}");
    }

    private async Task Start()
    {
        ProcessStartInfo start = new("dotnet", [Program(), "--data-dir", directory, "--urls", Address])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" }, // the pages' files are read from where the build left them
        };
        process = Process.Start(start)!;
        TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => up.TrySetException(new InvalidOperationException($"The platform ended: {string.Join('\n', said)}"));
        process.OutputDataReceived += (_, line) => Hear(line.Data, up);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, up);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await up.Task.WaitAsync(TimeToStart);
    }

    private void Hear(string? line, TaskCompletionSource up)
    {
        if (line is null) return;
        lock (said) said.Add(line);
        if (line.Contains(" is up after ", StringComparison.Ordinal)) up.TrySetResult();
    }

    private void Kill()
    {
        if (process is null) return;
        if (!process.HasExited) process.Kill(entireProcessTree: true); // SIGKILL: nothing is flushed, nothing is closed
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    // Built beside this project and in the same configuration.
    private static string Program()
    {
        string here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string configuration = Path.GetFileName(Path.GetDirectoryName(here)!);
        string root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "RepositoryRoot").Value!;
        return Path.Combine(root, "src", "NeuralTrader.Standalone", "bin", configuration, Path.GetFileName(here), "NeuralTrader.Standalone.dll");
    }

    private static int FreePort() => Ports.Free();
}
