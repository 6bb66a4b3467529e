namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>Buys once and keeps.</summary>
internal sealed class BuyAndHold : SingleStrategy
{
    private bool hasBought;

    public override double OnBar(in PriceBar<double> bar)
    {
        if (hasBought) return double.NaN;
        hasBought = true;
        return 1;
    }
}
