using MathNet.Numerics;

namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>
/// Makes the pay-off of a bought straddle by trading the underlying: holds the straddle's Black–Scholes delta, 2·N(d₁) − 1, struck at the
/// close and struck anew when it expires. No option is priced from a market: bars hold no implied volatility.
/// </summary>
/// <remarks>
/// Volatility is the realised one, rates and dividends are 0, notional is equity at the strike. The premium is paid in the form of
/// hedging losses in quiet markets. Black and Scholes (1973), J. Political Economy 81(3); Rubinstein and Leland (1981), FAJ 37(4).
/// </remarks>
internal sealed class OptionsDeltaNeutral(int tenor, int volatilityBars, double periodsPerYear) : SingleStrategy
{
    private RealisedVolatility volatility = new(volatilityBars, periodsPerYear);
    private double strike;
    private int left;

    public override double OnBar(in PriceBar<double> bar)
    {
        double annual = volatility.Update(bar.Close);
        if (!(annual > 0)) return 0;
        if (left == 0) (strike, left) = (bar.Close, tenor);
        double deviation = annual * Math.Sqrt(left / periodsPerYear);
        double d1 = (Math.Log(bar.Close / strike) / deviation) + (deviation / 2);
        left--;
        return Math.Clamp(SpecialFunctions.Erf(d1 / Math.Sqrt(2)) * bar.Close / strike, -1, 1); // 2·N(d) − 1 = erf(d / √2)
    }
}
