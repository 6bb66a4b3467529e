using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>
/// Takes the side of the faster exponential average; leaves when the close falls back from its best close by a multiple of the average
/// true range, and comes back when a new best close is made or the averages cross.
/// </summary>
/// <remarks>The trailing exit is the chandelier exit of LeBeau, on closes.</remarks>
internal sealed class TrendFollowing(int fast, int slow, int atrBars, double atrMultiple) : SingleStrategy
{
    private readonly Ema fastAverage = new(StrategyArguments.Below(fast, slow, "fast", "slow")), slowAverage = new(slow);
    private readonly Atr range = new(atrBars);
    private int side;
    private double best;
    private bool isOut;

    public override double OnBar(in PriceBar<double> bar)
    {
        double difference = fastAverage.Update(bar.Close) - slowAverage.Update(bar.Close);
        double atr = range.Update(bar.High, bar.Low, bar.Close);
        if (double.IsNaN(difference) || double.IsNaN(atr)) return 0;
        int now = Math.Sign(difference);
        if (now != side) (side, best, isOut) = (now, bar.Close, false);
        bool isBest = side * (bar.Close - best) > 0;
        if (isBest) (best, isOut) = (bar.Close, false);
        if (side * (best - bar.Close) > atrMultiple * atr) isOut = true;
        return isOut ? 0 : side;
    }
}
