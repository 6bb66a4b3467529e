using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit.Sdk;

namespace NeuralTrader.Tests;

/// <summary>A PostgreSQL server of the tests' own on loopback, started when the first test asks for it and gone with them.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string[] Places =
    [
        .. Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")) : [],
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
    ];

    private readonly SemaphoreSlim starting = new(1);
    private readonly string binaries = Places.FirstOrDefault(place => File.Exists(Path.Combine(place, "initdb"))) ?? "";
    private readonly int port = FreePort();
    private DirectoryInfo? folder;
    private int databases;

    /// <summary>A connection string for a database that nobody else has. Skips the test where PostgreSQL is not installed.</summary>
    /// <param name="template">The connection string of one that nobody is connected to, of which it is to be a copy; without it, it is empty.</param>
    public async Task<string> CreateDatabase(string? template = null)
    {
        if (binaries.Length == 0) throw SkipException.ForSkip("PostgreSQL's programs are not installed (Debian: apt-get install postgresql).");
        await starting.WaitAsync();
        try
        {
            if (folder is null) await Start();
        }
        finally
        {
            starting.Release();
        }
        string name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        await using NpgsqlConnection connection = new(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using NpgsqlCommand create = new($"CREATE DATABASE {name} TEMPLATE {(template is null ? "template1" : new NpgsqlConnectionStringBuilder(template).Database)}", connection);
        await create.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Where one of PostgreSQL's programs is.</summary>
    public string Program(string name) => Path.Combine(binaries, name);

    /// <summary>Kills the server's connections and starts it again: what a failing database looks like to its callers.</summary>
    public async Task Restart(TimeSpan pause)
    {
        await Stop();
        await Task.Delay(pause);
        await Serve();
    }

    /// <summary>Stops the server and deletes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (folder is null) return;
        await Stop();
        folder.Delete(recursive: true);
    }

    private async Task Start()
    {
        DirectoryInfo made = Directory.CreateTempSubdirectory("neuraltrader-pg-");
        if (IsRoot) await Run("chown", "postgres", made.FullName); // PostgreSQL refuses to be root
        folder = made;
        await AsOwner("initdb", "--pgdata", Data, "--username", "nt", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync");
        await Serve();
    }

    // Listening on loopback alone; the socket lies in the test's own folder.
    private Task Serve() => AsOwner(
        "pg_ctl", "start", "--wait", "--pgdata", Data, "--log", Path.Combine(folder!.FullName, "log"), "--options",
        string.Create(CultureInfo.InvariantCulture, $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder.FullName} -c max_connections=1000 -c shared_buffers=64MB"));

    private Task Stop() => AsOwner("pg_ctl", "stop", "--wait", "--mode", "immediate", "--pgdata", Data);

    private string Data => Path.Combine(folder!.FullName, "data");

    private static bool IsRoot => Environment.UserName == "root";

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Database={database};Username=nt;Timeout=5;Include Error Detail=true");

    private Task AsOwner(string program, params string[] arguments) => IsRoot
        ? Run("runuser", ["-u", "postgres", "--", Path.Combine(binaries, program), .. arguments])
        : Run(Path.Combine(binaries, program), arguments);

    private async Task Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/", RedirectStandardOutput = true })!; // and not read: it is chatter
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}; see {folder?.FullName}/log.");
    }

    private static int FreePort() => Ports.Free();
}
