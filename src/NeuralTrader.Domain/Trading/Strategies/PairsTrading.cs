namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>
/// Regresses the log price of the first instrument on the second's over a window, and trades the newest residual back to 0 with both legs.
/// </summary>
/// <remarks>
/// Gatev, Goetzmann and Rouwenhorst (2006), Pairs trading, Review of Financial Studies 19(3); hedge ratio by ordinary least squares,
/// fixed while a position is open. Without a positive hedge ratio there is no pair, and no trade.
/// </remarks>
internal sealed class PairsTrading(int lookback, double entry, double exit, double stop) : Strategy
{
    private readonly double exit = StrategyArguments.Below(exit, entry, "exit", "entry");
    private readonly double stop = StrategyArguments.Above(stop, entry, "stop", "entry");
    private readonly double[] y = new double[lookback], x = new double[lookback];
    private int seen, side;
    private bool isStopped;

    public override void OnBars(ReadOnlySpan<PriceBar<double>> bars, Span<double> targets)
    {
        (y[seen % lookback], x[seen % lookback]) = (Math.Log(bars[0].Close), Math.Log(bars[1].Close));
        int newest = seen % lookback;
        seen++;
        targets[..2].Fill(side == 0 ? 0 : double.NaN);
        if (seen < lookback) return;
        (double slope, double z) = Spread(newest);
        if (double.IsNaN(z)) return;
        double distance = Math.Abs(z);
        if (isStopped && distance < exit) isStopped = false;
        if (side != 0 && (side * z > -exit || distance > stop))
        {
            isStopped = distance > stop;
            side = 0;
            targets[..2].Clear();
        }
        if (side != 0 || isStopped || distance <= entry || distance > stop || slope <= 0) return;
        side = -Math.Sign(z);
        (targets[0], targets[1]) = (side / (1 + slope), -side * slope / (1 + slope)); // gross 1
    }

    private (double Slope, double Z) Spread(int newest)
    {
        (double meanY, double meanX) = (0, 0);
        for (int i = 0; i < lookback; i++) (meanY, meanX) = (meanY + y[i], meanX + x[i]);
        (meanY, meanX) = (meanY / lookback, meanX / lookback);
        (double xx, double xy, double yy) = (0, 0, 0);
        for (int i = 0; i < lookback; i++)
        {
            (double dy, double dx) = (y[i] - meanY, x[i] - meanX);
            (xx, xy, yy) = (xx + (dx * dx), xy + (dx * dy), yy + (dy * dy));
        }
        double slope = xy / xx, residual = y[newest] - meanY - (slope * (x[newest] - meanX));
        double variance = (yy - (slope * xy)) / (lookback - 2);
        return (slope, variance > 1e-16 ? residual / Math.Sqrt(variance) : double.NaN);
    }
}
