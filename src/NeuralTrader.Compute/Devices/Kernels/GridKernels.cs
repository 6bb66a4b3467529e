using ILGPU;
using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>A parameter of a grid as a GPU's thread finds its value: which of a few values it is follows from the combination's number.</summary>
/// <param name="Stride">Combinations between two values.</param>
/// <param name="Length">How many values.</param>
/// <param name="Offset">Where they begin among those of all parameters.</param>
internal readonly record struct GridDial(int Stride, int Length, int Offset)
{
    /// <summary>The value in a combination.</summary>
    public double At(ArrayView<double> values, int combination) => values[Offset + (combination / Stride % Length)];
}

/// <summary>What tells the combinations of a grid apart.</summary>
/// <param name="A">Column of the first indicator.</param>
/// <param name="B">Of the second; 0 where the strategy reads none.</param>
/// <param name="C">Of the third.</param>
/// <param name="D">Of the fourth.</param>
/// <param name="First">The strategy's first parameter that is no indicator's period.</param>
/// <param name="Second">Its second.</param>
/// <param name="Smaller">A parameter that must be below the next.</param>
/// <param name="Larger">The other.</param>
internal readonly record struct GridDials(
    GridDial A, GridDial B, GridDial C, GridDial D, GridDial First, GridDial Second, GridDial Smaller, GridDial Larger);

/// <summary>Bars between two borders of segments.</summary>
/// <param name="From">First bar.</param>
/// <param name="To">The bar after the last.</param>
/// <param name="Opens">1 where a segment opens before the first.</param>
/// <param name="Ends">The place of the segment that ends after the last; −1 for none.</param>
/// <param name="Segment">That segment.</param>
internal readonly record struct GridSpan(int From, int To, int Opens, int Ends, GridSegment Segment);

/// <summary>What all threads of a launch share; flags are numbers, since a device has no truth of one byte.</summary>
/// <param name="First">The launch's first combination.</param>
/// <param name="Count">How many.</param>
/// <param name="Bars">Of the series: how far apart columns begin.</param>
/// <param name="Spans">How many.</param>
/// <param name="Segments">That are counted.</param>
/// <param name="Sells">1 where the last bar's close sells everything.</param>
/// <param name="Reads">1 where a signal of the bar before may still trade there.</param>
/// <param name="AllowShort">1 where negative targets count.</param>
/// <param name="RebalanceBand">As <see cref="GridRules"/> has it.</param>
/// <param name="RiskFree">Per period.</param>
/// <param name="PeriodsPerYear">Annualises.</param>
internal readonly record struct GridCourse(
    int First, int Count, int Bars, int Spans, int Segments, int Sells, int Reads, int AllowShort, double RebalanceBand, double RiskFree,
    double PeriodsPerYear);

/// <summary>The bodies of strategy grids as a GPU runs them: one combination a thread, from the first bar to the last.</summary>
internal static class GridKernels
{
    /// <summary>Runs some combinations through all bars.</summary>
    /// <typeparam name="TSignal">The strategy.</typeparam>
    /// <typeparam name="TAccount">The account.</typeparam>
    /// <typeparam name="TTerms">One bar as the account meets it.</typeparam>
    /// <param name="course">What they share.</param>
    /// <param name="dials">What tells them apart.</param>
    /// <param name="values">Of the dials.</param>
    /// <param name="spans">The bars, cut where segments open and end.</param>
    /// <param name="table">Indicators, shape [columns, bars], each that of the signal which trades at the bar.</param>
    /// <param name="prices">Closes of the signals' bars, then what values a position, shape [2, bars].</param>
    /// <param name="terms">Terms of trade, shape [bars + 2]: those after the last bar, and those of the sale at its close.</param>
    /// <param name="figures">Out, shape [combinations of the launch, segments]; those that sums do not do for have their periods below 0.</param>
    public static void Walk<TSignal, TAccount, TTerms>(
        GridCourse course, GridDials dials, ArrayView<double> values, ArrayView<GridSpan> spans, ArrayView<double> table, ArrayView<double> prices,
        ArrayView<TTerms> terms, ArrayView<GridFigures> figures)
        where TSignal : struct, IGridSignal<TSignal, Doubles1, Mask1>
        where TAccount : struct, IGridAccount<TAccount, Doubles1, Mask1, TTerms>
        where TTerms : unmanaged
    {
        int thread = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (thread >= course.Count) return;
        int combination = course.First + thread;
        long into = (long)thread * course.Segments;
        if (!(dials.Smaller.At(values, combination) < dials.Larger.At(values, combination)))
        {
            for (int k = 0; k < course.Segments; k++) figures[into + k] = GridFigures.None();
            return;
        }
        long a = (long)dials.A.At(values, combination) * course.Bars, b = (long)dials.B.At(values, combination) * course.Bars;
        long c = (long)dials.C.At(values, combination) * course.Bars, d = (long)dials.D.At(values, combination) * course.Bars;
        int last = course.Sells != 0 ? course.Bars - 1 : course.Bars;
        var rules = new GridRules(course.AllowShort != 0, course.RebalanceBand, course.RiskFree);
        var lane = GridLane<Doubles1, Mask1, TSignal, TAccount, TTerms>.Start(
            rules, new Doubles1(dials.First.At(values, combination)), new Doubles1(dials.Second.At(values, combination)));
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
            var sums = new GridSums(
                tally.Growth.Lane, tally.Sum.Lane, tally.Squares.Lane, tally.Below.Lane, tally.Deepest.Lane, tally.Trades.Lane, tally.Exposure.Lane);
            bool isSound = sums.TryFigures(span.Segment, course.PeriodsPerYear, out GridFigures found) && !(fallen > 0);
            figures[into + span.Ends] = isSound ? found : found with { Periods = -1 };
        }
    }
}
