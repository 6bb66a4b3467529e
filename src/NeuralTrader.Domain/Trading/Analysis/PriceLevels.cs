namespace NeuralTrader.Domain.Trading.Analysis;

/// <summary>Support and resistance from swing points.</summary>
/// <remarks>
/// A swing high is a bar whose high no bar within five on either side exceeds (Williams' fractal with a wider arm); a swing low likewise.
/// Points closer than half an average true range are one level at their mean.
/// </remarks>
public static class PriceLevels
{
    private const int Arm = 5, LookBack = 250, Most = 3;

    /// <summary>The nearest levels on either side of a price.</summary>
    /// <param name="price">Where the market stands.</param>
    /// <param name="high">Highest prices, shape [n].</param>
    /// <param name="low">Lowest prices, shape [n].</param>
    /// <param name="averageTrueRange">Width within which points are one level, doubled.</param>
    /// <returns>At most three levels below and above, nearest first.</returns>
    public static (IReadOnlyList<double> Support, IReadOnlyList<double> Resistance) Around(
        double price, ReadOnlySpan<double> high, ReadOnlySpan<double> low, double averageTrueRange)
    {
        List<double> swings = [];
        for (int i = Math.Max(Arm, high.Length - LookBack); i < high.Length - Arm; i++)
        {
            bool isHigh = true, isLow = true;
            for (int j = i - Arm; j <= i + Arm; j++)
            {
                isHigh &= high[j] <= high[i];
                isLow &= low[j] >= low[i];
            }
            if (isHigh) swings.Add(high[i]);
            if (isLow) swings.Add(low[i]);
        }
        List<double> levels = Merge(swings, averageTrueRange / 2);
        return ([.. levels.Where(level => level < price).OrderDescending().Take(Most)], [.. levels.Where(level => level > price).Order().Take(Most)]);
    }

    private static List<double> Merge(List<double> points, double width)
    {
        points.Sort();
        List<double> levels = [];
        for (int start = 0; start < points.Count;)
        {
            int end = start + 1;
            while (end < points.Count && points[end] - points[end - 1] <= width) end++;
            levels.Add(points[start..end].Average());
            start = end;
        }
        return levels;
    }
}
