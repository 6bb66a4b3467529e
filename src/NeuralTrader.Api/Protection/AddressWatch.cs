using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Addresses;
using NeuralTrader.Domain.Security.Limits;
using Orleans.Runtime;

namespace NeuralTrader.Api.Protection;

/// <summary>
/// Counts the requests of each address that no key answers for, and tells the cluster of every tenth part of what a minute allows: there they are added
/// to those of the other interfaces, and the address is blocked on all when they are too many. Most addresses never come so far and cost no message.
/// </summary>
internal sealed partial class AddressWatch(IGrainFactory grains, ProtectionWatch watch, TimeProvider clock, ILogger<AddressWatch> log)
{
    private const int MostAddresses = 100_000, MostReports = 64, Portions = 10;

    private readonly RequestCounts counts = new(MostAddresses);
    private readonly ConcurrentDictionary<AddressRange, int> unreported = new();
    private int reports;

    /// <summary>Counts a request.</summary>
    public void Count(AddressRange caller)
    {
        if (watch.Limits is not { } limits || watch.Addresses.IsExempt(caller)) return;
        int portion = Math.Max(1, limits.AddressRequestsPerMinute / Portions);
        if (counts.Add(caller, 1, clock.Milliseconds()) < portion)
        {
            unreported.TryRemove(caller, out _);
            return;
        }
        int requests = unreported.AddOrUpdate(caller, portion, static (_, known) => known + 1); // the first time all that brought it so far
        if (requests < portion || Volatile.Read(ref reports) >= MostReports || !unreported.TryUpdate(caller, 0, requests)) return;
        Interlocked.Increment(ref reports);
        _ = Report(caller, requests);
    }

    private async Task Report(AddressRange caller, int requests)
    {
        await Task.Yield();
        RequestContext.Clear(); // it is this process that reports, and not its caller
        try
        {
            string address = caller.ToString().Split('/')[0];
            DdosCheck answer = await grains.GetGrain<IProtectionGrain>(0).Report(new CheckDdosProtectionRequest(address, requests), CancellationToken.None).ConfigureAwait(false);
            if (!answer.IsAllowed) Blocked(answer.Caller, answer.Rule);
        }
#pragma warning disable CA1031 // a cluster that cannot be asked has every request refused anyway; the next report says more
        catch (Exception fault)
#pragma warning restore CA1031
        {
            NotReported(fault.Message);
        }
        finally
        {
            Interlocked.Decrement(ref reports);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Requests of {Address} are refused: {Rule}")]
    private partial void Blocked(string address, string rule);

    [LoggerMessage(Level = LogLevel.Debug, Message = "An address' requests could not be reported: {Reason}")]
    private partial void NotReported(string reason);
}
