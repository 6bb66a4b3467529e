using NeuralTrader.Abstractions.Trading;
using Orleans.Metadata;

namespace NeuralTrader.Grains.Trading.Halts;

/// <summary>Waits until no silo can act by what was known before an entry: each says so itself, or its older knowledge has run out.</summary>
/// <param name="grains">Reaches the silos.</param>
/// <param name="manifests">Says which silos have portfolios at all.</param>
/// <param name="clock">Counts how long that takes.</param>
public sealed class HaltAnnouncement(IGrainFactory grains, IClusterManifestProvider manifests, TimeProvider clock)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500); // clocks of two machines do not run at quite the same speed
    private static readonly TimeSpan LateDeath = TimeSpan.FromMinutes(2); // a silo declared dead that lives on in a split network has ended by then

    /// <summary>Tells every silo.</summary>
    /// <param name="version">The entry's place.</param>
    /// <returns>Who confirmed, who had to be waited out, and who is gone.</returns>
    public async Task<Announced> Tell(long version)
    {
        long written = clock.GetTimestamp();
        Task runOut = Task.Delay(TradingGate.Lease + Margin, clock);
        List<string> confirmed = [], waitedOut = [], gone = [];
        Task asked = Ask(version, confirmed, waitedOut, gone);
        await Task.WhenAny(asked, runOut);
        if (!asked.IsCompletedSuccessfully || waitedOut.Count + gone.Count > 0) await runOut;
        lock (confirmed)
            return new Announced(
                [.. confirmed.Order(StringComparer.Ordinal)], [.. waitedOut.Except(confirmed).Order(StringComparer.Ordinal)], [.. gone.Order(StringComparer.Ordinal)],
                clock.GetElapsedTime(written));
    }

    private async Task Ask(long version, List<string> confirmed, List<string> waitedOut, List<string> gone)
    {
        MembershipEntry[] concerned;
        try
        {
            concerned = [.. (await grains.GetGrain<IManagementGrain>(0).GetDetailedHosts()).Where(HasOrHadPortfolios)];
        }
#pragma warning disable CA1031 // who the members are cannot be had for any reason: then all are waited out
        catch (Exception)
#pragma warning restore CA1031
        {
            lock (confirmed) waitedOut.Add("every silo");
            return;
        }
        await Task.WhenAll(concerned.Select(async member =>
        {
            string silo = member.SiloAddress.ToParsableString();
            bool isGone = member.Status == SiloStatus.Dead;
            lock (confirmed) (isGone ? gone : waitedOut).Add(silo);
            if (isGone) return;
            try
            {
                await grains.GetGrain<IHaltWatchGrain>(silo).Know(version, CancellationToken.None);
                lock (confirmed)
                {
                    confirmed.Add(silo);
                    waitedOut.Remove(silo);
                }
            }
#pragma warning disable CA1031 // a silo that cannot be asked, for whatever reason, is waited out
            catch (Exception)
#pragma warning restore CA1031
            {
                // it is in the list
            }
        }));
    }

    // A front-end has no portfolios; a silo whose manifest is not here yet may.
    private bool HasOrHadPortfolios(MembershipEntry member)
    {
        if (member.Status == SiloStatus.Dead) return clock.GetUtcNow().UtcDateTime - LastSign(member) < LateDeath;
        GrainType type = grains.GetGrain<IHaltWatchGrain>(member.SiloAddress.ToParsableString()).GetGrainId().Type;
        return !manifests.Current.Silos.TryGetValue(member.SiloAddress, out GrainManifest? manifest) || manifest.Grains.ContainsKey(type);
    }

    private static DateTime LastSign(MembershipEntry member) =>
        (member.SuspectTimes ?? []).Select(vote => vote.Item2).Append(member.IAmAliveTime).Max();
}

/// <summary>Who knows.</summary>
/// <param name="Confirmed">Silos that said so.</param>
/// <param name="WaitedOut">Silos that did not.</param>
/// <param name="Gone">Silos that the membership had dead already, of late; they were waited out as well.</param>
/// <param name="Waited">How long it took.</param>
public sealed record Announced(IReadOnlyList<string> Confirmed, IReadOnlyList<string> WaitedOut, IReadOnlyList<string> Gone, TimeSpan Waited);
