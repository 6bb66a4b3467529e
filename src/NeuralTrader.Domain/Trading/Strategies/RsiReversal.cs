using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>Buys what is oversold and sells what is overbought by Wilder's RSI, until it is back at the middle.</summary>
internal sealed class RsiReversal(int period, double oversold, double overbought) : SingleStrategy
{
    private const double Middle = 50;

    private readonly Rsi rsi = new(period);
    private int side;

    public override double OnBar(in PriceBar<double> bar)
    {
        double value = rsi.Update(bar.Close);
        if (double.IsNaN(value)) return side;
        if (side * (value - Middle) >= 0) side = 0;
        if (value < oversold) side = 1;
        if (value > overbought) side = -1;
        return side;
    }
}
