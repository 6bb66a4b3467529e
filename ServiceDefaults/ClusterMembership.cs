using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace NeuralTrader.ServiceDefaults;

/// <summary>How the members of a cluster notice a death, and where they keep which grain lives where. All members must agree on it.</summary>
public static class ClusterMembership
{
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1), Refresh = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A silo that has left three probes unanswered and said nothing for three seconds is declared dead by two others. The directory of grains is
    /// spread over the members and handed on when one leaves; the stock one loses a share of all activations with every member that does.
    /// </summary>
    public static ISiloBuilder UseClusterMembership(this ISiloBuilder silo)
    {
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = Probe;
            options.NumMissedProbesLimit = 3;
            options.NumVotesForDeathDeclaration = 2;
            options.MaxProbeTimeout = Probe; // nobody votes against a member until three times as long after its last word: stock, a frozen one stays for 12 s
            options.EnableIndirectProbes = false; // two votes guard against one member's own troubles; a busy go-between is not believed
            options.TableRefreshTimeout = Refresh;
            options.IAmAliveTablePublishTimeout = Refresh; // who starts after all were killed waits until their last sign is three of these old
        });
#pragma warning disable ORLEANSEXP003 // experimental; what it is to do is in the tests of killed silos
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero); // else no grain of a dead silo's range can be placed for 18 s
        return silo;
    }
}
