using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Placement;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Grains.Trading.Halts;
using Orleans.Concurrency;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace NeuralTrader.Grains.Hosting;

/// <inheritdoc cref="ISiloReportGrain"/>
[OnNamedSilo, Reentrant]
internal sealed class SiloReportGrain(
    PlatformFacts facts, ComputeEngine engine, ILocalSiloDetails silo, IEnumerable<IQueueFigures> queues, TradingGate gate, IServiceProvider services,
    TimeProvider clock) : Grain, ISiloReportGrain
{
    /// <inheritdoc/>
    public Task<SiloReport> Read() => Task.FromResult(new SiloReport(
        silo.SiloAddress.ToParsableString(), ProductVersion.Current.Version, ProductVersion.Current.Commit, facts.StartedAt,
        (clock.GetUtcNow().UtcDateTime - facts.StartedAt).TotalSeconds, Environment.ProcessId,
        services.GetService<ISiloMetadataCache>()?.GetSiloMetadata(silo.SiloAddress).Metadata.ToDictionary() ?? [],
        Machine.Devices(engine.Devices),
        [.. queues.SelectMany(one => one.Queues), new QueueLoad("compute", engine.Waiting, engine.Running)],
        gate.Known.Version));
}
