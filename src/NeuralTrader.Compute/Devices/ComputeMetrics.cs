using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace NeuralTrader.Compute.Devices;

/// <summary>What the engine tells of itself, under the meter "NeuralTrader.Compute".</summary>
internal sealed class ComputeMetrics : IDisposable
{
    private readonly Meter meter = new("NeuralTrader.Compute");
    private readonly Counter<long> fallbacks, batches;
    private readonly Histogram<int> batchSize;
    private readonly ConcurrentDictionary<string, long> fellBack = new(StringComparer.Ordinal);

    public ComputeMetrics(WorkRoom[] rooms)
    {
        meter.CreateObservableUpDownCounter(
            "neuraltrader.compute.waiting", () => rooms.Select(room => Tagged(room.Waiting, room)), "{computation}", "Computations that wait for a place.");
        meter.CreateObservableUpDownCounter(
            "neuraltrader.compute.running", () => rooms.Select(room => Tagged(room.Running, room)), "{computation}", "Computations that run.");
        fallbacks = meter.CreateCounter<long>("neuraltrader.compute.fallbacks", "{computation}", "Computations done elsewhere than was wished or planned.");
        batches = meter.CreateCounter<long>("neuraltrader.compute.batches", "{batch}", "Launches, each of all the questions of a kind that waited.");
        batchSize = meter.CreateHistogram<int>("neuraltrader.compute.batch.size", "{computation}", "Questions answered by one launch.");
    }

    /// <summary>Computations done elsewhere than was wished or planned, by reason.</summary>
    public IReadOnlyDictionary<string, long> Fallbacks => fellBack;

    public void FellBack(string reason)
    {
        fallbacks.Add(1, new KeyValuePair<string, object?>("reason", reason));
        fellBack.AddOrUpdate(reason, 1, static (_, count) => count + 1);
    }

    public void Launched(string device, string kind, int questions)
    {
        KeyValuePair<string, object?> on = new("device", device), of = new("kind", kind);
        batches.Add(1, on, of);
        batchSize.Record(questions, on, of);
    }

    public void Dispose() => meter.Dispose();

    private static Measurement<int> Tagged(int value, WorkRoom room) => new(value, new KeyValuePair<string, object?>("room", room.Name));
}
