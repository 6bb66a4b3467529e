using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Placement;
using NeuralTrader.Compute.Devices;

namespace NeuralTrader.Grains.Hosting;

/// <inheritdoc cref="IDevicesGrain"/>
[OnNamedSilo]
internal sealed class DevicesGrain(ComputeEngine engine, AnswerCache cache, ILocalSiloDetails silo) : Grain, IDevicesGrain
{
    /// <inheritdoc/>
    public async Task<DeviceList> Read(CancellationToken cancellationToken)
    {
        IReadOnlyList<KernelSpeed> processor = await Task.Run(engine.Devices.Processor, cancellationToken); // the first time it is measured
        AnswerCacheFigures kept = cache.Figures;
        long asked = kept.Hits + kept.Misses;
        return new DeviceList(
            [Machine.Processor(silo.Name, processor), .. Machine.Cuda(silo.Name, engine.Devices)],
            [
                new ComputeLoad(
                    silo.Name, engine.Running, engine.Waiting, kept.Hits, kept.Misses, asked == 0 ? null : kept.Hits / (double)asked, kept.Entries, kept.Bytes,
                    [.. engine.Fallbacks.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new DeviceFallbacks(one.Key, one.Value))]),
            ],
            []);
    }
}
