using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace NeuralTrader.Benchmarks.Cluster;

/// <summary>A PostgreSQL server of the benchmark's own, with full durability, from the machine's binaries.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private static readonly string? Binaries = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")).FirstOrDefault(place => File.Exists(Path.Combine(place, "initdb")))
        : null;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nt-bench-pg-");
    private readonly int port = FreePort();

    /// <summary>Whether the machine has one.</summary>
    public static bool IsInstalled => Binaries is not null;

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts it.</summary>
    public static async Task<OwnPostgres> Start()
    {
        OwnPostgres server = new();
        if (Environment.UserName == "root") await Run("chown", "postgres", server.folder.FullName); // PostgreSQL refuses to be root
        await AsOwner("initdb", "--pgdata", server.Data, "--username", "nt", "--auth", "trust", "--encoding", "UTF8", "--locale", "C");
        await AsOwner(
            "pg_ctl", "start", "--wait", "--pgdata", server.Data, "--log", Path.Combine(server.folder.FullName, "log"), "--options",
            string.Create(CultureInfo.InvariantCulture, $"-p {server.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={server.folder.FullName} -c shared_buffers=256MB -c max_wal_size=4GB"));
        return server;
    }

    /// <summary>A source of connections to a new database.</summary>
    public async Task<NpgsqlDataSource> Database(string name)
    {
        await using NpgsqlDataSource all = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using (NpgsqlCommand create = all.CreateCommand($"CREATE DATABASE {name}")) await create.ExecuteNonQueryAsync();
        return NpgsqlDataSource.Create(ConnectionString(name) + ";Max Auto Prepare=50;Maximum Pool Size=80");
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await AsOwner("pg_ctl", "stop", "--wait", "--mode", "immediate", "--pgdata", Data);
        folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(folder.FullName, "data");

    private string ConnectionString(string database) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Database={database};Username=nt");

    private static Task AsOwner(string program, params string[] arguments) => Environment.UserName == "root"
        ? Run("runuser", ["-u", "postgres", "--", Path.Combine(Binaries!, program), .. arguments])
        : Run(Path.Combine(Binaries!, program), arguments);

    private static async Task Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/", RedirectStandardOutput = true })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
