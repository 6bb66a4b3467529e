namespace NeuralTrader.Domain.Trading;

/// <summary>Futures of a price, drawn from its history. Path i is the same whatever else is asked.</summary>
internal sealed class PricePaths
{
    private readonly double[] returns;
    private readonly TradeSimulationSpec spec;
    private readonly double mean, deviation;

    public PricePaths(ReadOnlySpan<double> closes, TradeSimulationSpec spec)
    {
        this.spec = spec;
        returns = new double[closes.Length - 1];
        for (int i = 0; i < returns.Length; i++) returns[i] = Math.Log(closes[i + 1] / closes[i]);
        mean = returns.Average();
        double squares = 0;
        foreach (double r in returns) squares += (r - mean) * (r - mean);
        deviation = Math.Sqrt(squares / (returns.Length - 1));
    }

    /// <summary>Log return over the whole horizon on path i.</summary>
    public double LogReturn(int path)
    {
        var random = new SeededRandom(((ulong)spec.Seed << 32) ^ (ulong)path);
        int steps = spec.HorizonBars;
        if (spec.Model == PathModel.GeometricBrownian) return (mean * steps) + (deviation * Math.Sqrt(steps) * random.NextNormal());
        double sum = 0, restart = 1 / spec.MeanBlock;
        int n = returns.Length, index = random.NextIndex(n);
        for (int i = 0; i < steps; i++)
        {
            sum += returns[index];
            index = random.NextUnit() < restart ? random.NextIndex(n) : index + 1 == n ? 0 : index + 1;
        }
        return sum;
    }
}
