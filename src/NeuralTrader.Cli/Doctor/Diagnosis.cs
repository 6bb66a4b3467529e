using System.Globalization;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Cli.Output;

namespace NeuralTrader.Cli.Doctor;

/// <summary>Says of facts what they mean and what to do.</summary>
internal static class Diagnosis
{
    private const int OldestServer = 140_000, Http = 5080, SiloHttp = 5090, FirstSilo = 11111, LastSilo = 11999;
    private const long Mebi = 1 << 20, Gibi = 1 << 30;
    private static readonly TimeSpan Drift = TimeSpan.FromSeconds(60), Suspicious = TimeSpan.FromSeconds(5);
    private static readonly string[] Networks = ["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "fuse.sshfs", "9p"];

    /// <summary>One finding for each examination, in the order in which a start would meet them.</summary>
    public static Examination Of(Facts facts)
    {
        List<Finding> findings = [.. Machine(facts.Machine), .. Ports(facts.Machine, facts.Platform)];
        if (facts.Directory is { } directory) findings.AddRange(Directory(directory));
        if (facts.Database is { } database) findings.AddRange([.. Database(database), Pepper(facts.Pepper), Development(facts.Machine)]);
        findings.AddRange(Platform(facts.Platform));
        if (facts.Platform.Fault is null) findings.Add(Trading(facts.Halts));
        return new Examination(findings.Max(finding => finding.Verdict), findings);
    }

    private static IEnumerable<Finding> Machine(MachineFacts machine)
    {
        yield return machine.Runtime.Major >= 10
            ? new(".NET", Verdict.Ok, machine.Runtime.ToString())
            : new(".NET", Verdict.Bad, machine.Runtime.ToString(), "install the runtime of .NET 10 or newer");
        yield return machine.Sqlite is { } sqlite
            ? new("SQLite", Verdict.Ok, sqlite)
            : new("SQLite", Verdict.Bad, $"its library cannot be loaded: {machine.SqliteFault}", "run the build for this processor and operating system (`dotnet publish -r …`)");
        yield return (machine.CudaLibrary, machine.CudaDevice) switch
        {
            (true, true) => new("GPU", Verdict.Ok, "NVIDIA's driver and a device are there"),
            (true, false) => new("GPU", Verdict.Warn, "NVIDIA's libcuda is there, and no device", "give the process the device (`--gpus all` in Docker, a device plugin in Kubernetes), or ignore this"),
            (false, true) => new("GPU", Verdict.Warn, "a device of NVIDIA's is there, and no libcuda", "install the driver's library, or in a container the NVIDIA container toolkit"),
            (false, false) => new("GPU", Verdict.Ok, "none; everything is computed on processors"),
        };
        yield return machine.FileHandles switch
        {
            < 1024 and { } few => new("File handles", Verdict.Bad, Figures.Whole(few), "raise the limit to 65536 (`ulimit -n`, LimitNOFILE= in systemd)"),
            < 16_384 and { } few => new("File handles", Verdict.Warn, $"{Figures.Whole(few)}: too few for ten thousand callers at once", "raise the limit to 65536 (`ulimit -n`, LimitNOFILE= in systemd)"),
            { } enough => new("File handles", Verdict.Ok, Figures.Whole(enough)),
            null => new("File handles", Verdict.Ok, "no limit"),
        };
        yield return machine.MemoryLimit switch
        {
            < 384 * Mebi and { } little => new("Memory", Verdict.Bad, Figures.Bytes(little), "give the process at least 1 GiB"),
            < Gibi and { } little => new("Memory", Verdict.Warn, Figures.Bytes(little), "give the process at least 1 GiB; large simulations are refused or slow"),
            { } enough => new("Memory", Verdict.Ok, Figures.Bytes(enough)),
            null => new("Memory", Verdict.Warn, "the limit is not known"),
        };
    }

    private static IEnumerable<Finding> Ports(MachineFacts machine, PlatformAnswer platform)
    {
        bool isOurs = platform.Fault is null && platform.Url.IsLoopback;
        foreach (int port in (int[])[Http, SiloHttp])
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"Port {port}");
            yield return !machine.TakenPorts.Contains(port)
                ? new(name, Verdict.Ok, "free")
                : isOurs && platform.Url.Port == port
                    ? new(name, Verdict.Ok, "taken by the platform")
                    : new(name, Verdict.Warn, "taken by another program, or by a member of ours", "start with --urls and another port where this one is wanted");
        }
        yield return Enumerable.Range(FirstSilo, LastSilo - FirstSilo + 1).Any(port => !machine.TakenPorts.Contains(port))
            ? new("Silo ports", Verdict.Ok, "one of 11111 to 11999 is free")
            : new("Silo ports", Verdict.Bad, "none of 11111 to 11999 is free", "name another with Orleans:Endpoints:SiloPort");
    }

    private static IEnumerable<Finding> Directory(DirectoryFacts directory)
    {
        yield return directory switch
        {
            { Exists: false } => new("Data directory", Verdict.Ok, $"{directory.Path} is not there yet: the first start makes it"),
            { Fault: { } fault } => new("Data directory", Verdict.Bad, fault, "bring back the last back-up (`nt data restore`), or use the build that wrote it"),
            _ => new("Data directory", Verdict.Ok, $"{directory.Path}, {(directory.IsInUse ? "a platform has it" : "free")}, tables of this build's form"),
        };
        yield return directory.FileSystem is { } kind && Networks.Contains(kind, StringComparer.OrdinalIgnoreCase)
            ? new("File system", Verdict.Bad, $"{kind}: SQLite's locks do not hold on a network share", "put the directory on a local disk, or use PostgreSQL")
            : directory.FileSystem is "tmpfs" or "ramfs"
                ? new("File system", Verdict.Bad, $"{directory.FileSystem}: gone with the next restart of the machine", "put the directory on a disk")
                : new("File system", Verdict.Ok, directory.FileSystem ?? "not known");
        yield return directory.FreeBytes switch
        {
            < 256 * Mebi and { } little => new("Free disk", Verdict.Bad, Figures.Bytes(little), "make room: orders are refused when the journal cannot be written"),
            < 2 * Gibi and { } little => new("Free disk", Verdict.Warn, Figures.Bytes(little), "make room before it is used up"),
            { } enough => new("Free disk", Verdict.Ok, Figures.Bytes(enough)),
            null => new("Free disk", Verdict.Warn, "not known"),
        };
        if (!directory.Exists) yield break;
        yield return directory.IsPrivate
            ? new("Privacy", Verdict.Ok, "only its owner can enter the data directory")
            : new("Privacy", Verdict.Warn, "others can enter the data directory", $"chmod 700 {directory.Path}");
        yield return directory switch
        {
            { PepperBytes: null } => new("Pepper", Verdict.Warn, "no file `pepper`: the next start makes one, and no older key works with it", "put the file back, or configure NeuralTrader:Security:Pepper"),
            { PepperBytes: not 32 and { } size } => new("Pepper", Verdict.Bad, FormattableString.Invariant($"the file `pepper` has {size} bytes instead of 32"), "put back the copy from the back-up"),
            { PepperIsPrivate: false } => new("Pepper", Verdict.Bad, "others can read the file `pepper`", $"chmod 600 {Path.Combine(directory.Path, "pepper")}, and make new keys if somebody may have"),
            _ => new("Pepper", Verdict.Ok, "there, for its owner alone"),
        };
        if (directory.HasFirstKey)
            yield return new("First key", Verdict.Warn, "the file `first-api-key` still lies in the data directory", "put the key away (`nt login`) and delete the file");
    }

    private static IEnumerable<Finding> Database(DatabaseFacts database)
    {
        if (database.Unreachable is { } why)
        {
            yield return new("Database", Verdict.Bad, $"{database.Description}: {why}", "start the server, or correct host, name, user and password of ConnectionStrings:neuraltrader");
            yield break;
        }
        yield return database.ServerVersion >= OldestServer
            ? new("Database", Verdict.Ok, string.Create(CultureInfo.InvariantCulture, $"{database.Description}, version {database.ServerVersion / 10_000}.{database.ServerVersion % 10_000}"))
            : new("Database", Verdict.Bad, string.Create(CultureInfo.InvariantCulture, $"{database.Description}, version {database.ServerVersion / 10_000}"), "use PostgreSQL 14 or newer");
        yield return Clock("Clock (database)", database.ClockAhead, "the database's", "; a cluster takes no member that is more than a minute off");
        yield return database.Fault is { } fault ? new("Tables", Verdict.Bad, fault, "see the sentence") : new("Tables", Verdict.Ok, "of this build's form");
        yield return database.LossySettings.Count == 0
            ? new("Durability", Verdict.Ok, "what the server acknowledges is on its disk")
            : new("Durability", Verdict.Bad, $"{string.Join(", ", database.LossySettings)}: the server acknowledges what a power cut takes away", "set them to on in postgresql.conf");
        yield return database.IsEncrypted || database.IsLocal
            ? new("Encryption", Verdict.Ok, database.IsEncrypted ? "the connection is encrypted" : "the server is this machine")
            : new("Encryption", Verdict.Warn, "the connection to another machine is not encrypted", "add SSL Mode=VerifyFull to the connection string");
        yield return database.FreeConnections switch
        {
            < 5 => new("Connections", Verdict.Bad, FormattableString.Invariant($"{database.FreeConnections} left"), "raise max_connections: a busy member uses some dozens"),
            < 30 => new("Connections", Verdict.Warn, FormattableString.Invariant($"{database.FreeConnections} left"), "raise max_connections: a busy member uses some dozens"),
            _ when database.Members * database.PoolSize > database.Allowed => new(
                "Connections", Verdict.Warn,
                FormattableString.Invariant($"{database.FreeConnections} left; {database.Members} members may open {database.PoolSize} each, and the server has {database.Allowed}"),
                FormattableString.Invariant($"add Maximum Pool Size={Math.Max(10, database.Allowed / database.Members)} to every member's connection string, or raise max_connections")),
            _ => new("Connections", Verdict.Ok, FormattableString.Invariant($"{database.FreeConnections} left")),
        };
    }

    private static Finding Pepper(PepperFacts pepper) => pepper switch
    {
        { Fault: { } fault } => new("Pepper", Verdict.Bad, fault, "give all members the one secret that keys were hashed with"),
        { IsSet: true } => new("Pepper", Verdict.Ok, "set in this environment"),
        _ => new("Pepper", Verdict.Warn, "not in this environment: a member that is started from it does not start", "set NeuralTrader__Security__Pepper, the same for all members"),
    };

    private static Finding Development(MachineFacts machine) => machine.Environment == "Development"
        ? new("Environment", Verdict.Warn, "Development: members change the tables by themselves", "leave DOTNET_ENVIRONMENT unset outside of development, and run `migrate`")
        : new("Environment", Verdict.Ok, machine.Environment ?? "Production");

    private static IEnumerable<Finding> Platform(PlatformAnswer platform)
    {
        if (platform.Fault is { } fault)
        {
            yield return platform.IsExpected
                ? new("Platform", Verdict.Bad, $"{platform.Url}: {fault}", "start it, or correct --url")
                : new("Platform", Verdict.Ok, $"none answers at {platform.Url}");
            yield break;
        }
        yield return platform.Health switch
        {
            "Healthy" => new("Platform", Verdict.Ok, $"{platform.Url}: Healthy"),
            "Unhealthy" => new("Platform", Verdict.Bad, $"{platform.Url}: Unhealthy", "`nt health` says what"),
            { } other => new("Platform", Verdict.Warn, $"{platform.Url}: {other}", "`nt health` says what"),
            null => new("Platform", Verdict.Warn, $"{platform.Url} answers, and does not say how it is", "`nt health` says more"),
        };
        if (platform.ClockAhead is { } ahead) yield return Clock("Clock (platform)", ahead, "the platform's", "");
    }

    private static Finding Trading(TradingHaltList? halts) => halts switch
    {
        null => new("Trading", Verdict.Ok, "halts are told to who has a key alone (`nt login`)"),
        { InForce: [] } => new("Trading", Verdict.Ok, "no halt is in force"),
        { InForce: [var first, ..] all } => new(
            "Trading", Verdict.Warn,
            string.Create(CultureInfo.InvariantCulture, $"{all.Count} {(all.Count == 1 ? "halt" : "halts")} in force: {first.Scope}, since {Figures.Time(first.HaltedAt)} by {first.HaltedBy}: {first.Reason}"),
            "`nt resume` lets trading go on, when the reason is gone"),
    };

    private static Finding Clock(string check, TimeSpan ahead, string whose, string why)
    {
        string found = string.Create(CultureInfo.InvariantCulture, $"{ahead.Duration().TotalSeconds:0.0} s {(ahead < TimeSpan.Zero ? "behind" : "ahead of")} {whose}");
        return ahead.Duration() > Drift
            ? new(check, Verdict.Bad, found, $"set this machine's clock (chrony, systemd-timesyncd){why}")
            : ahead.Duration() > Suspicious
                ? new(check, Verdict.Warn, found, $"let a time server set this machine's clock{why}")
                : new(check, Verdict.Ok, found);
    }
}
