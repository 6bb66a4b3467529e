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

    private double At(int index) => logs[(seen + index) % logs.Length]; // 0 is the oldest

    private double Decide()
    {
        int n = logs.Length;
        if (!Shape(n - window, query)) return 0;
        Array.Fill(nearest, (double.PositiveInfinity, 0));
        for (int start = n - (2 * window) - horizon; start >= 0; start -= Stride) // ends, and is followed, before the newest stretch
        {
            if (!Shape(start, candidate)) continue;
            double distance = Warped(nearest[^1].Distance);
            if (distance >= nearest[^1].Distance) continue;
            int last = start + window - 1, place = nearest.Length - 1;
            for (; place > 0 && nearest[place - 1].Distance > distance; place--) nearest[place] = nearest[place - 1];
            nearest[place] = (distance, At(last + horizon) - At(last));
        }
        (double sum, int found, double squares) = (0, 0, 0);
        foreach ((double distance, double after) in nearest)
        {
            if (double.IsInfinity(distance)) continue;
            (sum, found, squares) = (sum + after, found + 1, squares + (after * after));
        }
        if (found < 2) return 0;
        double mean = sum / found, error = Math.Sqrt(Math.Max(0, (squares / found) - (mean * mean)) / (found - 1));
        return Math.Abs(mean) > threshold * error ? Math.Sign(mean) : 0;
    }

    // The stretch less its mean, over its deviation: shape without level and scale.
    private bool Shape(int start, double[] into)
    {
        double mean = 0, squares = 0;
        for (int i = 0; i < window; i++) mean += (into[i] = At(start + i)) / window;
        for (int i = 0; i < window; i++) squares += (into[i] -= mean) * into[i];
        if (squares < 1e-16) return false;
        double scale = Math.Sqrt(window / squares);
        for (int i = 0; i < window; i++) into[i] *= scale;
        return true;
    }

    private double Warped(double giveUpAt)
    {
        (double[] above, double[] row) = (previous, current);
        Array.Fill(above, double.PositiveInfinity);
        above[0] = 0;
        for (int i = 1; i <= window; i++)
        {
            (int from, int to) = (Math.Max(1, i - band), Math.Min(window, i + band));
            Array.Fill(row, double.PositiveInfinity);
            double least = double.PositiveInfinity;
            for (int j = from; j <= to; j++)
            {
                double d = query[i - 1] - candidate[j - 1];
                row[j] = (d * d) + Math.Min(above[j - 1], Math.Min(above[j], row[j - 1]));
                least = Math.Min(least, row[j]);
            }
            if (least >= giveUpAt) return double.PositiveInfinity;
            (above, row) = (row, above);
        }
        return above[window];
    }
}
