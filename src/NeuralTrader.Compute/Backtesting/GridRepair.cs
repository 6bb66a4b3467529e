using NeuralTrader.Compute.Trading;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>
/// Runs one combination by itself and keeps its equity, for the few whose sums do not do: an account that is used up ends its test, and returns
/// that hardly differ need their mean before their deviation.
/// </summary>
/// <typeparam name="TSignal">The strategy.</typeparam>
/// <typeparam name="TAccount">The account.</typeparam>
/// <typeparam name="TTerms">One bar as the account meets it.</typeparam>
/// <param name="task">What is run.</param>
/// <param name="market">Its bars.</param>
internal sealed class GridRepair<TSignal, TAccount, TTerms>(GridTask task, GridMarket<TTerms> market)
    where TSignal : struct, IGridSignal<TSignal, Doubles1, Mask1>
    where TAccount : struct, IGridAccount<TAccount, Doubles1, Mask1, TTerms>
    where TTerms : unmanaged
{
    /// <summary>The figures of a combination in all segments.</summary>
    public GridFigures[] Figures(long combination)
    {
        int n = task.Series.Count;
        double[][] columns = [.. Enumerable.Range(0, 4).Select(k => Column(k, combination))];
        double[] equity = new double[n], trades = new double[n], exposure = new double[n];
        var lane = GridLane<Doubles1, Mask1, TSignal, TAccount, TTerms>.Start(
            task.Rules, new Doubles1(task.Plan.Constant(0, combination)), new Doubles1(task.Plan.Constant(1, combination)));
        int length = 0;
        for (bool isRuined = false; length < n && !isRuined; length++)
        {
            int t = length, row = t - market.Lag;
            (Doubles1 price, Doubles1 a, Doubles1 b, Doubles1 c, Doubles1 d) =
                row < 0 ? (All(double.NaN), All(double.NaN), All(double.NaN), All(double.NaN), All(double.NaN))
                : (All(task.Series.Close[row]), All(columns[0][row]), All(columns[1][row]), All(columns[2][row]), All(columns[3][row]));
            GridLane<Doubles1, Mask1, TSignal, TAccount, TTerms> before = lane;
            bool isLast = t == n - 1 && market.Selling is not null;
            if (!isLast) lane.Step(market.Terms[t], market.Marks[t], t, price, a, b, c, d);
            isRuined = !isLast && !(Growth(lane, t) > 0);
            if (isRuined)
            {
                GridLane<Doubles1, Mask1, TSignal, TAccount, TTerms> held = before;
                held.Account.Hold(market.Marks[t]);
                if (market.Lag > 0 || !(Growth(held, t) > 0)) lane = before; // used up before the signal could trade
            }
            if (isLast || (isRuined && market.Selling is not null))
                lane.Close(market.Terms[t], market.Selling!(t), market.Marks[t], t, market.Lag > 0, price, a, b, c, d);
            GridTally<Doubles1> tally = lane.Account.Tally(market.Terms[t + 1], t + 1);
            (equity[t], trades[t], exposure[t]) = (tally.Growth.Lane, tally.Trades.Lane, tally.Exposure.Lane);
        }
        return [.. task.Segments.Select(segment => Figures(segment, equity.AsSpan(0, length), trades, exposure))];
    }

    private static Doubles1 All(double value) => new(value);

    private double Growth(in GridLane<Doubles1, Mask1, TSignal, TAccount, TTerms> lane, int bar) =>
        lane.Account.Tally(market.Terms[bar + 1], bar + 1).Growth.Lane;

    private double[] Column(int input, long combination)
    {
        double[] values = new double[task.Series.Count];
        if (input >= task.Plan.Rule.Inputs.Length) return values;
        (ColumnKind kind, int period) = task.Plan.Needed[task.Plan.Column(input, combination)];
        IndicatorColumn.Create(kind, period, task.Series, task.PeriodsPerYear).Fill(0, values);
        return values;
    }

    private GridFigures Figures(GridSegment segment, ReadOnlySpan<double> equity, double[] trades, double[] exposure)
    {
        int from = Math.Max(1, segment.From), to = Math.Min(segment.To, equity.Length);
        if (to <= from) return GridFigures.Invalid; // equity was used up before it
        ReadOnlySpan<double> walked = equity[(from - 1)..to];
        ReturnMoments moments = ReturnMoments.Of(PerformanceFigures.PeriodReturns(walked), task.Rules.RiskFree);
        double mean = moments.Mean - task.Rules.RiskFree;
        bool isRuined = walked[^1] <= 0; // which leaves no ratio, here as in the engine
        return new GridFigures(
            to - from, (walked[^1] / walked[0]) - 1, Ratio(moments.Deviation),
            Ratio(moments.Downside), DrawdownPath.Of(walked, walked[0]).Max,
            (int)(trades[to - 1] - trades[from - 1]), (exposure[to - 1] - exposure[from - 1]) / (to - segment.From), mean, moments.Deviation,
            moments.Downside);

        double Ratio(double deviation) => isRuined ? double.NaN : ReturnMoments.Ratio(mean, deviation, task.PeriodsPerYear);
    }
}
