using System.Buffers;
using NeuralTrader.Compute.Trading;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>What an engine is to run, whatever its strategy and width.</summary>
/// <param name="Plan">The combinations.</param>
/// <param name="Rules">What all share.</param>
/// <param name="Series">The bars.</param>
/// <param name="Segments">What is looked at.</param>
/// <param name="PeriodsPerYear">Annualises.</param>
/// <param name="Threads">How many may work.</param>
/// <param name="TableBytes">The most memory that indicators may take at a time.</param>
internal sealed record GridTask(
    GridPlan Plan, GridRules Rules, BarSeries Series, GridSegment[] Segments, double PeriodsPerYear, int Threads, long TableBytes = 64 << 20);

/// <summary>Runs lanes through bars. The work is cut into units: a strip of two vectors of lanes, for some groups.</summary>
internal interface IGridEngine : IDisposable
{
    /// <summary>How many units there are.</summary>
    long Units { get; }

    /// <summary>The most combinations of one unit.</summary>
    int UnitSize { get; }

    /// <summary>Runs some units and writes their figures.</summary>
    /// <param name="from">First unit.</param>
    /// <param name="count">How many.</param>
    /// <param name="into">Out, shape [slots, segments].</param>
    /// <param name="inOrder">True: a combination's slot is its number. False: its place among those of the units, invalid ones too.</param>
    /// <param name="numbers">Out, where the slot is the place: the combination's number, −1 for none; shape [slots].</param>
    /// <param name="step">Hears that a part of the work is done, a fraction of this call's.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    void Run(long from, int count, GridFigures[] into, bool inOrder, long[]? numbers, Action<double>? step, CancellationToken cancellationToken);
}

/// <summary>The engine of one strategy, account and width.</summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
/// <typeparam name="TSignal">The strategy.</typeparam>
/// <typeparam name="TAccount">The account.</typeparam>
/// <typeparam name="TTerms">One bar as the account meets it.</typeparam>
internal sealed unsafe class GridEngine<TReal, TMask, TSignal, TAccount, TTerms> : IGridEngine
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
    where TSignal : struct, IGridSignal<TSignal, TReal, TMask>
    where TAccount : struct, IGridAccount<TAccount, TReal, TMask, TTerms>
    where TTerms : unmanaged
{
    private const int Tile = 128; // bars whose indicators stay in the first-level cache
    private const int MostGroups = 32; // of one unit
    private const int FairUnits = 24; // enough that no worker waits long for the others
    private const long SmallWork = 2_000_000; // combination-bars that one thread does sooner than two

    private readonly GridTask task;
    private readonly Func<long, GridFigures[]> repair;
    private readonly GridPlan plan;
    private readonly GridMarket<TTerms> market;
    private readonly double[] prices; // closes, one bar late: the first is that of no bar
    private readonly GridTable table;
    private readonly GridLayer[] layers;
    private readonly bool isShared;
    private readonly int bars, width, groupsPerUnit;
    private readonly long strips;

    public GridEngine(GridTask task, GridMarket<TTerms> market, Func<long, GridFigures[]> repair)
    {
        (this.task, plan, this.market, this.repair) = (task, task.Plan, market, repair);
        (bars, width) = (task.Series.Count, TReal.Width);
        prices = [double.NaN, .. task.Series.Close];
        table = new GridTable(plan.Needed, task, market.Lag);
        layers = GridLayer.Of(task.Segments, bars);
        isShared = plan.IsShared(0);
        strips = (plan.Lanes + (2 * width) - 1) / (2 * width);
        groupsPerUnit = (int)Math.Clamp(plan.Groups * strips / FairUnits, 1, Math.Min(MostGroups, plan.Groups));
        Units = strips * ((plan.Groups + groupsPerUnit - 1) / groupsPerUnit);
    }

    /// <inheritdoc/>
    public long Units { get; }

    /// <inheritdoc/>
    public int UnitSize => groupsPerUnit * 2 * width;

    /// <inheritdoc/>
    public void Run(long from, int count, GridFigures[] into, bool inOrder, long[]? numbers, Action<double>? step, CancellationToken cancellationToken)
    {
        int pairs = count * groupsPerUnit;
        GridLane<TReal, TMask, TSignal, TAccount, TTerms>[] states = ArrayPool<GridLane<TReal, TMask, TSignal, TAccount, TTerms>>.Shared.Rent(2 * pairs);
        uint[] doubtful = ArrayPool<uint>.Shared.Rent(2 * pairs);
        bool isSmall = (long)count * UnitSize * bars < SmallWork;
        var options = new ParallelOptions { MaxDegreeOfParallelism = isSmall ? 1 : task.Threads, CancellationToken = cancellationToken };
        long done = 0, all = (long)layers.Length * table.Chunks * count;
        fixed (TTerms* terms = market.Terms)
        fixed (double* marks = market.Marks, closes = prices)
        {
            var place = new GridRows { Marks = marks, Prices = closes + 1 - market.Lag };
            TTerms* bar = terms;
            foreach (GridLayer layer in layers)
            {
                for (int chunk = 0; chunk < table.Chunks; chunk++)
                {
                    table.Fill(chunk, options);
                    if (isSmall)
                    {
                        using var scratch = new GridScratch(Tile, width);
                        for (int u = 0; u < count; u++) Work(u, scratch, place, bar, chunk, layer);
                    }
                    else
                    {
                        int now = chunk;
                        Parallel.For(0, count, options, () => new GridScratch(Tile, width), (u, _, scratch) =>
                        {
                            Work(u, scratch, place, bar, now, layer);
                            return scratch;
                        }, scratch => scratch.Dispose());
                    }
                }
            }
        }

        ArrayPool<GridLane<TReal, TMask, TSignal, TAccount, TTerms>>.Shared.Return(states);
        ArrayPool<uint>.Shared.Return(doubtful);

        void Work(int u, GridScratch scratch, GridRows place, TTerms* bar, int chunk, GridLayer layer)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var unit = new Unit(this, from + u, u);
            var sink = new Sink(into, inOrder, numbers);
            if (isShared) unit.Run<SharedFirst>(states, doubtful, scratch, place, bar, chunk, layer, sink, cancellationToken);
            else unit.Run<OwnFirst>(states, doubtful, scratch, place, bar, chunk, layer, sink, cancellationToken);
            step?.Invoke((double)Interlocked.Increment(ref done) / all);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => table.Dispose();

    /// <summary>Where figures go.</summary>
    private readonly record struct Sink(GridFigures[] Into, bool InOrder, long[]? Numbers);

    /// <summary>A strip of lanes for some groups.</summary>
    private readonly struct Unit(GridEngine<TReal, TMask, TSignal, TAccount, TTerms> engine, long number, int place)
    {
        private readonly long strip = number % engine.strips, group = number / engine.strips * engine.groupsPerUnit;

        public void Run<TSharing>(
            GridLane<TReal, TMask, TSignal, TAccount, TTerms>[] states, uint[] doubtful, GridScratch scratch, GridRows rows, TTerms* terms,
            int chunk, GridLayer layer, Sink sink, CancellationToken cancellationToken)
            where TSharing : struct, IGridSharing
        {
            (GridPlan plan, GridTable table, int width) = (engine.plan, engine.table, engine.width);
            long firstLane = strip * 2 * width;
            int lanes = (int)Math.Min(2 * width, plan.Lanes - firstLane), inputs = plan.Rule.Inputs.Length;
            int groups = (int)Math.Min(engine.groupsPerUnit, plan.Groups - group);
            (int chunkFrom, int chunkTo) = table.Bounds(chunk);
            for (int k = 0; k < inputs; k++)
                for (int lane = 0; lane < 2 * width; lane++)
                    scratch.Columns[(k * 2 * width) + lane] = plan.Column(k, plan.Combination(group, firstLane + Math.Min(lane, lanes - 1)));
            for (int from = chunkFrom; from < chunkTo; from += Tile)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int count = Math.Min(Tile, chunkTo - from);
                for (int k = 0; k < inputs; k++)
                    if (!plan.IsShared(k)) scratch.Pack(k, table, from - chunkFrom, count);
                for (int g = 0; g < groups; g++)
                {
                    int at = ((place * engine.groupsPerUnit) + g) * 2;
                    long example = plan.Combination(group + g, firstLane);
                    for (int k = TSharing.IsShared ? 1 : 0; k < inputs; k++)
                        if (plan.IsShared(k)) scratch.Spread(k, table.Column(plan.Column(k, example)) + from - chunkFrom, count);
                    GridRows here = rows.Skip(from, 0, false);
                    here.A = TSharing.IsShared ? table.Column(plan.Column(0, example)) + from - chunkFrom : scratch.Own(0);
                    here.B = scratch.Own(1);
                    here.C = scratch.Own(2);
                    here.D = scratch.Own(3);
                    ref GridLane<TReal, TMask, TSignal, TAccount, TTerms> first = ref states[at], second = ref states[at + 1];
                    if (from == 0)
                    {
                        first = Start(group + g, firstLane, lanes);
                        second = Start(group + g, firstLane + width, lanes - width);
                        (doubtful[at], doubtful[at + 1]) = (0, 0);
                    }
                    Walk<TSharing>(ref first, ref second, lanes > width, here, terms, count, layer, g, firstLane, lanes, doubtful.AsSpan(at, 2), sink);
                }
            }
        }

        private GridLane<TReal, TMask, TSignal, TAccount, TTerms> Start(long group, long lane, int lanes)
        {
            double* constants = stackalloc double[2 * 16];
            int width = engine.width;
            for (int k = 0; k < width; k++)
            {
                long combination = engine.plan.Combination(group, lane + Math.Max(0, Math.Min(k, lanes - 1)));
                if (lanes <= 0) combination = engine.plan.Combination(group, lane - engine.width);
                (constants[k], constants[width + k]) = (engine.plan.Constant(0, combination), engine.plan.Constant(1, combination));
            }
            return GridLane<TReal, TMask, TSignal, TAccount, TTerms>.Start(
                engine.task.Rules, TReal.Load(ref constants[0]), TReal.Load(ref constants[width]));
        }

        // The rows of a tile, cut where segments open and end.
        private void Walk<TSharing>(
            ref GridLane<TReal, TMask, TSignal, TAccount, TTerms> first, ref GridLane<TReal, TMask, TSignal, TAccount, TTerms> second, bool isPair,
            GridRows rows, TTerms* terms, int count, GridLayer layer, int g, long firstLane, int lanes, Span<uint> doubtful, Sink sink)
            where TSharing : struct, IGridSharing
        {
            int width = engine.width, end = rows.From + count, last = engine.market.Selling is null ? engine.bars : engine.bars - 1;
            while (rows.From < end)
            {
                if (layer.Opens(rows.From) >= 0)
                {
                    doubtful[0] |= Open(ref first, terms, rows.From);
                    doubtful[1] |= Open(ref second, terms, rows.From);
                }
                int next = Math.Min(end, layer.NextBorder(rows.From));
                if (next > last && rows.From < last) next = last;
                if (rows.From == last)
                {
                    TTerms selling = engine.market.Selling!(last);
                    bool reads = engine.market.Lag > 0;
                    GridWalk<TReal, TMask, TSignal, TAccount, TTerms, TSharing>.Close(ref first, rows, 0, terms[last], selling, reads);
                    if (isPair) GridWalk<TReal, TMask, TSignal, TAccount, TTerms, TSharing>.Close(ref second, rows, width, terms[last], selling, reads);
                    next = last + 1;
                }
                else
                {
                    rows.Rows = next - rows.From;
                    if (isPair) GridWalk<TReal, TMask, TSignal, TAccount, TTerms, TSharing>.Pair(ref first, ref second, rows, terms);
                    else GridWalk<TReal, TMask, TSignal, TAccount, TTerms, TSharing>.Single(ref first, rows, terms);
                }
                rows = rows.Skip(next - rows.From, 2 * width, TSharing.IsShared);
                if (layer.Ends(rows.From) is >= 0 and int segment)
                {
                    doubtful[0] |= Take(first, terms, rows.From, segment, g, firstLane, Math.Min(lanes, width), sink);
                    if (isPair) doubtful[1] |= Take(second, terms, rows.From, segment, g, firstLane + width, lanes - width, sink);
                }
                if (rows.From == engine.bars) Repair(doubtful, layer, g, firstLane, lanes, sink);
            }
        }

        private static uint Open(ref GridLane<TReal, TMask, TSignal, TAccount, TTerms> lane, TTerms* terms, int at)
        {
            uint fallen = ~TReal.Above(lane.Account.Tally(terms[at], at).Deepest, TReal.All(0));
            lane.Account.Open(terms[at], at);
            return fallen;
        }

        // Writes the figures of a segment; gives the lanes whose sums cannot be trusted.
        private uint Take(
            in GridLane<TReal, TMask, TSignal, TAccount, TTerms> lane, TTerms* terms, int at, int segment, int g, long firstLane, int lanes, Sink sink)
        {
            GridTally<TReal> tally = lane.Account.Tally(terms[at], at);
            int width = engine.width;
            double* sums = stackalloc double[7 * 16];
            TReal.Store(tally.Growth, ref sums[0]);
            TReal.Store(tally.Sum, ref sums[width]);
            TReal.Store(tally.Squares, ref sums[2 * width]);
            TReal.Store(tally.Below, ref sums[3 * width]);
            TReal.Store(tally.Deepest, ref sums[4 * width]);
            TReal.Store(tally.Trades, ref sums[5 * width]);
            TReal.Store(tally.Exposure, ref sums[6 * width]);
            uint doubtful = 0, valid = engine.plan.Valid(group + g, firstLane, lanes);
            for (int k = 0; k < lanes; k++)
            {
                long combination = engine.plan.Combination(group + g, firstLane + k);
                ref GridFigures figures = ref Slot(sink, g, firstLane + k, combination, segment);
                figures = GridFigures.Invalid;
                if ((valid >> k & 1) == 0) continue;
                var sum = new GridSums(
                    sums[k], sums[width + k], sums[(2 * width) + k], sums[(3 * width) + k], sums[(4 * width) + k],
                    sums[(5 * width) + k], sums[(6 * width) + k]);
                if (!sum.TryFigures(engine.task.Segments[segment], engine.task.PeriodsPerYear, out figures)) doubtful |= 1u << k;
            }
            return doubtful;
        }

        private ref GridFigures Slot(Sink sink, int g, long lane, long combination, int segment)
        {
            int segments = engine.task.Segments.Length;
            if (sink.InOrder) return ref sink.Into[(combination * segments) + segment];
            int slot = (((place * engine.groupsPerUnit) + g) * 2 * engine.width) + (int)(lane - (strip * 2 * engine.width));
            sink.Numbers![slot] = combination;
            return ref sink.Into[(slot * segments) + segment];
        }

        private void Repair(Span<uint> doubtful, GridLayer layer, int g, long firstLane, int lanes, Sink sink)
        {
            if ((doubtful[0] | doubtful[1]) == 0) return;
            for (int k = 0; k < lanes; k++)
            {
                if ((doubtful[k / engine.width] >> (k % engine.width) & 1) == 0) continue;
                long combination = engine.plan.Combination(group + g, firstLane + k);
                if (!engine.plan.IsValid(combination)) continue;
                GridFigures[] figures = engine.repair(combination);
                foreach (int segment in layer.Segments) Slot(sink, g, firstLane + k, combination, segment) = figures[segment];
            }
        }
    }
}
