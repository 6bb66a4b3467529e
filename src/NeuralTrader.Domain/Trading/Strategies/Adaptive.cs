using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>
/// Lets the member lead whose targets, each held for the bar after it was given, earned the best mean return per deviation of late;
/// holds nothing while none has earned.
/// </summary>
/// <remarks>A member is judged by returns that came after its targets only.</remarks>
internal sealed class Adaptive(SingleStrategy[] members, int evaluation, int review) : SingleStrategy
{
    private readonly double[] targets = new double[members.Length];
    private readonly RollingMoments[] records = [.. members.Select(_ => new RollingMoments(evaluation))];
    private readonly double[] scores = new double[members.Length];
    private double lastClose = double.NaN;
    private int seen, leader = -1;

    public override double OnBar(in PriceBar<double> bar)
    {
        double change = (bar.Close / lastClose) - 1;
        lastClose = bar.Close;
        for (int k = 0; k < members.Length; k++)
        {
            if (!double.IsNaN(change))
            {
                (double mean, double variance) = records[k].Update(targets[k] * change);
                scores[k] = variance > 0 ? mean / Math.Sqrt(variance) : double.NaN;
            }
            double target = members[k].OnBar(bar);
            if (!double.IsNaN(target)) targets[k] = target;
        }
        if (seen++ >= evaluation && (seen - 1 - evaluation) % review == 0) leader = Best();
        return leader < 0 ? 0 : targets[leader];
    }

    private int Best()
    {
        int best = -1;
        for (int k = 0; k < scores.Length; k++) if (scores[k] > (best < 0 ? 0 : scores[best])) best = k;
        return best;
    }
}
