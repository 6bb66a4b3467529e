using NeuralTrader.Abstractions.Trading;

namespace NeuralTrader.Cli.Doctor;

/// <summary>What the machine is like; null where it could not be known.</summary>
/// <param name="Runtime">.NET's version.</param>
/// <param name="FileHandles">How many files and sockets a process may have open; null for no limit.</param>
/// <param name="MemoryLimit">Bytes that the control group or the machine allows.</param>
/// <param name="Sqlite">SQLite's version; null where its library cannot be loaded.</param>
/// <param name="SqliteFault">Why it cannot.</param>
/// <param name="CudaLibrary">Whether the driver's library libcuda is there.</param>
/// <param name="CudaDevice">Whether a device file of NVIDIA's is there.</param>
/// <param name="Environment">DOTNET_ENVIRONMENT.</param>
/// <param name="TakenPorts">Ports of this machine that somebody listens on.</param>
internal sealed record MachineFacts(
    Version Runtime, long? FileHandles, long? MemoryLimit, string? Sqlite, string? SqliteFault, bool CudaLibrary, bool CudaDevice, string? Environment,
    IReadOnlySet<int> TakenPorts);

/// <summary>What a data directory is like.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Exists">False before the first start.</param>
/// <param name="IsInUse">Whether a process has it.</param>
/// <param name="FreeBytes">Room on its file system; null where that is not known.</param>
/// <param name="FileSystem">The file system's kind, such as ext4.</param>
/// <param name="IsPrivate">Whether only its owner can enter it.</param>
/// <param name="PepperBytes">Size of the file pepper; null where there is none.</param>
/// <param name="PepperIsPrivate">Whether only its owner can read it.</param>
/// <param name="HasFirstKey">Whether the first key still lies there.</param>
/// <param name="Fault">Why this build cannot read it; null where it can.</param>
internal sealed record DirectoryFacts(
    string Path, bool Exists, bool IsInUse, long? FreeBytes, string? FileSystem, bool IsPrivate, int? PepperBytes, bool PepperIsPrivate, bool HasFirstKey, string? Fault);

/// <summary>What a database is like.</summary>
/// <param name="Description">Which, without a password.</param>
/// <param name="Unreachable">Why it cannot be asked; null where it can, and all that follows is known.</param>
/// <param name="ServerVersion">Such as 150018 for 15.18.</param>
/// <param name="ClockAhead">How far this machine's clock is ahead of the server's; negative for behind.</param>
/// <param name="Fault">Why its tables do not fit this build; null where they do.</param>
/// <param name="LossySettings">Settings under which the server acknowledges what it may lose, such as fsync = off.</param>
/// <param name="IsEncrypted">Whether the connection is.</param>
/// <param name="IsLocal">Whether the server is this machine.</param>
/// <param name="FreeConnections">Connections that the server still has for us.</param>
/// <param name="Allowed">Connections that it has for us in all.</param>
/// <param name="Members">Active members of clusters on it.</param>
/// <param name="PoolSize">Most connections that each of them opens, if all have this connection string.</param>
internal sealed record DatabaseFacts(
    string Description, string? Unreachable, int ServerVersion, TimeSpan ClockAhead, string? Fault, IReadOnlyList<string> LossySettings, bool IsEncrypted, bool IsLocal,
    int FreeConnections, int Allowed = 0, int Members = 0, int PoolSize = 0);

/// <summary>What answers at the platform's address.</summary>
/// <param name="Url">The address.</param>
/// <param name="IsExpected">Whether somebody named it, so that something should be there.</param>
/// <param name="Fault">Why nothing answers as a platform; null where it does.</param>
/// <param name="Health">What it says of itself; null where it does not.</param>
/// <param name="ClockAhead">How far this machine's clock is ahead of its own, to a second; null where it does not say.</param>
internal sealed record PlatformAnswer(Uri Url, bool IsExpected, string? Fault, string? Health, TimeSpan? ClockAhead);

/// <summary>The secret of the keys, as this environment has it.</summary>
/// <param name="IsSet">Whether it has.</param>
/// <param name="Fault">What is wrong with it; null for nothing.</param>
internal sealed record PepperFacts(bool IsSet, string? Fault);

/// <summary>Everything that is looked at; halts are null where the platform does not tell them.</summary>
internal sealed record Facts(MachineFacts Machine, DirectoryFacts? Directory, DatabaseFacts? Database, PlatformAnswer Platform, PepperFacts Pepper, TradingHaltList? Halts = null);
