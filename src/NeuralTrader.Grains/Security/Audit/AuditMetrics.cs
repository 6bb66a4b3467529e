using System.Diagnostics.Metrics;

namespace NeuralTrader.Grains.Security.Audit;

/// <summary>What the audit log tells of itself, under the meter "NeuralTrader".</summary>
internal static class AuditMetrics
{
    private static readonly Meter Meter = new("NeuralTrader");

    private static readonly Counter<long> Events = Meter.CreateCounter<long>("neuraltrader.audit.events", "{event}", "Events that are on record.");

    /// <summary>An entry with so many events is on disk.</summary>
    public static void Written(int events) => Events.Add(events);
}
