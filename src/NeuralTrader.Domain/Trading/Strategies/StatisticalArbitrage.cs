namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>
/// Regresses each instrument's returns on the equal-weight basket, adds up its residuals over the window, and holds the laggards against
/// the leaders in proportion to their scores. Long and short values are equal; gross value is 1.
/// </summary>
/// <remarks>Avellaneda and Lee (2010), Statistical arbitrage in the US equities market, Quantitative Finance 10(7), with the basket as the factor.</remarks>
internal sealed class StatisticalArbitrage(int instruments, int lookback, double entry, int rebalance) : Strategy
{
    private const double LargestScore = 3; // one outlier must not be the whole book

    private readonly double[,] returns = new double[instruments, lookback];
    private readonly double[] basket = new double[lookback], lastClose = new double[instruments], scores = new double[instruments];
    private int seen = -1;

    public override void OnBars(ReadOnlySpan<PriceBar<double>> bars, Span<double> targets)
    {
        targets.Fill(double.NaN);
        if (seen >= 0)
        {
            int slot = seen % lookback;
            basket[slot] = 0;
            for (int k = 0; k < instruments; k++)
            {
                returns[k, slot] = (bars[k].Close / lastClose[k]) - 1;
                basket[slot] += returns[k, slot] / instruments;
            }
        }
        for (int k = 0; k < instruments; k++) lastClose[k] = bars[k].Close;
        seen++;
        if (seen < lookback || (seen - lookback) % rebalance != 0) return;
        double mean = 0, largest = 0;
        for (int k = 0; k < instruments; k++)
        {
            scores[k] = Math.Clamp(Score(k), -LargestScore, LargestScore);
            mean += scores[k] / instruments;
            largest = Math.Max(largest, Math.Abs(scores[k]));
        }
        double gross = 0;
        foreach (double score in scores) gross += Math.Abs(score - mean);
        bool trades = largest > entry && gross > 0;
        for (int k = 0; k < instruments; k++) targets[k] = trades ? (mean - scores[k]) / gross : 0;
    }

    // Newest sum of residuals, less the mean of such sums, in their deviations. Least squares makes residuals sum to 0 over the window,
    // so the newest sum is 0 and the score is minus the mean of the path over its deviation.
    private double Score(int k)
    {
        (double meanR, double meanB) = (0, 0);
        for (int i = 0; i < lookback; i++) (meanR, meanB) = (meanR + returns[k, i], meanB + basket[i]);
        (meanR, meanB) = (meanR / lookback, meanB / lookback);
        (double bb, double rb) = (0, 0);
        for (int i = 0; i < lookback; i++)
        {
            double db = basket[i] - meanB;
            (bb, rb) = (bb + (db * db), rb + (db * (returns[k, i] - meanR)));
        }
        double beta = bb > 0 ? rb / bb : 0;
        (double path, double sum, double squares) = (0, 0, 0);
        for (int j = 0; j < lookback; j++)
        {
            int i = (seen + j) % lookback; // oldest first
            path += returns[k, i] - meanR - (beta * (basket[i] - meanB));
            (sum, squares) = (sum + path, squares + (path * path));
        }
        double mean = sum / lookback, variance = (squares / lookback) - (mean * mean);
        return variance > 1e-18 ? -mean / Math.Sqrt(variance) : 0;
    }
}
