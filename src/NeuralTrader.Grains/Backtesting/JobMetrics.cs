using System.Diagnostics.Metrics;

namespace NeuralTrader.Grains.Backtesting;

/// <summary>How many jobs run on this silo, under the meter "NeuralTrader".</summary>
internal static class JobMetrics
{
    private static readonly Meter Meter = new("NeuralTrader");
    private static readonly UpDownCounter<int> Running = Meter.CreateUpDownCounter<int>("neuraltrader.jobs.running", "{job}", "Back-tests and searches under way.");

    /// <summary>Counts a job for as long as it runs.</summary>
    /// <param name="kind">"backtest" or "optimization".</param>
    /// <param name="job">The job, begun.</param>
    public static async Task Counted(string kind, Task job)
    {
        KeyValuePair<string, object?> of = new("kind", kind);
        Running.Add(1, of);
        try
        {
            await job;
        }
        finally
        {
            Running.Add(-1, of);
        }
    }
}
