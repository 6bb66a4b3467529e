using System.Diagnostics.Metrics;

namespace NeuralTrader.Api.Overload;

/// <summary>What the lanes tell of themselves, under the meter "NeuralTrader".</summary>
internal sealed class LaneMetrics : IDisposable
{
    private readonly Meter meter = new("NeuralTrader");

    public LaneMetrics(IReadOnlyList<(Lane Lane, LaneQueue Queue)> lanes)
    {
        meter.CreateObservableUpDownCounter("neuraltrader.http.lane.running", () => Of(queue => queue.Running), "{call}", "Calls at work.");
        meter.CreateObservableUpDownCounter("neuraltrader.http.lane.waiting", () => Of(queue => queue.Waiting), "{call}", "Calls that wait for a place.");
        meter.CreateObservableCounter("neuraltrader.http.lane.refused", () => Of(queue => queue.Refused), "{call}", "Calls that were refused because too many came before them.");

        IEnumerable<Measurement<long>> Of(Func<LaneQueue, long> figure) => lanes.Select(one => new Measurement<long>(
            figure(one.Queue), new KeyValuePair<string, object?>("lane", one.Lane.ToString().ToLowerInvariant())));
    }

    public void Dispose() => meter.Dispose();
}
