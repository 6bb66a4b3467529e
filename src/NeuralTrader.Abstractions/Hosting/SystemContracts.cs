namespace NeuralTrader.Abstractions.Hosting;

/// <summary>Asks whether anybody answers.</summary>
[GenerateSerializer, Immutable, Alias("system.ping")]
public sealed record PingRequest;

/// <summary>Somebody answers.</summary>
/// <param name="Silo">Name of the silo that did.</param>
/// <param name="Time">Its clock, UTC.</param>
[GenerateSerializer, Immutable, Alias("system.ping.answer")]
public sealed record Pong(string Silo, DateTime Time);

/// <summary>Asks which version runs.</summary>
[GenerateSerializer, Immutable, Alias("system.getVersion")]
public sealed record GetVersionRequest;

/// <summary>Which version runs.</summary>
/// <param name="Product">The product's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Commit">The source it was built from; null where the build does not say.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Orleans">The Orleans version.</param>
[GenerateSerializer, Immutable, Alias("system.getVersion.answer")]
public sealed record VersionInfo(string Product, string Version, string? Commit, string Runtime, string Orleans);

/// <summary>Asks what the platform is made of and what works.</summary>
[GenerateSerializer, Immutable, Alias("system.getSystemInfo")]
public sealed record GetSystemInfoRequest;

/// <summary>A device that can compute.</summary>
/// <param name="Kind">"cpu" or "cuda".</param>
/// <param name="Name">As its maker calls it.</param>
/// <param name="Detail">Cores, vector width, memory.</param>
[GenerateSerializer, Immutable, Alias("compute-device")]
public sealed record ComputeDevice(string Kind, string Name, string Detail);

/// <summary>A part of the platform.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Works">True when it does, here and now.</param>
/// <param name="Detail">How it is set up, or why it does not work.</param>
[GenerateSerializer, Immutable, Alias("feature")]
public sealed record Feature(string Name, bool Works, string Detail);

/// <summary>What the platform is made of and what works.</summary>
/// <param name="Version">Which version runs.</param>
/// <param name="OperatingSystem">Of the silo that answered.</param>
/// <param name="StartedAt">When that silo started, UTC.</param>
/// <param name="Devices">What can compute.</param>
/// <param name="Features">Each part, and whether it works.</param>
/// <param name="FunctionsAvailable">Functions that work.</param>
/// <param name="FunctionsListed">Functions of the whole interface.</param>
/// <param name="Data">What market data is loaded.</param>
[GenerateSerializer, Immutable, Alias("system.getSystemInfo.answer")]
public sealed record SystemInfo(
    VersionInfo Version, string OperatingSystem, DateTime StartedAt, IReadOnlyList<ComputeDevice> Devices, IReadOnlyList<Feature> Features,
    int FunctionsAvailable, int FunctionsListed, DataSummary Data);

/// <summary>What market data is loaded.</summary>
/// <param name="Instruments">Instruments with at least one series.</param>
/// <param name="Series">Stored series.</param>
/// <param name="Bars">Stored bars.</param>
/// <param name="Newest">Start of the newest bar, UTC; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("data-summary")]
public sealed record DataSummary(int Instruments, int Series, long Bars, DateTime? Newest);

/// <summary>Asks whether everything is well.</summary>
[GenerateSerializer, Immutable, Alias("system.healthCheck")]
public sealed record HealthCheckRequest;

/// <summary>How a part is.</summary>
public enum HealthState
{
    /// <summary>It works.</summary>
    Healthy = 1,

    /// <summary>It works in part.</summary>
    Degraded = 2,

    /// <summary>It does not work.</summary>
    Unhealthy = 3,
}

/// <summary>How one part is.</summary>
/// <param name="Name">The part.</param>
/// <param name="State">How it is.</param>
/// <param name="Detail">What was measured.</param>
[GenerateSerializer, Immutable, Alias("health-part")]
public sealed record HealthPart(string Name, HealthState State, string Detail)
{
    /// <summary>The part that is PostgreSQL itself: where it is ill, the other parts are because of it.</summary>
    public const string Database = "database";
}

/// <summary>Whether everything is well.</summary>
/// <param name="State">The worst of the parts.</param>
/// <param name="StartedAt">When the silo that answered started, UTC.</param>
/// <param name="UptimeSeconds">Since then.</param>
/// <param name="Silos">Silos that are active.</param>
/// <param name="Parts">Storage, journal, feeds, devices.</param>
[GenerateSerializer, Immutable, Alias("system.healthCheck.answer")]
public sealed record HealthReport(HealthState State, DateTime StartedAt, double UptimeSeconds, int Silos, IReadOnlyList<HealthPart> Parts);

/// <summary>Brings the shipped data in, if it is not there yet, and says what the platform is ready for.</summary>
[GenerateSerializer, Immutable, Alias("system.initNeuralTrader")]
public sealed record InitNeuralTraderRequest;

/// <summary>What the platform is ready for.</summary>
/// <param name="Ready">True when storage and journal work and there is market data.</param>
/// <param name="Health">How the parts are.</param>
/// <param name="Data">What market data is loaded.</param>
/// <param name="NextSteps">What a newcomer may do now.</param>
[GenerateSerializer, Immutable, Alias("system.initNeuralTrader.answer")]
public sealed record InitAnswer(bool Ready, HealthReport Health, DataSummary Data, IReadOnlyList<string> NextSteps);

/// <summary>Stops the platform in good order.</summary>
/// <param name="Confirm">Must be "shutdown".</param>
[GenerateSerializer, Immutable, Alias("system.shutdown")]
public sealed record ShutdownRequest(string Confirm);

/// <summary>The platform is stopping.</summary>
/// <param name="Stopping">Names of the silos that stop.</param>
[GenerateSerializer, Immutable, Alias("system.shutdown.answer")]
public sealed record ShutdownAnswer(IReadOnlyList<string> Stopping);
