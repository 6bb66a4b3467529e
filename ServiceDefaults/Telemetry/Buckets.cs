namespace NeuralTrader.ServiceDefaults.Telemetry;

/// <summary>Where the buckets of histograms end.</summary>
internal static class Buckets
{
    /// <summary>From a tenth of a millisecond to ten seconds.</summary>
    public static readonly double[] Seconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
}
