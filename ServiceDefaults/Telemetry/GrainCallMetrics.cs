using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace NeuralTrader.ServiceDefaults.Telemetry;

/// <summary>How long each method of our grains takes to answer, by interface and method; which grain it was is not told.</summary>
internal sealed class GrainCallMetrics : IIncomingGrainCallFilter, IDisposable
{
    private const string Ours = "NeuralTrader.";

    private readonly Meter meter = new(TelemetryHosting.Meter);
    private readonly Histogram<double> duration;
    private readonly ConcurrentDictionary<MethodInfo, Tags?> methods = new();

    public GrainCallMetrics() => duration = meter.CreateHistogram(
        "neuraltrader.grain.call.duration", "s", "How long grains took to answer.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Seconds });

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (!duration.Enabled || methods.GetOrAdd(context.InterfaceMethod, Of) is not { } tags)
        {
            await context.Invoke();
            return;
        }
        long start = Stopwatch.GetTimestamp();
        try
        {
            await context.Invoke();
        }
        catch
        {
            duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tags.Failed);
            throw;
        }
        duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tags.Answered);
    }

    public void Dispose() => meter.Dispose();

    private static Tags? Of(MethodInfo method) => method.DeclaringType is { Namespace: { } place } type && place.StartsWith(Ours, StringComparison.Ordinal)
        ? new Tags(Three(type.Name, method.Name, "answered"), Three(type.Name, method.Name, "failed"))
        : null;

    private static KeyValuePair<string, object?>[] Three(string grain, string method, string outcome) =>
        [new("grain", grain), new("method", method), new("outcome", outcome)];

    private sealed record Tags(KeyValuePair<string, object?>[] Answered, KeyValuePair<string, object?>[] Failed);
}
