namespace NeuralTrader.Domain.Trading;

/// <summary>One instrument on its way to its weight.</summary>
internal sealed class RebalanceLine(string symbol, decimal held, decimal price, decimal target, bool isWanted)
{
    private const int FractionDigits = 8;

    public string Symbol { get; } = symbol;

    public decimal Held { get; } = held;

    public decimal Price { get; } = price;

    public decimal Target { get; } = target;

    public bool IsWanted { get; } = isWanted;

    public bool Stays { get; set; }

    public decimal Ideal { get; private set; }

    public decimal Final { get; set; } = held;

    public decimal Trade => Final - Held;

    public void Aim(decimal value, bool wholeUnits)
    {
        Ideal = Stays ? Held : Target * value / Price;
        Final = Stays ? Held : Lot(Ideal, wholeUnits);
    }

    public decimal Cost(in CostRates<decimal> rates)
    {
        decimal quantity = Math.Abs(Trade);
        if (quantity == 0) return 0;
        decimal move = rates.PriceMove(Price, quantity, 0);
        return (quantity * move) + rates.Commission(quantity, Trade > 0 ? Price + move : Math.Max(0, Price - move), isFirstFill: true);
    }

    /// <summary>A quantity rounded towards 0, to whole units or to eight decimals.</summary>
    public static decimal Lot(decimal quantity, bool wholeUnits) =>
        wholeUnits ? decimal.Truncate(quantity) : Math.Round(quantity, FractionDigits, MidpointRounding.ToZero);
}
