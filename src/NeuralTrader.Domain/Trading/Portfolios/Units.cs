namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>How finely units are counted, and how amounts are shared out over them.</summary>
internal static class Units
{
    /// <summary>Decimals of a quantity.</summary>
    public const int Decimals = 8;

    /// <summary>The smallest quantity there is.</summary>
    public const decimal Smallest = 0.00000001m;

    private const decimal Exact = 10_000_000_000_000m; // the product of two such numbers is within reach of a decimal

    /// <summary>A quantity without what is finer than the smallest one.</summary>
    public static decimal Down(decimal quantity) => Math.Round(quantity, Decimals, MidpointRounding.ToZero);

    /// <summary>amount · part / whole, without overflow: exact in the order of multiplication where that fits.</summary>
    public static decimal Share(decimal amount, decimal part, decimal whole) =>
        decimal.Abs(amount) < Exact && decimal.Abs(part) < Exact ? amount * part / whole : amount * (part / whole);
}
