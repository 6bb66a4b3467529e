namespace NeuralTrader.Cli.Output;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Steps = "▁▂▃▄▅▆▇█";

    /// <summary>The curve, each character the last value of its part; a gap where a value is not defined.</summary>
    /// <param name="values">Any number of them.</param>
    /// <param name="width">Characters at most.</param>
    public static string Of(IReadOnlyList<double> values, int width = 72)
    {
        int n = Math.Min(width, values.Count);
        double[] points = [.. Enumerable.Range(1, n).Select(i => values[(int)((long)i * values.Count / n) - 1])];
        double low = points.Where(double.IsFinite).DefaultIfEmpty().Min(), span = points.Where(double.IsFinite).DefaultIfEmpty().Max() - low;
        return string.Concat(points.Select(point =>
            !double.IsFinite(point) ? ' ' : Steps[span > 0 ? (int)Math.Round((point - low) / span * (Steps.Length - 1)) : 3]));
    }
}
