namespace NeuralTrader.Domain.Markets;

/// <summary>
/// Market figures as decimals with their 15 significant digits: 27.35 stays 27.35. Figures beyond any market are cut to
/// bounds at which quantity × price cannot overflow.
/// </summary>
public static class Exact
{
    private const double MostPrice = 1e12, MostVolume = 1e18, MostRatio = 1e6;

    /// <summary>A price or an amount per unit, at most 10¹².</summary>
    public static decimal Price(double price) => (decimal)Math.Min(price, MostPrice);

    /// <summary>A volume, at most 10¹⁸; 0 where it is too small to be counted.</summary>
    public static decimal Volume(double volume) => Math.Round((decimal)Math.Min(volume, MostVolume), 8, MidpointRounding.ToZero);

    /// <summary>New units for one old unit, from 10⁻⁶ to 10⁶.</summary>
    public static decimal Ratio(double ratio) => (decimal)Math.Clamp(ratio, 1 / MostRatio, MostRatio);
}
