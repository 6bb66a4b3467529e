using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Placement;

namespace NeuralTrader.ServiceDefaults;

/// <summary>
/// Tells the cluster every moment whether a device computes here, and hears where one does: a device that fails or comes back moves work. A process
/// that computes nothing only hears, since it places grains too.
/// </summary>
internal sealed partial class AcceleratorReport(
    AcceleratorBoard board, IGrainFactory grains, ILocalSiloDetails silo, ILogger<AcceleratorReport> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string here = silo.SiloAddress.ToParsableString();
        using PeriodicTimer timer = new(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                ICapabilityGrain all = grains.GetGrain<ICapabilityGrain>(0);
                board.Hear(await (board.HasCudaHere is { } hasCuda ? all.Exchange(here, hasCuda) : all.Hear()).ConfigureAwait(false));
            }
#pragma warning disable CA1031 // a cluster that is being formed, changed or left fails in any way; what was heard last holds until the next word
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Unheard(log, fault.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Where devices compute was not heard: {Reason}")]
    private static partial void Unheard(ILogger log, string reason);
}
