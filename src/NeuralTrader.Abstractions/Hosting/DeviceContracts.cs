namespace NeuralTrader.Abstractions.Hosting;

/// <summary>Asks what can compute, on every silo.</summary>
[GenerateSerializer, Immutable, Alias("system.getDevices")]
public sealed record GetDevicesRequest;

/// <summary>How a device is.</summary>
public enum DeviceCondition
{
    /// <summary>It computes.</summary>
    Ready = 1,

    /// <summary>It is being opened, tested and measured.</summary>
    Starting = 2,

    /// <summary>It failed and will be tried again; the processor computes meanwhile.</summary>
    Degraded = 3,

    /// <summary>Its answers had other bits than the processor's; it is not used.</summary>
    Faulty = 4,

    /// <summary>There is none.</summary>
    Absent = 5,
}

/// <summary>How fast a device does one sort of work: a question takes fixedSeconds and its work divided by unitsPerSecond.</summary>
/// <param name="Work">What is computed.</param>
/// <param name="Unit">What it is counted in.</param>
/// <param name="FixedSeconds">What a question takes however small it is.</param>
/// <param name="UnitsPerSecond">The fastest of a few measurements; null where it was too fast to measure.</param>
/// <param name="MeasuredAt">When that was, UTC.</param>
[GenerateSerializer, Immutable, Alias("device-speed")]
public sealed record DeviceSpeed(string Work, string Unit, double FixedSeconds, double? UnitsPerSecond, DateTime MeasuredAt);

/// <summary>A device of a silo.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="Kind">"cpu" or "cuda".</param>
/// <param name="Name">As its maker calls it; "none" where there is none.</param>
/// <param name="Condition">How it is.</param>
/// <param name="Detail">What that rests on.</param>
/// <param name="MemoryBytes">Its memory; null where it is not known.</param>
/// <param name="Driver">The driver's version; null where there is none.</param>
/// <param name="SelfTestPassed">Whether its answers have the reference's bits; null where that was not tried.</param>
/// <param name="Speeds">How fast it does what.</param>
/// <param name="Waiting">Questions that wait for it; null for a processor, whose work waits by silo.</param>
/// <param name="Batches">What it was given since the silo started; empty for a processor.</param>
[GenerateSerializer, Immutable, Alias("device-info")]
public sealed record DeviceInfo(
    string Silo, string Kind, string Name, DeviceCondition Condition, string Detail, long? MemoryBytes, string? Driver, bool? SelfTestPassed,
    IReadOnlyList<DeviceSpeed> Speeds, int? Waiting, IReadOnlyList<DeviceBatches> Batches);

/// <summary>What a device was given of one sort of work: questions that wait together go out together.</summary>
/// <param name="Work">What is computed.</param>
/// <param name="Batches">How often.</param>
/// <param name="Questions">How many questions these were.</param>
/// <param name="Largest">Questions of the largest batch.</param>
[GenerateSerializer, Immutable, Alias("device-batches")]
public sealed record DeviceBatches(string Work, long Batches, long Questions, int Largest);

/// <summary>Computations that were done elsewhere than was wished or planned.</summary>
/// <param name="Reason">"no device", "no path" or "device failed".</param>
/// <param name="Count">How many since the silo started.</param>
[GenerateSerializer, Immutable, Alias("device-fallbacks")]
public sealed record DeviceFallbacks(string Reason, long Count);

/// <summary>How a silo's work goes.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="Running">Computations under way on its processor.</param>
/// <param name="Waiting">Computations that wait for a place there.</param>
/// <param name="CacheHits">Questions answered without computing.</param>
/// <param name="CacheMisses">Questions that were computed.</param>
/// <param name="CacheHitRate">Hits of all questions; null before the first.</param>
/// <param name="CachedAnswers">Answers kept.</param>
/// <param name="CachedBytes">What they weigh.</param>
/// <param name="Fallbacks">Computations that were done elsewhere than was wished or planned, by reason.</param>
[GenerateSerializer, Immutable, Alias("compute-load")]
public sealed record ComputeLoad(
    string Silo, int Running, int Waiting, long CacheHits, long CacheMisses, double? CacheHitRate, long CachedAnswers, long CachedBytes,
    IReadOnlyList<DeviceFallbacks> Fallbacks);

/// <summary>What can compute, and how it goes.</summary>
/// <param name="Devices">By silo.</param>
/// <param name="Loads">By silo.</param>
/// <param name="Unreachable">Silos that did not answer in time.</param>
[GenerateSerializer, Immutable, Alias("system.getDevices.answer")]
public sealed record DeviceList(IReadOnlyList<DeviceInfo> Devices, IReadOnlyList<ComputeLoad> Loads, IReadOnlyList<string> Unreachable);
