using Microsoft.Extensions.Hosting;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Hosting;

namespace NeuralTrader.ServiceDefaults;

/// <summary>What this member does when all are told to leave.</summary>
internal sealed class MemberControl(ILocalSiloDetails silo, IGrainFactory grains, IHostApplicationLifetime host, bool hasGrains)
{
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromMilliseconds(250), LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>Carries an order out; the member's name.</summary>
    public string CarryOut(int order)
    {
        if (order == MemberOrders.Leave) _ = LeaveSoon(); // after the answer has left
        return silo.Name;
    }

    private async Task LeaveSoon()
    {
        using CancellationTokenSource limit = new(LongestWait);
        do await Task.Delay(TimeToAnswer, CancellationToken.None).ConfigureAwait(false);
        while (!hasGrains && AreGrainsThere() && !limit.IsCancellationRequested);
        host.StopApplication();
    }

    private bool AreGrainsThere()
    {
        try
        {
            grains.GetGrain<ISystemGrain>(0);
            return true;
        }
        catch (ArgumentException) // no member has a class for it any more
        {
            return false;
        }
    }
}
