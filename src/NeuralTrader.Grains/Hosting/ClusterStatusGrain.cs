using Microsoft.Extensions.Options;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Trading;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Metadata;
using ClusterMember = NeuralTrader.Abstractions.Hosting.ClusterMember;

namespace NeuralTrader.Grains.Hosting;

/// <summary>Asks every member at once and gives each a second: one that is frozen holds up nobody.</summary>
[StatelessWorker, Reentrant]
internal sealed class ClusterStatusGrain(
    IClusterMembershipService membership, IClusterManifestProvider manifests, IOptions<ClusterOptions> cluster, IEnumerable<IStorageFigures> storage,
    TimeProvider clock) : Grain, IClusterStatusGrain
{
    private const int MostDeaths = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private IManagementGrain Management => GrainFactory.GetGrain<IManagementGrain>(0);

    /// <inheritdoc/>
    public async Task<ClusterStatus> Read(CancellationToken cancellationToken)
    {
        Task<MembershipEntry[]?> table = InTime(Management.GetDetailedHosts(onlyActive: false, cancellationToken));
        Task<TradingHaltList?> halts = InTime(GrainFactory.GetGrain<ITradingHaltGrain>(0).Read(new GetTradingHaltsRequest(Limit: 20), cancellationToken));
        Task<StorageStatus?> kept = storage.FirstOrDefault() is { } figures ? InTime(figures.Read(cancellationToken)) : Task.FromResult<StorageStatus?>(null);
        (SiloAddress Silo, string Name, SiloStatus Status)[] living =
            [.. membership.CurrentSnapshot.Members.Values.Where(one => one.Status != SiloStatus.Dead).Select(one => (one.SiloAddress, one.Name, one.Status))];
        Dictionary<SiloAddress, MembershipEntry> entries = (await table ?? []).ToDictionary(entry => entry.SiloAddress);
        (ClusterMember Member, SimpleGrainStatistic[] Grains)[] asked =
            await Task.WhenAll(living.Select(one => Ask(one.Silo, one.Name, one.Status, entries.GetValueOrDefault(one.Silo))));
        return new ClusterStatus(
            clock.GetUtcNow().UtcDateTime, cluster.Value.ClusterId, [.. asked.Select(one => one.Member).OrderBy(member => member.Since).ThenBy(member => member.Silo, StringComparer.Ordinal)],
            Counted(asked.SelectMany(one => one.Grains)), Deaths(entries.Values), await kept, await halts);
    }

    private async Task<(ClusterMember Member, SimpleGrainStatistic[] Grains)> Ask(SiloAddress silo, string name, SiloStatus status, MembershipEntry? entry)
    {
        string address = silo.ToParsableString();
        ISiloReportGrain self = GrainFactory.GetGrain<ISiloReportGrain>(address);
        bool isFrontEnd = manifests.Current.Silos.TryGetValue(silo, out GrainManifest? manifest) && !manifest.Grains.ContainsKey(self.GetGrainId().Type);
        Task<SiloRuntimeStatistics[]?> running = InTime(Management.GetRuntimeStatistics([silo]));
        Task<SimpleGrainStatistic[]?> grains = InTime(Management.GetSimpleGrainStatistics([silo]));
        SiloReport? report = isFrontEnd ? null : await InTime(self.Read());
        SiloRuntimeStatistics? load = (await running)?.FirstOrDefault();
        ClusterMember member = new(
            address, name, entry?.HostName, Word(status), entry?.StartTime, isFrontEnd, load is not null && (isFrontEnd || report is not null),
            load is null ? null : new MemberLoad(load.ActivationCount, Fraction(load.EnvironmentStatistics.RawCpuUsagePercentage), Positive(load.EnvironmentStatistics.RawMemoryUsageBytes), load.IsOverloaded),
            report);
        return (member, await grains ?? []);
    }

    // Null for whoever is late or cannot be asked.
    private async Task<T?> InTime<T>(Task<T> answer)
        where T : class
    {
        try
        {
            return await answer.WaitAsync(Patience, clock);
        }
#pragma warning disable CA1031 // a member may be dying, frozen or unknown in any way; it is shown as one that does not answer
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static IReadOnlyList<GrainCount> Counted(IEnumerable<SimpleGrainStatistic> statistics) =>
    [
        .. statistics.GroupBy(one => ClassName(one.GrainType), StringComparer.Ordinal)
            .Select(grain => new GrainCount(
                grain.Key, grain.Sum(one => one.ActivationCount),
                grain.GroupBy(one => one.SiloAddress.ToParsableString(), StringComparer.Ordinal).ToDictionary(on => on.Key, on => on.Sum(one => one.ActivationCount))))
            .OrderByDescending(grain => grain.Activations).ThenBy(grain => grain.Grain, StringComparer.Ordinal),
    ];

    private static IReadOnlyList<ClusterDeath> Deaths(IEnumerable<MembershipEntry> entries) =>
    [
        .. entries.Where(entry => entry.Status == SiloStatus.Dead)
            .Select(entry => new ClusterDeath(
                entry.SiloAddress.ToParsableString(), entry.SiloName, entry.HostName, entry.StartTime,
                (entry.SuspectTimes ?? []).Select(vote => vote.Item2).Append(entry.IAmAliveTime).Max(),
                DeclaredBy(entry)))
            .OrderByDescending(death => death.LastSign).Take(MostDeaths),
    ];

    // Who leaves in good order votes for itself, at the very end; suspicions of others that came to nothing before do not count.
    private static IReadOnlyList<string> DeclaredBy(MembershipEntry entry)
    {
        SiloAddress[] voters = [.. (entry.SuspectTimes ?? []).Select(vote => vote.Item1).Distinct()];
        return voters.Contains(entry.SiloAddress) ? [] : [.. voters.Select(voter => voter.ToParsableString())];
    }

    // "NeuralTrader.Grains.Trading.PortfolioGrain,NeuralTrader.Grains" is a PortfolioGrain.
    private static string ClassName(string type) => type.Split(',')[0].Split('.')[^1];

    private static string Word(SiloStatus status) => status switch
    {
        SiloStatus.ShuttingDown => "shutting_down",
        _ => status.ToString().ToLowerInvariant(),
    };

    private static double? Fraction(float percent) => float.IsFinite(percent) && percent >= 0 ? percent / 100.0 : null;

    private static long? Positive(long bytes) => bytes > 0 ? bytes : null;
}
