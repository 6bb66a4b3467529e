using NeuralTrader.Abstractions.Trading;

namespace NeuralTrader.Abstractions.Hosting;

/// <summary>Asks what the cluster is made of and how its members are.</summary>
[GenerateSerializer, Immutable, Alias("system.getClusterStatus")]
public sealed record GetClusterStatusRequest;

/// <summary>What the cluster is made of and how its members are. Every figure comes from the member itself, or is absent.</summary>
/// <param name="At">When it was asked, UTC.</param>
/// <param name="ClusterId">The cluster's name.</param>
/// <param name="Members">Silos that are not dead, oldest first.</param>
/// <param name="Grains">Activations by class, on all silos that answered.</param>
/// <param name="Deaths">Members that left or were declared dead of late, newest first.</param>
/// <param name="Storage">Where it all is kept; null where the silo that was asked cannot tell.</param>
/// <param name="Halts">What is halted; null where the journal does not answer.</param>
[GenerateSerializer, Immutable, Alias("system.getClusterStatus.answer")]
public sealed record ClusterStatus(
    DateTime At, string ClusterId, IReadOnlyList<ClusterMember> Members, IReadOnlyList<GrainCount> Grains, IReadOnlyList<ClusterDeath> Deaths,
    StorageStatus? Storage, TradingHaltList? Halts);

/// <summary>One member.</summary>
/// <param name="Silo">Its address.</param>
/// <param name="Name">Its name.</param>
/// <param name="Host">The machine; null where only the address is known.</param>
/// <param name="Status">As the membership says it: joining, active, shutting_down, stopping.</param>
/// <param name="Since">When it joined, UTC; null where only the address is known.</param>
/// <param name="IsFrontEnd">True for a member without grains of the platform; it serves HTTP and cannot be asked for a report.</param>
/// <param name="Answers">False when it did not answer within a second.</param>
/// <param name="Load">What runs on it; null when it did not answer.</param>
/// <param name="Report">What it says of itself; null for a front-end, and when it did not answer.</param>
[GenerateSerializer, Immutable, Alias("cluster-member")]
public sealed record ClusterMember(
    string Silo, string Name, string? Host, string Status, DateTime? Since, bool IsFrontEnd, bool Answers, MemberLoad? Load, SiloReport? Report);

/// <summary>What runs on a member.</summary>
/// <param name="Activations">Grains in memory, Orleans' own included.</param>
/// <param name="CpuUse">Of the machine's processors, a fraction; null where it is not measured yet.</param>
/// <param name="MemoryBytes">Memory in use, as Orleans measures it; null where it does not.</param>
/// <param name="IsOverloaded">True while it refuses calls.</param>
[GenerateSerializer, Immutable, Alias("member-load")]
public sealed record MemberLoad(int Activations, double? CpuUse, long? MemoryBytes, bool IsOverloaded);

/// <summary>What a silo says of itself.</summary>
/// <param name="Silo">Its address.</param>
/// <param name="Version">Version of its build.</param>
/// <param name="Commit">The source it was built from; null where the build does not say.</param>
/// <param name="StartedAt">When its process started, UTC.</param>
/// <param name="UptimeSeconds">Since then.</param>
/// <param name="ProcessId">Its process on its machine.</param>
/// <param name="Tags">What it was given as metadata, such as accelerator: cuda.</param>
/// <param name="Devices">What computes there.</param>
/// <param name="Queues">What waits there.</param>
/// <param name="HaltsKnown">Entries of the halts' audit that it knows.</param>
[GenerateSerializer, Immutable, Alias("silo-report")]
public sealed record SiloReport(
    string Silo, string Version, string? Commit, DateTime StartedAt, double UptimeSeconds, int ProcessId, IReadOnlyDictionary<string, string> Tags,
    IReadOnlyList<ComputeDevice> Devices, IReadOnlyList<QueueLoad> Queues, long HaltsKnown);

/// <summary>A queue of one process.</summary>
/// <param name="Name">Such as "journal", "compute" or "http money".</param>
/// <param name="Waiting">What waits in it.</param>
/// <param name="Running">What is being done; null where that cannot be told apart.</param>
/// <param name="LatestSeconds">How long the newest one that is done took from coming to done; null where that is not measured, or before the first.</param>
[GenerateSerializer, Immutable, Alias("queue-load")]
public sealed record QueueLoad(string Name, long Waiting, int? Running = null, double? LatestSeconds = null);

/// <summary>Activations of one class of grains.</summary>
/// <param name="Grain">The class.</param>
/// <param name="Activations">On all silos that answered.</param>
/// <param name="BySilo">On each of them that has any, by address.</param>
[GenerateSerializer, Immutable, Alias("grain-count")]
public sealed record GrainCount(string Grain, int Activations, IReadOnlyDictionary<string, int> BySilo);

/// <summary>A member that is no more.</summary>
/// <param name="Silo">Its address.</param>
/// <param name="Name">Its name.</param>
/// <param name="Host">The machine.</param>
/// <param name="Since">When it had joined, UTC.</param>
/// <param name="LastSign">When it left, or last wrote that it lives, or others that it does not, UTC.</param>
/// <param name="DeclaredBy">Members that found it dead; none where it left in good order.</param>
[GenerateSerializer, Immutable, Alias("cluster-death")]
public sealed record ClusterDeath(string Silo, string Name, string Host, DateTime Since, DateTime LastSign, IReadOnlyList<string> DeclaredBy)
{
    /// <summary>How it ended, in words: a successor at the same address finds its predecessor dead when it starts.</summary>
    public string HowItEnded()
    {
        string[] others = [.. DeclaredBy.Select(Address).Where(by => by != Address(Silo))];
        return DeclaredBy.Count == 0 ? "left in good order"
            : others.Length == 0 ? "gone without a word; a new one has its address" : $"declared dead by {string.Join(", ", others)}";
    }

    private static string Address(string silo) => silo.Split('@')[0];
}

/// <summary>Where it all is kept.</summary>
/// <param name="Description">In words, without a password.</param>
/// <param name="Schemas">Versions of the tables, by the name of the script that made them.</param>
/// <param name="Bytes">What it takes on disk; null where it cannot be told.</param>
[GenerateSerializer, Immutable, Alias("storage-status")]
public sealed record StorageStatus(string Description, IReadOnlyDictionary<string, int> Schemas, long? Bytes);
