using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Backtesting;

/// <summary>The data of a test: what is refused, and what the engine makes of it.</summary>
internal static class BacktestData
{
    public static void Check(IReadOnlyList<BarSeries> series, IReadOnlyList<CorporateAction>[]? actions)
    {
        if (series.Count == 0) throw Require.Invalid("series", 0, "at least one instrument");
        if (actions is not null) Require.SameLength(actions.Length, series.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int k = 0; k < series.Count; k++)
        {
            BarSeries one = series[k];
            if (one.Count < 2) throw Require.Invalid($"series[{k}]", Require.Counted(one.Count), "at least 2 bars");
            if (!seen.Add(one.Key.Symbol)) throw Require.Invalid($"series[{k}]", one.Key.Symbol, "each instrument once");
            if (one.Key.Interval != series[0].Key.Interval) throw Require.Invalid($"series[{k}]", one.Key.Interval, $"{series[0].Key.Interval} bars");
            if (one.Currency != series[0].Currency) throw Require.Invalid($"series[{k}]", one.Currency, $"prices in {series[0].Currency}");
            CheckPrices(one, k);
            CheckActions(actions?[k] ?? [], k);
        }
    }

    /// <summary>The actions that the prices do not hold yet, in their units.</summary>
    public static CorporateAction[] Effective(PriceBasis basis, IReadOnlyList<CorporateAction>? actions) => basis switch
    {
        PriceBasis.Raw => actions is null ? [] : [.. actions],
        PriceBasis.SplitAdjusted => actions is null ? [] : InAdjustedUnits(actions),
        PriceBasis.TotalReturn => [],
    };

    /// <summary>A benchmark's closes as equity from a capital: at each time the last close known, scaled to the capital at the start.</summary>
    /// <returns>Shape [n]; empty where the benchmark has no bar at or before the first time.</returns>
    public static double[] Scaled(BarSeries benchmark, long[] ticks, double capital)
    {
        if (benchmark.Count == 0 || benchmark.Ticks[0] > ticks[0]) return [];
        double[] equity = new double[ticks.Length];
        int row = 0;
        double start = 0;
        for (int t = 0; t < ticks.Length; t++)
        {
            while (row + 1 < benchmark.Count && benchmark.Ticks[row + 1] <= ticks[t]) row++;
            if (t == 0) start = benchmark.Close[row];
            equity[t] = capital * benchmark.Close[row] / start;
        }
        return equity;
    }

    private static CorporateAction[] InAdjustedUnits(IReadOnlyList<CorporateAction> actions)
    {
        var adjusted = new List<CorporateAction>();
        double laterSplits = 1;
        for (int i = actions.Count - 1; i >= 0; i--)
        {
            laterSplits *= actions[i].SplitRatio;
            if (actions[i].CashDividend > 0) adjusted.Add(actions[i] with { SplitRatio = 1, CashDividend = actions[i].CashDividend / laterSplits });
        }
        adjusted.Reverse();
        return [.. adjusted];
    }

    private static void CheckPrices(BarSeries series, int k)
    {
        ReadOnlySpan<double> open = series.Open, high = series.High, low = series.Low, close = series.Close;
        for (int i = 0; i < open.Length; i++)
        {
            // low is the least and high the greatest, so these bounds cover all four; a NaN fails them
            bool bounds = low[i] > 0 && high[i] < double.PositiveInfinity;
            if (bounds && low[i] <= open[i] && open[i] <= high[i] && low[i] <= close[i] && close[i] <= high[i]) continue;
            throw Require.Invalid($"series[{k}].bars[{i}]", series[i], "finite prices above 0 with low ≤ open, close ≤ high");
        }
    }

    private static void CheckActions(IReadOnlyList<CorporateAction> actions, int k)
    {
        for (int i = 0; i < actions.Count; i++)
        {
            Require.Positive(actions[i].SplitRatio, $"actions[{k}][{i}].splitRatio");
            Require.NotNegative(actions[i].CashDividend, $"actions[{k}][{i}].cashDividend");
            if (i > 0 && actions[i].ExDate < actions[i - 1].ExDate)
                throw Require.Invalid($"actions[{k}][{i}].exDate", actions[i].ExDate, "dates in rising order");
        }
    }
}
