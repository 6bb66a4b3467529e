namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>
/// Does a search in parts, each by itself and anywhere: which combinations a part tries follows from its number, and for a Bayesian search
/// from the parts before it.
/// </summary>
public static class SearchWork
{
    /// <summary>Most trials that are ranked for the probability of back-test overfitting; of more, every so manyth is.</summary>
    public const int MostRanked = 2_000;

    /// <summary>Parts of a search.</summary>
    /// <param name="spec">The search.</param>
    /// <param name="space">Its combinations.</param>
    /// <param name="chunkSize">Combinations in a part.</param>
    public static int Chunks(SearchSpec spec, SearchSpace space, int chunkSize) => (int)((spec.Planned(space) + chunkSize - 1) / chunkSize);

    /// <summary>Does one part.</summary>
    /// <param name="problem">The search with its data.</param>
    /// <param name="evaluator">Tests its combinations.</param>
    /// <param name="number">Which part.</param>
    /// <param name="chunkSize">Combinations in a part.</param>
    /// <param name="before">The parts before it, in order; only a Bayesian search needs them.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static SearchChunk Run(
        SearchProblem problem, ISearchEvaluator evaluator, int number, int chunkSize, IReadOnlyList<SearchChunk> before, CancellationToken cancellationToken)
    {
        if (problem.Spec.Method == SearchMethod.Bayesian) return Bayesian(problem, evaluator, number, chunkSize, before, cancellationToken);
        (int[] orders, long[] points, int skipped) = problem.Spec.Method == SearchMethod.Grid
            ? GridPart(problem.Space, number, chunkSize)
            : RandomPart(problem, number, chunkSize);
        var gathered = new SearchGathering(problem, orders, points);
        int segments = problem.Plan.Segments.Count;
        var figures = new SegmentFigures[Math.Min(evaluator.AtOnce, points.Length) * segments];
        for (int from = 0; from < points.Length; from += evaluator.AtOnce)
        {
            int count = Math.Min(evaluator.AtOnce, points.Length - from);
            cancellationToken.ThrowIfCancellationRequested();
            evaluator.Evaluate(points.AsSpan(from, count), figures, cancellationToken);
            for (int i = 0; i < count; i++) gathered.Take(from + i, figures.AsSpan(i * segments, segments));
        }
        return gathered.Chunk(number, skipped);
    }

    private static (int[] Orders, long[] Points, int Skipped) GridPart(SearchSpace space, int number, int chunkSize)
    {
        long from = (long)number * chunkSize, to = Math.Min(space.Count, from + chunkSize);
        List<long> points = new((int)(to - from));
        for (long point = from; point < to; point++) if (space.Allows(point)) points.Add(point);
        return ([.. points.Select(point => (int)point)], [.. points], (int)(to - from) - points.Count);
    }

    private static (int[] Orders, long[] Points, int Skipped) RandomPart(SearchProblem problem, int number, int chunkSize)
    {
        (long[] points, int skipped) = SearchOrder.Draw(problem.Space, problem.Spec.Planned(problem.Space), problem.Spec.Seed);
        int from = Math.Min(points.Length, number * chunkSize), count = Math.Min(chunkSize, points.Length - from);
        return ([.. Enumerable.Range(from, count)], points[from..(from + count)], number == 0 ? skipped : 0);
    }

    private static SearchChunk Bayesian(
        SearchProblem problem, ISearchEvaluator evaluator, int number, int chunkSize, IReadOnlyList<SearchChunk> before, CancellationToken cancellationToken)
    {
        var search = new BayesianSearch(problem.Space, problem.Spec.Planned(problem.Space), problem.Spec.Seed);
        int done = 0;
        foreach (SearchChunk chunk in before)
        {
            for (int i = 0; i < chunk.Points.Length; i++) search.Learn(chunk.Points[i], problem.InSampleScore(chunk, i));
            done += chunk.Points.Length;
        }
        int count = Math.Clamp(search.Trials - done, 0, chunkSize);
        long[] points = new long[count];
        var gathered = new SearchGathering(problem, [.. Enumerable.Range(done, count)], points);
        var figures = new SegmentFigures[problem.Plan.Segments.Count];
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            points[i] = search.Next();
            evaluator.Evaluate(points.AsSpan(i, 1), figures, cancellationToken);
            search.Learn(points[i], gathered.Take(i, figures));
        }
        return gathered.Chunk(number, 0);
    }
}

/// <summary>Gathers what is kept of each trial.</summary>
internal sealed class SearchGathering
{
    private readonly SearchProblem problem;
    private readonly SearchPlan plan;
    private readonly int[] orders;
    private readonly long[] points;
    private readonly SearchColumns inSample, outOfSample;
    private readonly double inSampleDays, outOfSampleDays;
    private readonly SearchWindow[] windows;
    private readonly double[] trainingDays;
    private readonly int[] leastTrades;
    private readonly SearchChoice[] choices;
    private readonly List<double>[] sums, squares;
    private readonly int every;

    public SearchGathering(SearchProblem problem, int[] orders, long[] points)
    {
        (this.problem, plan, this.orders, this.points) = (problem, problem.Plan, orders, points);
        (inSample, outOfSample) = (SearchColumns.Empty(points.Length), SearchColumns.Empty(points.Length));
        (inSampleDays, outOfSampleDays) = (plan.DaysOf(problem.InSample), problem.OutOfSample is { } later ? plan.DaysOf(later) : 0);
        windows = [.. plan.Windows, .. plan.Folds];
        choices = [.. windows.Select(_ => SearchChoice.None)];
        trainingDays = [.. windows.Select(window => plan.Training(window).Sum(plan.DaysOf))];
        double seen = problem.InSample.Bars;
        leastTrades = [.. windows.Select(window => (int)(problem.Spec.MinTrades * plan.Training(window).Sum(range => range.Bars) / seen))]; // as many per bar as in-sample
        (sums, squares) = ([.. plan.Blocks.Select(_ => new List<double>())], [.. plan.Blocks.Select(_ => new List<double>())]);
        every = (int)Math.Max(1, (problem.Spec.Planned(problem.Space) + SearchWork.MostRanked - 1) / SearchWork.MostRanked);
    }

    /// <summary>Takes a trial's segments.</summary>
    /// <returns>Its score in-sample; NaN where it has none or is not eligible.</returns>
    public double Take(int trial, ReadOnlySpan<SegmentFigures> segments)
    {
        SearchFigures seen = problem.Scale.Figures(segments[plan.InSample], inSampleDays);
        inSample.Put(trial, seen);
        outOfSample.Put(trial, problem.Scale.Figures(plan.OutOfSample is { } later ? segments[later] : SegmentFigures.None, outOfSampleDays));
        for (int k = 0; k < choices.Length; k++)
        {
            SegmentFigures training = SegmentFigures.None;
            foreach (int segment in windows[k].Training) training = training.And(segments[segment]);
            SearchFigures figures = problem.Scale.Figures(training, trainingDays[k]);
            double score = figures.Score(problem.Spec.Metric);
            if (figures.IsRuined || figures.Trades < leastTrades[k] || !double.IsFinite(score)) continue;
            if (choices[k].Order < 0 || score > choices[k].Score) choices[k] = new SearchChoice(orders[trial], points[trial], score);
        }
        if (orders[trial] % every == 0) KeepBlocks(segments);
        return problem.Score(seen);
    }

    public SearchChunk Chunk(int number, int skipped) => new(
        number, skipped, orders, points, inSample, outOfSample, choices[..plan.Windows.Count], choices[plan.Windows.Count..],
        [.. sums.Select(block => block.ToArray())], [.. squares.Select(block => block.ToArray())]);

    private void KeepBlocks(ReadOnlySpan<SegmentFigures> segments)
    {
        for (int block = 0; block < sums.Length; block++)
        {
            SegmentFigures one = segments[plan.Blocks[block]];
            sums[block].Add(one.IsRuined ? double.NaN : one.Sum);
            squares[block].Add(one.IsRuined ? double.NaN : one.SumOfSquares);
        }
    }
}
