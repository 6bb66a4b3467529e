namespace NeuralTrader.Compute.Backtesting;

/// <summary>One bar as the accounts of <see cref="MarginAccount{TReal, TMask}"/> meet it.</summary>
/// <param name="reference">The close whose signal trades here: orders are sized at it.</param>
/// <param name="size">Units that a target of 1 wants per unit of equity.</param>
/// <param name="price">Where orders trade, before costs.</param>
/// <param name="charge">What buying one unit costs beyond the price.</param>
/// <param name="room">Units that leverage lets one open per unit of equity.</param>
/// <param name="kept">Units of that room which each unit kept takes up.</param>
/// <param name="sell">What selling one unit brings.</param>
internal readonly struct TradeTerms(double reference, double size, double price, double charge, double room, double kept, double sell)
{
    public readonly double Reference = reference;
    public readonly double Size = size;
    public readonly double Price = price;
    public readonly double Charge = charge;
    public readonly double Room = room;
    public readonly double Kept = kept;
    public readonly double Sell = sell;
}
