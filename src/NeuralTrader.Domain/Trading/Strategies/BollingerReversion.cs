using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>Enters when the close comes back inside a Bollinger band it had left, exits at the middle.</summary>
internal sealed class BollingerReversion(int period, double deviations) : SingleStrategy
{
    private readonly Bollinger bollinger = new(period, deviations);
    private int side, outside;

    public override double OnBar(in PriceBar<double> bar)
    {
        Bands bands = bollinger.Update(bar.Close);
        if (double.IsNaN(bands.Middle)) return 0;
        if (side * (bar.Close - bands.Middle) >= 0) side = 0;
        int now = bar.Close > bands.Upper ? 1 : bar.Close < bands.Lower ? -1 : 0;
        if (now == 0 && outside != 0 && outside * (bar.Close - bands.Middle) > 0) side = -outside;
        outside = now;
        return side;
    }
}
