using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace NeuralTrader.ServiceDefaults;

/// <summary>Says in a line each who has joined the cluster, who leaves and who is declared dead, as this member hears of it.</summary>
internal sealed partial class MembershipWatch(IClusterMembershipService membership, ILogger<MembershipWatch> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ClusterMembershipSnapshot known = membership.CurrentSnapshot;
        await foreach (ClusterMembershipSnapshot now in membership.MembershipUpdates.WithCancellation(stoppingToken).ConfigureAwait(false))
        {
            foreach (ClusterMember member in now.Members.Values)
                if (!known.Members.TryGetValue(member.SiloAddress, out ClusterMember? before) || before.Status != member.Status) Tell(member, before?.Status);
            known = now;
        }
    }

    private void Tell(ClusterMember member, SiloStatus? before)
    {
        switch (member.Status)
        {
            case SiloStatus.Active:
                Joined(log, member.Name, member.SiloAddress.Endpoint);
                break;
            case SiloStatus.Dead when before is SiloStatus.Active: // without leaving
                Died(log, member.Name, member.SiloAddress.Endpoint);
                break;
            case SiloStatus.Dead when before is not null:
                Left(log, member.Name, member.SiloAddress.Endpoint);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Silo} at {Address} is a member of the cluster.")]
    private static partial void Joined(ILogger log, string silo, IPEndPoint address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Silo} at {Address} did not answer any more and is no member now; its grains are started elsewhere when they are called.")]
    private static partial void Died(ILogger log, string silo, IPEndPoint address);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Silo} at {Address} has left the cluster.")]
    private static partial void Left(ILogger log, string silo, IPEndPoint address);
}
