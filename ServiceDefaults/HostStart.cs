using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.ServiceDefaults;

/// <summary>Starting a host whole or not at all.</summary>
public static class HostStart
{
    /// <summary>Starts everything, or stops what was started and disposes all: a silo that is only disposed complains at length.</summary>
    /// <exception cref="StartupException">It was told to stop meanwhile.</exception>
    /// <remarks>What is thrown is why it did not start; a silo that ended half-way cannot be stopped, and would put its own complaint in the place of that.</remarks>
    public static async Task StartOrStop(this IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        try
        {
            await host.StartAsync().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            bool wasTold = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;
            await Quietly(() => host.StopAsync()).ConfigureAwait(false);
            await Quietly(() => host is IAsyncDisposable all ? all.DisposeAsync().AsTask() : Task.Run(host.Dispose)).ConfigureAwait(false);
            if (wasTold && fault is OperationCanceledException) throw new StartupException("It was told to stop before it was up.");
            throw;
        }
    }

    private static async Task Quietly(Func<Task> end)
    {
        try
        {
            await end().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever it is follows from what went wrong first
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
