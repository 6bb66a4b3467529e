using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace NeuralTrader.ServiceDefaults;

/// <summary>What memory the process may have, under the meter "NeuralTrader": above it a container is killed.</summary>
internal sealed class MemoryLimit : IHostedService, IDisposable
{
    private static readonly string[] Groups = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]; // of the second and the first form
    private readonly Meter meter = new("NeuralTrader");

    /// <summary>Bytes that the process may have: its container's limit, or all of the machine's.</summary>
    /// <param name="group">What the container's file says; "max" and 2^60 and above stand for no limit.</param>
    /// <param name="machine">What the runtime counts on: of a machine all, of a container a share.</param>
    public static long Of(string? group, long machine) =>
        long.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) && limit is > 0 and < 1L << 60 ? limit : machine;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.CreateObservableGauge("neuraltrader.memory.limit", Read, "By", "Bytes that the process may have: its container's limit, or all of the machine's.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private static long Read() => Of(Groups.Where(File.Exists).Select(file => File.ReadAllText(file).Trim()).FirstOrDefault(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
}
