namespace NeuralTrader.Compute.Backtesting;

/// <summary>What one lane came to in one segment.</summary>
/// <param name="Growth">Equity at the end over equity at the start.</param>
/// <param name="Sum">Of excess returns.</param>
/// <param name="Squares">Of excess returns.</param>
/// <param name="Below">Of squares of the excess returns below 0.</param>
/// <param name="Deepest">Least equity over the highest before it.</param>
/// <param name="Trades">Positions closed.</param>
/// <param name="Exposure">Bars with a position at the close.</param>
internal readonly record struct GridSums(
    double Growth, double Sum, double Squares, double Below, double Deepest, double Trades, double Exposure)
{
    private const double Noise = 1e-14; // deviations below this are rounding of a constant series, as in the engine's figures
    private const double Cancelled = 1e-5; // a variance that is less of the squares has lost too many digits

    /// <summary>Turns sums into figures.</summary>
    /// <param name="segment">What they were counted over.</param>
    /// <param name="periodsPerYear">Annualises.</param>
    /// <param name="figures">Out.</param>
    /// <returns>False where sums do not do: equity was used up, or hardly any return differs from the others.</returns>
    public bool TryFigures(GridSegment segment, double periodsPerYear, out GridFigures figures)
    {
        int n = segment.To - (segment.From > 1 ? segment.From : 1);
        double mean = Sum / n, spread = Squares - (Sum * mean);
        bool isOut = Exposure == 0 && Trades == 0;
        bool isSound = Deepest > 0 && (isOut || spread > Cancelled * Squares);
        double deviation = n < 2 ? double.NaN : isOut ? 0 : Math.Sqrt(spread / (n - 1)), downside = Math.Sqrt(Below / n);
        figures = new GridFigures(
            n, Growth - 1, Ratio(mean, deviation, periodsPerYear), Ratio(mean, downside, periodsPerYear), 1 - Deepest, (int)Trades,
            Exposure / (segment.To - segment.From), mean, deviation, downside);
        return isSound;
    }

    private static double Ratio(double mean, double deviation, double periodsPerYear) =>
        deviation > Noise ? mean / deviation * Math.Sqrt(periodsPerYear) : double.NaN;
}
