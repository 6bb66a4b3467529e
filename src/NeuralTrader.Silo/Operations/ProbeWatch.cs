using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Silo.Hosting;

namespace NeuralTrader.Silo.Operations;

/// <summary>Tries the host's own parts every minute, whether anybody asks or not: what they measure is told by metrics, and what is wrong is logged; of the clock every member complains by itself.</summary>
internal sealed partial class ProbeWatch(IEnumerable<IHealthProbe> probes, IHostApplicationLifetime host, TimeProvider clock, ILogger<ProbeWatch> log)
    : MinuteWatch(host, clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected override async Task Look(CancellationToken cancellationToken)
    {
        foreach (IHealthProbe probe in probes)
        {
            try
            {
                (HealthState state, string detail) = await probe.Look(cancellationToken).WaitAsync(Patience, cancellationToken).ConfigureAwait(false);
                if (state != HealthState.Healthy && probe is not DatabaseClock) Ill(probe.Name, state, detail);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                Ill(probe.Name, HealthState.Unhealthy, fault.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Part} is {State}: {Detail}")]
    private partial void Ill(string part, HealthState state, string detail);
}
