using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>
/// Follows the sign of the return from lookback bars ago to skip bars ago, sized so that the position's volatility meets a target.
/// </summary>
/// <remarks>Moskowitz, Ooi and Pedersen (2012), Time series momentum, J. Financial Economics 104(2); the skip is Jegadeesh's (1990).</remarks>
internal sealed class Momentum(int lookback, int skip, double threshold, int volatilityBars, double targetVolatility, double periodsPerYear)
    : SingleStrategy
{
    private readonly double[] closes = new double[StrategyArguments.Above(lookback, skip, "lookback", "skip") + 1];
    private RealisedVolatility volatility = new(volatilityBars, periodsPerYear);
    private int seen;

    public override double OnBar(in PriceBar<double> bar)
    {
        closes[seen % closes.Length] = bar.Close;
        double annual = volatility.Update(bar.Close);
        seen++;
        if (seen <= lookback || double.IsNaN(annual)) return 0;
        double past = closes[seen % closes.Length], recent = closes[(seen - 1 - skip) % closes.Length]; // seen is now the oldest slot
        double change = (recent / past) - 1;
        if (Math.Abs(change) <= threshold) return 0;
        return Math.Sign(change) * (annual > 0 ? Math.Min(1, targetVolatility / annual) : 1);
    }
}
