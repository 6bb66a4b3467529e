using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Cli.Doctor;
using NeuralTrader.Domain.Trading.Halts;

namespace NeuralTrader.Cli.Tests;

public sealed class DiagnosisTests
{
    private const long Gibi = 1 << 30;
    private static readonly MachineFacts Machine = new(new Version(10, 0, 1), 65_536, 8 * Gibi, "3.50.0", null, CudaLibrary: false, CudaDevice: false, null, new HashSet<int>());
    private static readonly DirectoryFacts Place = new("/data", Exists: true, IsInUse: false, 100 * Gibi, "ext4", IsPrivate: true, 32, PepperIsPrivate: true, HasFirstKey: false, null);
    private static readonly DatabaseFacts Server = new("PostgreSQL", null, 150_018, TimeSpan.FromSeconds(0.2), null, [], IsEncrypted: false, IsLocal: true, 300);
    private static readonly PlatformAnswer Nobody = new(new Uri("http://127.0.0.1:5080/"), IsExpected: false, "refused", null, null);
    private static readonly PlatformAnswer Well = new(new Uri("http://127.0.0.1:5080/"), IsExpected: true, null, "Healthy", TimeSpan.FromSeconds(-0.4));
    private static readonly TradingHalt Halt = new(1, null, "Prices are wrong", "admin", new DateTime(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc), CancelOpenOrders: true, ByAdmin: true);
    private static readonly Facts OnDirectory = new(Machine, Place, null, Nobody, new PepperFacts(false, null));
    private static readonly Facts OnDatabase = new(Machine, null, Server, Nobody, new PepperFacts(true, null));

    private static readonly Dictionary<string, (Facts Facts, string Check, Verdict Verdict)> Cases = new()
    {
        ["old runtime"] = (OnDirectory with { Machine = Machine with { Runtime = new Version(9, 0) } }, ".NET", Verdict.Bad),
        ["no SQLite"] = (OnDirectory with { Machine = Machine with { Sqlite = null, SqliteFault = "not found" } }, "SQLite", Verdict.Bad),
        ["driver, no device"] = (OnDirectory with { Machine = Machine with { CudaLibrary = true } }, "GPU", Verdict.Warn),
        ["device, no driver"] = (OnDirectory with { Machine = Machine with { CudaDevice = true } }, "GPU", Verdict.Warn),
        ["a GPU"] = (OnDirectory with { Machine = Machine with { CudaDevice = true, CudaLibrary = true } }, "GPU", Verdict.Ok),
        ["few handles"] = (OnDirectory with { Machine = Machine with { FileHandles = 4096 } }, "File handles", Verdict.Warn),
        ["too few handles"] = (OnDirectory with { Machine = Machine with { FileHandles = 256 } }, "File handles", Verdict.Bad),
        ["endless handles"] = (OnDirectory with { Machine = Machine with { FileHandles = null } }, "File handles", Verdict.Ok),
        ["small memory"] = (OnDirectory with { Machine = Machine with { MemoryLimit = Gibi / 2 } }, "Memory", Verdict.Warn),
        ["tiny memory"] = (OnDirectory with { Machine = Machine with { MemoryLimit = Gibi / 4 } }, "Memory", Verdict.Bad),
        ["port taken"] = (OnDirectory with { Machine = Machine with { TakenPorts = new HashSet<int> { 5080 } } }, "Port 5080", Verdict.Warn),
        ["port taken by ours"] = (OnDirectory with { Machine = Machine with { TakenPorts = new HashSet<int> { 5080 } }, Platform = Well }, "Port 5080", Verdict.Ok),
        ["no silo port"] = (OnDirectory with { Machine = Machine with { TakenPorts = new HashSet<int>(Enumerable.Range(11111, 889)) } }, "Silo ports", Verdict.Bad),
        ["new directory"] = (OnDirectory with { Directory = Place with { Exists = false, PepperBytes = null } }, "Data directory", Verdict.Ok),
        ["damaged directory"] = (OnDirectory with { Directory = Place with { Fault = "it has no state.db" } }, "Data directory", Verdict.Bad),
        ["network share"] = (OnDirectory with { Directory = Place with { FileSystem = "nfs4" } }, "File system", Verdict.Bad),
        ["memory disk"] = (OnDirectory with { Directory = Place with { FileSystem = "tmpfs" } }, "File system", Verdict.Bad),
        ["little room"] = (OnDirectory with { Directory = Place with { FreeBytes = Gibi } }, "Free disk", Verdict.Warn),
        ["no room"] = (OnDirectory with { Directory = Place with { FreeBytes = Gibi / 8 } }, "Free disk", Verdict.Bad),
        ["open directory"] = (OnDirectory with { Directory = Place with { IsPrivate = false } }, "Privacy", Verdict.Warn),
        ["no pepper"] = (OnDirectory with { Directory = Place with { PepperBytes = null } }, "Pepper", Verdict.Warn),
        ["cut pepper"] = (OnDirectory with { Directory = Place with { PepperBytes = 31 } }, "Pepper", Verdict.Bad),
        ["open pepper"] = (OnDirectory with { Directory = Place with { PepperIsPrivate = false } }, "Pepper", Verdict.Bad),
        ["first key"] = (OnDirectory with { Directory = Place with { HasFirstKey = true } }, "First key", Verdict.Warn),
        ["no database"] = (OnDatabase with { Database = Server with { Unreachable = "refused" } }, "Database", Verdict.Bad),
        ["old server"] = (OnDatabase with { Database = Server with { ServerVersion = 130_012 } }, "Database", Verdict.Bad),
        ["clock drifts"] = (OnDatabase with { Database = Server with { ClockAhead = TimeSpan.FromSeconds(-20) } }, "Clock (database)", Verdict.Warn),
        ["clock is off"] = (OnDatabase with { Database = Server with { ClockAhead = TimeSpan.FromMinutes(-10) } }, "Clock (database)", Verdict.Bad),
        ["old tables"] = (OnDatabase with { Database = Server with { Fault = "run `migrate` first" } }, "Tables", Verdict.Bad),
        ["lossy server"] = (OnDatabase with { Database = Server with { LossySettings = ["fsync = off"] } }, "Durability", Verdict.Bad),
        ["open line"] = (OnDatabase with { Database = Server with { IsLocal = false } }, "Encryption", Verdict.Warn),
        ["few connections"] = (OnDatabase with { Database = Server with { FreeConnections = 20 } }, "Connections", Verdict.Warn),
        ["no connections"] = (OnDatabase with { Database = Server with { FreeConnections = 0 } }, "Connections", Verdict.Bad),
        ["pools too large"] = (OnDatabase with { Database = Server with { FreeConnections = 32, Allowed = 97, Members = 3, PoolSize = 100 } }, "Connections", Verdict.Warn),
        ["pools that fit"] = (OnDatabase with { Database = Server with { FreeConnections = 32, Allowed = 97, Members = 3, PoolSize = 30 } }, "Connections", Verdict.Ok),
        ["halted"] = (OnDirectory with { Platform = Well, Halts = new TradingHaltList([Halt], []) }, "Trading", Verdict.Warn),
        ["not halted"] = (OnDirectory with { Platform = Well, Halts = new TradingHaltList([], []) }, "Trading", Verdict.Ok),
        ["no secret"] = (OnDatabase with { Pepper = new PepperFacts(false, null) }, "Pepper", Verdict.Warn),
        ["short secret"] = (OnDatabase with { Pepper = new PepperFacts(true, "too short") }, "Pepper", Verdict.Bad),
        ["development"] = (OnDatabase with { Machine = Machine with { Environment = "Development" } }, "Environment", Verdict.Warn),
        ["platform down"] = (OnDirectory with { Platform = Nobody with { IsExpected = true } }, "Platform", Verdict.Bad),
        ["platform ill"] = (OnDirectory with { Platform = Well with { Health = "Unhealthy" } }, "Platform", Verdict.Bad),
        ["platform limps"] = (OnDirectory with { Platform = Well with { Health = "Degraded" } }, "Platform", Verdict.Warn),
        ["something else answers"] = (OnDirectory with { Platform = Well with { Health = null } }, "Platform", Verdict.Warn),
        ["platform's clock"] = (OnDirectory with { Platform = Well with { ClockAhead = TimeSpan.FromMinutes(2) } }, "Clock (platform)", Verdict.Bad),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void Where_all_is_as_it_should_be_nothing_is_found() => Assert.All(
        (Facts[])[OnDirectory, OnDatabase, OnDirectory with { Platform = Well }],
        facts => Assert.All(Diagnosis.Of(facts).Findings, finding => Assert.Equal((finding.Check, Verdict.Ok, null), (finding.Check, finding.Verdict, finding.Cure))));

    [Theory, MemberData(nameof(Names))]
    public void What_is_wrong_is_found_alone_and_comes_with_its_cure(string name)
    {
        (Facts facts, string check, Verdict verdict) = Cases[name];
        Examination examination = Diagnosis.Of(facts);
        Assert.Equal(verdict, examination.Verdict);
        Finding found = examination.Findings.Single(finding => finding.Check == check);
        Assert.Equal(verdict, found.Verdict);
        Assert.Equal(verdict != Verdict.Ok, found.Cure is not null);
        Assert.All(examination.Findings.Where(finding => finding != found), finding => Assert.Equal((finding.Check, Verdict.Ok), (finding.Check, finding.Verdict)));
    }

    [Fact]
    public void Of_a_database_that_cannot_be_asked_nothing_else_is_said() =>
        Assert.DoesNotContain(Diagnosis.Of(OnDatabase with { Database = Server with { Unreachable = "refused" } }).Findings, finding => finding.Check is "Tables" or "Clock (database)");
}
