using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace NeuralTrader.Tests;

/// <summary>One of the real programs as a process of its own, from the folder that its build left it in.</summary>
internal class PlatformProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90); // the machine may be busy
    private static readonly string? Logs = Environment.GetEnvironmentVariable("NEURALTRADER_TEST_LOGS"); // a folder for what the programs said
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient asker = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Starts it; it listens on a port of its own.</summary>
    /// <param name="program">Its name without the product's: Silo, Api or Standalone.</param>
    /// <param name="arguments">Its options beside --urls.</param>
    /// <param name="environment">Variables beside this process's own.</param>
    public PlatformProcess(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
        : this(program, arguments, environment, int.Parse(FreePort(), CultureInfo.InvariantCulture), isToldWhere: true)
    {
    }

    /// <summary>Starts it as someone else's settings say, which name the port that it listens on.</summary>
    /// <param name="program">Its name without the product's.</param>
    /// <param name="arguments">Its options.</param>
    /// <param name="environment">Variables beside this process's own.</param>
    /// <param name="port">The port that they name.</param>
    public PlatformProcess(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, int port)
        : this(program, arguments, environment, port, isToldWhere: false)
    {
    }

    private PlatformProcess(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, int port, bool isToldWhere)
    {
        Port = port;
        process = new Process { StartInfo = Start(program, isToldWhere ? ["--urls", Address, .. arguments] : arguments, environment), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Exited += (_, _) => up.TrySetException(new InvalidOperationException($"{program} ended with {process.ExitCode}: {Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it answers HTTP.</summary>
    public int Port { get; }

    /// <summary>Where it answers HTTP.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>The operating system's number for it.</summary>
    public int Id => process.Id;

    /// <summary>Memory that it holds, in bytes.</summary>
    [SupportedOSPlatform("linux")]
    public long ResidentBytes => 1024 * long.Parse(
        File.ReadLines($"/proc/{process.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture);

    /// <summary>How long processors have worked for it.</summary>
    public TimeSpan Worked
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>What it has said so far.</summary>
    public string Output => string.Join('\n', lines);

    /// <summary>Until the program has said that it is up.</summary>
    public Task Up(CancellationToken cancellationToken) => up.Task.WaitAsync(Patience, cancellationToken);

    /// <summary>Until <c>/health</c> answers 200.</summary>
    public async Task Healthy(CancellationToken cancellationToken)
    {
        await Up(cancellationToken);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while ((await Ask("/health", patience.Token)).Status != HttpStatusCode.OK) await Task.Delay(100, patience.Token);
    }

    /// <summary>What it answers at an address; status 0 when nobody answers.</summary>
    public async Task<(HttpStatusCode Status, string Text)> Ask(string path, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await asker.GetAsync(new Uri(Address + path), cancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException fault)
        {
            return (0, fault.Message);
        }
    }

    /// <summary>A client of its address that shows a key with every call.</summary>
    public HttpClient Client(string key) => new()
    {
        BaseAddress = new Uri(Address), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

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

    /// <summary>Stops it in its tracks, as a swapping or debugged machine does.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Lets it go on after <see cref="Freeze"/>.</summary>
    public void Thaw() => Signal("CONT");

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        if (Logs is not null) File.WriteAllText(Path.Combine(Directory.CreateDirectory(Logs).FullName, string.Create(CultureInfo.InvariantCulture, $"{process.Id}.log")), Output);
        process.Dispose();
        asker.Dispose();
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its name without the product's.</param>
    /// <param name="arguments">Its verb and options.</param>
    /// <param name="environment">Variables beside this process's own.</param>
    /// <returns>Exit code and what it said on both channels.</returns>
    public static async Task<(int Code, string Out, string Error)> Run(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(Start(program, arguments, environment))!;
        Task<string> said = process.StandardOutput.ReadToEndAsync(cancellationToken), complained = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return (process.ExitCode, (await said).Trim(), (await complained).Trim());
    }

    /// <summary>Where a program's build left it: beside this project's and in the same configuration.</summary>
    public static string Folder(string program) =>
        AppContext.BaseDirectory.Replace($"tests/{typeof(PlatformProcess).Assembly.GetName().Name}", $"src/NeuralTrader.{program}", StringComparison.Ordinal);

    /// <summary>A port that nobody listens on.</summary>
    public static string FreePort() => Ports.Free().ToString(CultureInfo.InvariantCulture);

    private static ProcessStartInfo Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(Folder(program), $"NeuralTrader.{program}.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (Environment.GetEnvironmentVariable("NEURALTRADER_PLANTED") is "early-journal") // then every proof of what survives must turn red
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(NeuralTrader.Planted.EarlyJournal).Assembly.Location;
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return start;
    }

    private void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Note(string? line)
    {
        if (line is null) return;
        lines.Enqueue(line);
        if (line.Contains("is up after", StringComparison.Ordinal)) up.TrySetResult();
    }
}
