using ILGPU;
using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>One combination of a grid as a GPU's thread meets it.</summary>
/// <param name="A">Column of the first indicator.</param>
/// <param name="B">Of the second; 0 where the strategy reads none.</param>
/// <param name="C">Of the third.</param>
/// <param name="D">Of the fourth.</param>
/// <param name="First">The strategy's first parameter that is no indicator's period.</param>
/// <param name="Second">Its second.</param>
internal readonly record struct GridTrack(int A, int B, int C, int D, double First, double Second);

/// <summary>Bars between two borders of segments.</summary>
/// <param name="From">First bar.</param>
/// <param name="To">The bar after the last.</param>
/// <param name="Opens">1 where a segment opens before the first.</param>
/// <param name="Ends">The place of the tallies of the segment that ends after the last; −1 for none.</param>
internal readonly record struct GridSpan(int From, int To, int Opens, int Ends);

/// <summary>What all threads of a launch share; flags are numbers, since a device has no truth of one byte.</summary>
/// <param name="First">The launch's first combination.</param>
/// <param name="Count">How many.</param>
/// <param name="Bars">Of the series: how far apart columns begin.</param>
/// <param name="Spans">How many.</param>
/// <param name="Sells">1 where the last bar's close sells everything.</param>
/// <param name="Reads">1 where a signal of the bar before may still trade there.</param>
/// <param name="AllowShort">1 where negative targets count.</param>
/// <param name="RebalanceBand">As <see cref="GridRules"/> has it.</param>
/// <param name="RiskFree">Per period.</param>
internal readonly record struct GridCourse(
    int First, int Count, int Bars, int Spans, int Sells, int Reads, int AllowShort, double RebalanceBand, double RiskFree);

/// <summary>The bodies of strategy grids as a GPU runs them: one combination a thread, from the first bar to the last.</summary>
internal static class GridKernels
{
    /// <summary>Numbers that a segment of a combination comes home as: its tally, and 1 where it began with an account that was used up.</summary>
    public const int Figures = 8;

    /// <summary>Runs some combinations through all bars.</summary>
    /// <typeparam name="TSignal">The strategy.</typeparam>
    /// <typeparam name="TAccount">The account.</typeparam>
    /// <typeparam name="TTerms">One bar as the account meets it.</typeparam>
    /// <param name="course">What they share.</param>
    /// <param name="tracks">Shape [combinations].</param>
    /// <param name="spans">The bars, cut where segments open and end.</param>
    /// <param name="table">Indicators, shape [columns, bars], each that of the signal which trades at the bar.</param>
    /// <param name="prices">Closes of the signals' bars, then what values a position, shape [2, bars].</param>
    /// <param name="terms">Terms of trade, shape [bars + 2]: those after the last bar, and those of the sale at its close.</param>
    /// <param name="tallies">Out, shape [segments, figures, combinations of the launch].</param>
    public static void Walk<TSignal, TAccount, TTerms>(
        GridCourse course, ArrayView<GridTrack> tracks, ArrayView<GridSpan> spans, ArrayView<double> table, ArrayView<double> prices,
        ArrayView<TTerms> terms, ArrayView<double> tallies)
        where TSignal : struct, IGridSignal<TSignal, Doubles1, Mask1>
        where TAccount : struct, IGridAccount<TAccount, Doubles1, Mask1, TTerms>
        where TTerms : unmanaged
    {
        int thread = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (thread >= course.Count) return;
        GridTrack track = tracks[course.First + thread];
        long a = (long)track.A * course.Bars, b = (long)track.B * course.Bars, c = (long)track.C * course.Bars, d = (long)track.D * course.Bars;
        int last = course.Sells != 0 ? course.Bars - 1 : course.Bars;
        var rules = new GridRules(course.AllowShort != 0, course.RebalanceBand, course.RiskFree);
        var lane = GridLane<Doubles1, Mask1, TSignal, TAccount, TTerms>.Start(rules, new Doubles1(track.First), new Doubles1(track.Second));
        double fallen = 0;
        for (int k = 0; k < course.Spans; k++)
        {
            GridSpan span = spans[k];
            TTerms next = terms[span.From];
            if (span.Opens != 0)
            {
                fallen = lane.Account.Tally(next, span.From).Deepest.Lane > 0 ? 0 : 1;
                lane.Account.Open(next, span.From);
            }
            int to = span.To < last ? span.To : last;
            for (int t = span.From; t < to; t++)
            {
                TTerms bar = terms[t];
                lane.Step(
                    bar, prices[course.Bars + t], t, new Doubles1(prices[t]), new Doubles1(table[a + t]),
                    TSignal.Inputs > 1 ? new Doubles1(table[b + t]) : default, TSignal.Inputs > 2 ? new Doubles1(table[c + t]) : default,
                    TSignal.Inputs > 3 ? new Doubles1(table[d + t]) : default);
            }
            if (span.To > last)
            {
                TTerms bar = terms[last], selling = terms[course.Bars + 1];
                lane.Close(
                    bar, selling, prices[course.Bars + last], last, course.Reads != 0, new Doubles1(prices[last]), new Doubles1(table[a + last]),
                    TSignal.Inputs > 1 ? new Doubles1(table[b + last]) : default, TSignal.Inputs > 2 ? new Doubles1(table[c + last]) : default,
                    TSignal.Inputs > 3 ? new Doubles1(table[d + last]) : default);
            }
            if (span.Ends < 0) continue;
            next = terms[span.To];
            GridTally<Doubles1> tally = lane.Account.Tally(next, span.To);
            long into = ((long)span.Ends * Figures * course.Count) + thread;
            tallies[into] = tally.Growth.Lane;
            tallies[into + course.Count] = tally.Sum.Lane;
            tallies[into + (2L * course.Count)] = tally.Squares.Lane;
            tallies[into + (3L * course.Count)] = tally.Below.Lane;
            tallies[into + (4L * course.Count)] = tally.Deepest.Lane;
            tallies[into + (5L * course.Count)] = tally.Trades.Lane;
            tallies[into + (6L * course.Count)] = tally.Exposure.Lane;
            tallies[into + (7L * course.Count)] = fallen;
        }
    }
}
