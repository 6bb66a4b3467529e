using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using NeuralTrader.Cli.Connection;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Moving;

namespace NeuralTrader.Cli.Doctor;

/// <summary>Looks at this machine, a data directory, and whoever answers at the platform's address; changes nothing.</summary>
internal static class Probe
{
    private const UnixFileMode OthersModes = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly string[] HealthWords = ["Unhealthy", "Healthy", "Degraded"]; // the first holds the second

    /// <summary>This machine.</summary>
    public static MachineFacts Machine(Func<string, string?> variable)
    {
        (string? sqlite, string? fault) = Sqlite();
        return new MachineFacts(
            Environment.Version, FileHandles(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, sqlite, fault, HasCuda(),
            OperatingSystem.IsWindows() ? HasCuda() : File.Exists("/dev/nvidiactl") || File.Exists("/dev/dxg"), variable("DOTNET_ENVIRONMENT") ?? variable("ASPNETCORE_ENVIRONMENT"),
            new HashSet<int>(IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port)));
    }

    /// <summary>A data directory.</summary>
    public static DirectoryFacts Directory(string path)
    {
        path = Path.GetFullPath(path);
        bool exists = System.IO.Directory.Exists(path);
        bool isUsed = exists && System.IO.Directory.EnumerateFileSystemEntries(path).Any();
        string pepper = Path.Combine(path, "pepper");
        (long? free, string? kind) = Disk(path);
        return new DirectoryFacts(
            path, isUsed, exists && IsLocked(Path.Combine(path, "lock")), free, kind, !exists || IsPrivate(path),
            File.Exists(pepper) ? (int)new FileInfo(pepper).Length : null, !File.Exists(pepper) || IsPrivate(pepper), File.Exists(Path.Combine(path, "first-api-key")),
            isUsed ? DataPlace.Of(path).Fault() : null);
    }

    /// <summary>The secret that members of a cluster share, as an environment has it.</summary>
    public static PepperFacts Pepper(Func<string, string?> variable)
    {
        try
        {
            return new PepperFacts(PepperText.Parse(variable("NeuralTrader__Security__Pepper")) is not null, null);
        }
        catch (StartupException fault)
        {
            return new PepperFacts(true, fault.Message);
        }
    }

    /// <summary>Whoever answers at an address.</summary>
    public static async Task<PlatformAnswer> Platform(Endpoint endpoint, bool isExpected, CancellationToken cancellationToken)
    {
        using HttpClient client = new() { BaseAddress = endpoint.Address, Timeout = Patience };
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri("health", UriKind.Relative), cancellationToken);
            TimeSpan? ahead = answer.Headers.Date is { } date ? DateTimeOffset.UtcNow - date - TimeSpan.FromSeconds(0.5) : null; // the header drops the fraction of a second
            string text = (await answer.Content.ReadAsStringAsync(cancellationToken)).Trim();
            return new PlatformAnswer(endpoint.Address, isExpected, null, HealthWords.FirstOrDefault(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)), ahead);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new PlatformAnswer(endpoint.Address, isExpected, fault is HttpRequestException ? fault.Message : "no answer within 5 s", null, null);
        }
    }

    private static (string? Version, string? Fault) Sqlite()
    {
        try
        {
            using SqliteConnection connection = new("Data Source=:memory:");
            connection.Open();
            return (connection.ServerVersion, null);
        }
        catch (Exception fault) when (fault is DllNotFoundException or TypeInitializationException or SqliteException or BadImageFormatException)
        {
            return (null, (fault.InnerException ?? fault).Message);
        }
    }

    private static bool HasCuda()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda" : "libcuda.so.1", out nint library)) return false;
        NativeLibrary.Free(library);
        return true;
    }

    // .NET has raised the soft limit to the hard one, here as in the platform.
    private static long? FileHandles()
    {
        const string Name = "Max open files";
        string? line = File.Exists("/proc/self/limits") ? File.ReadLines("/proc/self/limits").FirstOrDefault(one => one.StartsWith(Name, StringComparison.Ordinal)) : null;
        return line is not null && long.TryParse(line[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], out long limit) ? limit : null;
    }

    private static (long? Free, string? Kind) Disk(string path)
    {
        for (string? at = path; at is not null; at = Path.GetDirectoryName(at)) // the nearest that is there
        {
            if (!System.IO.Directory.Exists(at)) continue;
            DriveInfo drive = new(at);
            return (drive.AvailableFreeSpace, drive.DriveFormat);
        }
        return (null, null);
    }

    private static bool IsPrivate(string path) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & OthersModes) == 0;

    private static bool IsLocked(string marker)
    {
        if (!File.Exists(marker)) return false;
        try
        {
            using FileStream mine = new(marker, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
