using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NeuralTrader.ServiceDefaults;

/// <summary>
/// Has a member declared dead whose process has ended, as soon as a call to it fails: when its machine says twice, a moment apart, that nobody listens at its
/// port, and the database that its <see cref="MemberPresence"/> is over, no probe need be waited for. One that is frozen, whose machine is silent, or that a
/// firewall shuts off from whoever calls it, is left to <see cref="ClusterMembership"/>.
/// </summary>
/// <param name="services">The silo's; what a call goes through is made before the membership is.</param>
/// <param name="self">Who looks around.</param>
/// <param name="presence">Knows whose process has ended.</param>
/// <param name="log">Told of each member found gone.</param>
internal sealed partial class GoneMembers(IServiceProvider services, ILocalSiloDetails self, MemberPresence presence, ILogger<GoneMembers> log) : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100), Rest = TimeSpan.FromMilliseconds(250), Patience = TimeSpan.FromMilliseconds(500);
    private int isLooking;

    /// <inheritdoc/>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception fault) when (fault is SiloUnavailableException or OrleansMessageRejectionException)
        {
            if (Interlocked.Exchange(ref isLooking, 1) == 0) _ = Task.Run(LookAround);
            throw;
        }
    }

    /// <summary>Looks at all other members.</summary>
    internal async Task LookAround()
    {
        try
        {
            IClusterMembershipService membership = services.GetRequiredService<IClusterMembershipService>();
            SiloAddress[] silent = await Refusing(Others(membership));
            if (silent.Length > 0)
            {
                await Task.Delay(Moment);
                await membership.Refresh(); // who leaves in good order has said so there before it stops listening
                foreach (SiloAddress gone in await Refusing([.. silent.Intersect(Others(membership))]))
                {
                    if (!await presence.HasEnded(gone, CancellationToken.None)) continue;
                    Found(gone);
                    await membership.TryKill(gone);
                }
            }
            await Task.Delay(Rest);
        }
        catch (Exception fault) // the probes go on
        {
            Failed(fault);
        }
        finally
        {
            Volatile.Write(ref isLooking, 0);
        }
    }

    private SiloAddress[] Others(IClusterMembershipService membership) =>
    [
        .. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(self.SiloAddress))
            .Select(member => member.SiloAddress),
    ];

    private static async Task<SiloAddress[]> Refusing(SiloAddress[] members)
    {
        bool[] refuses = await Task.WhenAll(members.Select(Refuses));
        return [.. members.Where((_, i) => refuses[i])];
    }

    private static async Task<bool> Refuses(SiloAddress member)
    {
        using Socket socket = new(member.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using CancellationTokenSource patience = new(Patience);
        try
        {
            await socket.ConnectAsync(member.Endpoint, patience.Token);
            return false;
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The process of {Member} has ended: it is declared dead.")]
    private partial void Found(SiloAddress member);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Members that are gone could not be looked for.")]
    private partial void Failed(Exception fault);
}
