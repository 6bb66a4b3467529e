namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>
/// Looks in the past for the stretches whose shape is nearest to the newest one by dynamic time warping, and takes the side of what
/// followed them on average. What followed must itself be over, so nothing of the future is read.
/// </summary>
/// <remarks>
/// Sakoe and Chiba (1978), IEEE Trans. ASSP 26(1), band of a tenth of the window or 2. Work is bounded: history / stride windows at each
/// decision, one decision each horizon bars.
/// </remarks>
internal sealed class MirrorTrading(int window, int horizon, int history, int neighbours, double threshold) : SingleStrategy
{
    private const int Stride = 2;

    private readonly double[] logs = new double[StrategyArguments.Above(history, (2 * window) + horizon, "history", "2 · window + horizon")];
    private readonly double[] query = new double[window], candidate = new double[window];
    private readonly double[] past = new double[history], sums = new double[history + 1], squares = new double[history + 1];
    private readonly double[] highest = new double[window], lowest = new double[window];
    private readonly double[] previous = new double[window + 1], current = new double[window + 1];
    private readonly (double Distance, double After)[] nearest = new (double, double)[neighbours];
    private readonly int band = Math.Max(2, window / 10);
    private int seen;
    private double target;

    public override double OnBar(in PriceBar<double> bar)
    {
        logs[seen % logs.Length] = Math.Log(bar.Close);
        seen++;
        if (seen < logs.Length || (seen - logs.Length) % horizon != 0) return target;
        return target = Decide();
    }

    private double Decide()
    {
        int n = logs.Length, oldest = seen % n;
        logs.AsSpan(oldest).CopyTo(past);
        logs.AsSpan(0, oldest).CopyTo(past.AsSpan(n - oldest));
        double origin = past[n - 1];
        for (int i = 0; i < n; i++)
        {
            past[i] -= origin; // so that the sums stay small
            (sums[i + 1], squares[i + 1]) = (sums[i] + past[i], squares[i] + (past[i] * past[i]));
        }
        (double level, double scale) = Shape(n - window);
        if (scale == 0) return 0;
        Fill(query, n - window, level, scale);
        Envelope();
        Array.Fill(nearest, (double.PositiveInfinity, 0));
        for (int start = n - (2 * window) - horizon; start >= 0; start -= Stride) // ends, and is followed, before the newest stretch
        {
            double bound = nearest[^1].Distance;
            (level, scale) = Shape(start);
            if (scale == 0 || IsFartherThan(bound, start, level, scale)) continue;
            Fill(candidate, start, level, scale);
            double distance = DynamicTimeWarping.Sum(query, candidate, LocalCost.Squared, band, bound, previous, current);
            if (distance >= bound) continue;
            int last = start + window - 1, place = nearest.Length - 1;
            for (; place > 0 && nearest[place - 1].Distance > distance; place--) nearest[place] = nearest[place - 1];
            nearest[place] = (distance, past[last + horizon] - past[last]);
        }
        (double sum, int found, double sumOfSquares) = (0, 0, 0);
        foreach ((double distance, double after) in nearest)
        {
            if (double.IsInfinity(distance)) continue;
            (sum, found, sumOfSquares) = (sum + after, found + 1, sumOfSquares + (after * after));
        }
        if (found < 2) return 0;
        double mean = sum / found, error = Math.Sqrt(Math.Max(0, (sumOfSquares / found) - (mean * mean)) / (found - 1));
        return Math.Abs(mean) > threshold * error ? Math.Sign(mean) : 0;
    }

    // A stretch's mean, and one over its deviation, which leave its shape alone; 0 for a stretch without any.
    private (double Level, double Scale) Shape(int start)
    {
        double level = (sums[start + window] - sums[start]) / window;
        double variance = ((squares[start + window] - squares[start]) / window) - (level * level);
        return (level, variance > 1e-12 ? 1 / Math.Sqrt(variance) : 0);
    }

    private void Fill(double[] into, int start, double level, double scale)
    {
        for (int i = 0; i < into.Length; i++) into[i] = (past[start + i] - level) * scale;
    }

    private void Envelope()
    {
        for (int i = 0; i < window; i++)
        {
            (highest[i], lowest[i]) = (query[i], query[i]);
            for (int j = Math.Max(0, i - band); j <= Math.Min(window - 1, i + band); j++)
                (highest[i], lowest[i]) = (Math.Max(highest[i], query[j]), Math.Min(lowest[i], query[j]));
        }
    }

    // Every point is matched within the band, so none is nearer than the band's envelope: Keogh (2002), VLDB.
    private bool IsFartherThan(double bound, int start, double level, double scale)
    {
        double sum = 0;
        for (int i = 0; i < window; i++)
        {
            double x = (past[start + i] - level) * scale, d = Math.Max(0, Math.Max(x - highest[i], lowest[i] - x));
            sum += d * d;
            if (sum >= bound) return true;
        }
        return false;
    }
}
