using System.Diagnostics.Metrics;
using System.Globalization;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.Silo.Operations;

/// <summary>What is left on the disk of the data directory.</summary>
internal sealed class DiskSpace : IHealthProbe, IDisposable
{
    private const long Little = 1L << 30, TooLittle = 64L << 20;
    private readonly Meter meter = new("NeuralTrader");
    private readonly DriveInfo drive;

    public DiskSpace(DataDirectory directory)
    {
        drive = new DriveInfo(directory.Path);
        meter.CreateObservableGauge("neuraltrader.disk.free", () => drive.AvailableFreeSpace, "By", "Bytes that the data directory may still grow by.");
    }

    /// <inheritdoc/>
    public string Name => "disk";

    /// <inheritdoc/>
    public Task<(HealthState State, string Detail)> Look(CancellationToken cancellationToken)
    {
        long free = drive.AvailableFreeSpace;
        HealthState state = free switch { < TooLittle => HealthState.Unhealthy, < Little => HealthState.Degraded, _ => HealthState.Healthy };
        return Task.FromResult((state, string.Create(CultureInfo.InvariantCulture, $"{free / 1048576.0 / 1024:0.0} GiB free")));
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
