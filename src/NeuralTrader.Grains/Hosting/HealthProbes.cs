using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using Orleans.Storage;

namespace NeuralTrader.Grains.Hosting;

/// <summary>Tries each part for real and measures it.</summary>
internal sealed class HealthProbes(
    IJournal journal, IBarStore bars, [FromKeyedServices("Default")] IGrainStorage storage, ComputeEngine engine, IGrainFactory grains,
    IClusterManifestProvider manifest, IClusterMembershipService membership, TimeProvider clock, IEnumerable<IHealthProbe> hosts)
{
    private const string ProbeBook = "system/health";
    private const long NoPlace = long.MaxValue; // nothing ever stands before it
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How the parts are; each has three seconds, all at once.</summary>
    public Task<HealthPart[]> Run(CancellationToken cancellationToken) => Task.WhenAll(
    [
        Try("journal", Journal, cancellationToken),
        Try("storage", Storage, cancellationToken),
        Try("market data", Bars, cancellationToken),
        Try("devices", _ => Task.FromResult(Machine.Health(engine.Devices)), cancellationToken),
        .. hosts.Select(probe => Try(probe.Name, probe.Look, cancellationToken)),
    ]);

    /// <summary>How many silos with grains are active, as this member knows it: the table of members may be what is gone.</summary>
    public int Silos()
    {
        GrainType ours = grains.GetGrain<ISystemGrain>(0).GetGrainId().Type;
        return membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active
            && (!manifest.Current.Silos.TryGetValue(member.SiloAddress, out Orleans.Metadata.GrainManifest? its) || its.Grains.ContainsKey(ours)));
    }

    // The probe's entry has no place in its book and is always refused: the refusal has been through queue, writer and lock, and the journal does not change.
    private async Task<(HealthState State, string Detail)> Journal(CancellationToken cancellationToken)
    {
        try
        {
            await journal.Append(new JournalEntry(ProbeBook, NoPlace, null, null, clock.GetUtcNow().UtcDateTime, "{}", []), cancellationToken);
            return (HealthState.Unhealthy, "an entry was taken that follows none");
        }
        catch (JournalConflictException)
        {
            await journal.Read(ProbeBook, 0, cancellationToken);
            return (HealthState.Healthy, "writes and reads");
        }
    }

    private async Task<(HealthState State, string Detail)> Storage(CancellationToken cancellationToken)
    {
        GrainId probe = GrainId.Create("health", Guid.NewGuid().ToString("N"));
        GrainState<HealthMark> mark = new(new HealthMark(clock.GetUtcNow().UtcDateTime));
        await storage.WriteStateAsync("health", probe, mark);
        await storage.ClearStateAsync("health", probe, mark);
        return (HealthState.Healthy, "saves a grain's state");
    }

    private async Task<(HealthState State, string Detail)> Bars(CancellationToken cancellationToken)
    {
        DataSummary data = await bars.Summarize(cancellationToken);
        return data.Bars > 0
            ? (HealthState.Healthy, string.Create(CultureInfo.InvariantCulture, $"{data.Bars:N0} bars of {data.Instruments} instruments"))
            : (HealthState.Degraded, "no market data is loaded");
    }

    private static async Task<HealthPart> Try(string name, Func<CancellationToken, Task<(HealthState State, string Detail)>> probe, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            (HealthState state, string detail) = await probe(cancellationToken).WaitAsync(Patience, cancellationToken);
            return new HealthPart(name, state, string.Create(CultureInfo.InvariantCulture, $"{detail} ({Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms)"));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // a probe's whole purpose
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return new HealthPart(name, HealthState.Unhealthy, fault is TimeoutException ? "no answer within 3 s" : fault.Message);
        }
    }
}

/// <summary>What the storage probe saves and clears again.</summary>
/// <param name="At">UTC.</param>
[GenerateSerializer, Immutable, Alias("health-mark")]
internal sealed record HealthMark(DateTime At)
{
    /// <summary>As storage makes it.</summary>
    public HealthMark()
        : this(default(DateTime))
    {
    }
}
