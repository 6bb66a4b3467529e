using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace NeuralTrader.Compute.Devices;

/// <summary>What the engine tells of itself, under the meter "NeuralTrader".</summary>
internal sealed class ComputeMetrics : IDisposable
{
    private readonly Meter meter = new("NeuralTrader");
    private readonly Counter<long> batches;
    private readonly Counter<double> busy;
    private readonly Histogram<int> batchSize;
    private readonly Histogram<double> wait;
    private readonly ConcurrentDictionary<string, long> fellBack = new(StringComparer.Ordinal), refused = new(StringComparer.Ordinal);

    public ComputeMetrics(WorkRoom[] rooms)
    {
        meter.CreateObservableUpDownCounter(
            "neuraltrader.compute.waiting", () => rooms.Select(room => Tagged(room.Waiting, room)), "{computation}", "Computations that wait for a place.");
        meter.CreateObservableUpDownCounter(
            "neuraltrader.compute.running", () => rooms.Select(room => Tagged(room.Running, room)), "{computation}", "Computations that run.");
        meter.CreateObservableGauge(
            "neuraltrader.compute.device.waiting", () => Hosts().Select(host => On(host.Waiting, host)), "{computation}", "Questions that wait for a device.");
        meter.CreateObservableGauge(
            "neuraltrader.compute.device.ready", () => Hosts().Select(host => On(host.Status.State == DeviceState.Ready ? 1 : 0, host)), "{device}",
            "Whether a device computes: 1, or 0 while it is tested, resting after a fault, or faulty.");
        batches = meter.CreateCounter<long>("neuraltrader.compute.batches", "{batch}", "Launches, each of all the questions of a kind that waited.");
        // These two are told from the beginning, so that the first one is seen as a rise.
        meter.CreateObservableCounter(
            "neuraltrader.compute.fallbacks", () => Counts(fellBack, FallbackReasons.All, "reason"), "{computation}", "Computations done elsewhere than was wished or planned.");
        meter.CreateObservableCounter(
            "neuraltrader.compute.refused", () => Counts(refused, rooms.Select(room => room.Name), "room"), "{computation}", "Computations that could not be answered in time.");
        busy = meter.CreateCounter<double>("neuraltrader.compute.device.busy", "s", "How long devices have been at work.");
        batchSize = meter.CreateHistogram(
            "neuraltrader.compute.batch.size", "{computation}", "Questions answered by one launch.", null,
            new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] });
        wait = meter.CreateHistogram(
            "neuraltrader.compute.wait.duration", "s", "How long computations waited for a place.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.001, 0.01, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120] });
        foreach (WorkRoom room in rooms) room.Metrics = this;
    }

    /// <summary>The devices there are.</summary>
    public Func<IReadOnlyList<DeviceHost>> Hosts { get; set; } = () => [];

    /// <summary>Computations done elsewhere than was wished or planned, by reason.</summary>
    public IReadOnlyDictionary<string, long> Fallbacks => fellBack;

    public void FellBack(string reason) => fellBack.AddOrUpdate(reason, 1, static (_, count) => count + 1);

    public void Launched(string device, string kind, int questions)
    {
        KeyValuePair<string, object?> on = new("device", device), of = new("kind", kind);
        batches.Add(1, on, of);
        batchSize.Record(questions, on, of);
    }

    /// <summary>A device was at work.</summary>
    public void Worked(string device, TimeSpan took) => busy.Add(took.TotalSeconds, new KeyValuePair<string, object?>("device", device));

    /// <summary>A computation got its place.</summary>
    public void Waited(WorkRoom room, double seconds) => wait.Record(seconds, new KeyValuePair<string, object?>("room", room.Name));

    /// <summary>A computation was refused.</summary>
    public void Refused(WorkRoom room) => refused.AddOrUpdate(room.Name, 1, static (_, count) => count + 1);

    public void Dispose() => meter.Dispose();

    private static Measurement<int> Tagged(int value, WorkRoom room) => new(value, new KeyValuePair<string, object?>("room", room.Name));

    private static IEnumerable<Measurement<long>> Counts(ConcurrentDictionary<string, long> counted, IEnumerable<string> known, string label) =>
        known.Select(one => new Measurement<long>(counted.GetValueOrDefault(one), new KeyValuePair<string, object?>(label, one)));

    private static Measurement<int> On(int value, DeviceHost host) => new(value, new KeyValuePair<string, object?>("device", host.Kind));
}
