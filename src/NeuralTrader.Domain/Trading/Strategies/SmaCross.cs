using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>Long while the fast average is above the slow one, short while below.</summary>
internal sealed class SmaCross(int fast, int slow) : SingleStrategy
{
    private readonly Sma fastAverage = new(StrategyArguments.Below(fast, slow, "fast", "slow")), slowAverage = new(slow);

    public override double OnBar(in PriceBar<double> bar)
    {
        double difference = fastAverage.Update(bar.Close) - slowAverage.Update(bar.Close);
        return double.IsNaN(difference) ? 0 : Math.Sign(difference);
    }
}
