using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>Sample deviation of the newest log returns of the close, annualised; NaN until there are enough.</summary>
internal struct RealisedVolatility(int bars, double periodsPerYear)
{
    private readonly double scale = Math.Sqrt(periodsPerYear * bars / (bars - 1.0));
    private RollingMoments moments = new(bars);
    private double lastClose = double.NaN;

    public double Update(double close)
    {
        double change = Math.Log(close / lastClose);
        lastClose = close;
        return double.IsNaN(change) ? double.NaN : Math.Sqrt(moments.Update(change).Variance) * scale;
    }
}
