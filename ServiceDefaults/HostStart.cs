using Microsoft.Extensions.Hosting;

namespace NeuralTrader.ServiceDefaults;

/// <summary>Starting a host whole or not at all.</summary>
public static class HostStart
{
    /// <summary>Starts everything, or stops what was started: a silo that is only disposed complains at length.</summary>
    public static async Task StartOrStop(this IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        try
        {
            await host.StartAsync().ConfigureAwait(false);
        }
        catch
        {
            await host.StopAsync().ConfigureAwait(false);
            throw;
        }
    }
}
