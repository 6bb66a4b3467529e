using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>Long while the MACD line is above its signal line, short while below.</summary>
internal sealed class MacdTrend(int fast, int slow, int signal) : SingleStrategy
{
    private readonly Macd macd = new(StrategyArguments.Below(fast, slow, "fast", "slow"), slow, signal);

    public override double OnBar(in PriceBar<double> bar)
    {
        double histogram = macd.Update(bar.Close).Histogram;
        return double.IsNaN(histogram) ? 0 : Math.Sign(histogram);
    }
}
