namespace NeuralTrader.Benchmarks.Tables;

/// <summary>Every row of the tables.</summary>
internal static class TableWorks
{
    /// <summary>Made one at a time: some hold hundreds of megabytes.</summary>
    public static IReadOnlyList<Func<TableWork>> All { get; } =
    [
        () => new GridWork(1_260, mostSeconds: null, leastNumba: 12, leastNumPy: 90),
        () => new GridWork(200_000, mostSeconds: 1.0, leastNumba: null, leastNumPy: null),
        () => new WalkWork(),
        () => new TailWork(),
        () => new CorrelationWork(1_000, inSingles: false),
        () => new CorrelationWork(1_000, inSingles: true),
        () => new CorrelationWork(10_000, inSingles: false),
        () => new CorrelationWork(10_000, inSingles: true),
        () => new PortfolioRiskWork(),
        () => new IndicatorWork("rsi", "RSI 14", "rsi_ttr"),
        () => new IndicatorWork("ema", "EMA 20", "ema_ttr"),
        () => new IndicatorWork("macd", "MACD 12-26-9", "macd_ttr"),
        () => new MinimumVarianceWork(),
    ];
}

/// <summary>Numbers that every run makes anew and alike.</summary>
internal sealed class Draws(int seed)
{
    private readonly Random random = new(seed);

    public double Uniform() => random.NextDouble();

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>A price that wanders, daily.</summary>
    public double[] Prices(int count)
    {
        double[] prices = new double[count];
        double log = Math.Log(100);
        for (int i = 0; i < count; i++) prices[i] = Math.Exp(log += 0.012 * Normal());
        return prices;
    }

    /// <summary>Returns with one common factor, asset after asset.</summary>
    public double[] Returns(int assets, int observations)
    {
        double[] market = [.. Enumerable.Range(0, observations).Select(_ => 0.005 * Normal())], values = new double[assets * observations];
        for (int i = 0; i < values.Length; i++) values[i] = market[i % observations] + (0.01 * Normal());
        return values;
    }
}
