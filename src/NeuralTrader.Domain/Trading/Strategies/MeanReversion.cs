using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>Trades against a close that is far from its mean, measured in deviations, until it is near again.</summary>
internal sealed class MeanReversion(int lookback, double entry, double exit) : SingleStrategy
{
    private readonly double exit = StrategyArguments.Below(exit, entry, "exit", "entry");
    private RollingMoments moments = new(lookback);
    private int side;

    public override double OnBar(in PriceBar<double> bar)
    {
        (double mean, double variance) = moments.Update(bar.Close);
        if (!(variance > 0)) return side;
        double z = (bar.Close - mean) / Math.Sqrt(variance);
        if (side * z > -exit) side = 0; // long from below: z negative; short from above: z positive
        if (Math.Abs(z) > entry) side = -Math.Sign(z);
        return side;
    }
}
