namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>Puts the parts of a search together, in order, in memory that does not grow with the trials but for what is ranked.</summary>
/// <param name="problem">The search with its data.</param>
public sealed class SearchTally(SearchProblem problem)
{
    private const int MostCorrelated = 100;

    private readonly List<(SearchChoice Choice, SearchFigures InSample, SearchFigures OutOfSample)> best = [];
    private readonly SearchChoice[] windows = [.. problem.Plan.Windows.Select(_ => SearchChoice.None)], folds = [.. problem.Plan.Folds.Select(_ => SearchChoice.None)];
    private readonly List<double>[] blockSums = [.. problem.Plan.Blocks.Select(_ => new List<double>())], blockSquares = [.. problem.Plan.Blocks.Select(_ => new List<double>())];
    private readonly SurfaceTally surface = new(problem.Space, problem.Spec.HeatMap);
    private readonly List<long> correlated = [];
    private readonly double inSampleDays = problem.Plan.DaysOf(problem.InSample), outOfSampleDays = problem.OutOfSample is { } later ? problem.Plan.DaysOf(later) : 0;
    private readonly int inSamplePeriods = problem.InSample.Periods, outOfSamplePeriods = problem.OutOfSample?.Periods ?? 0;
    private readonly long everyCorrelated = Math.Max(1, problem.Spec.Planned(problem.Space) / MostCorrelated);
    private double sharpeMean, sharpeSquares;

    /// <summary>Combinations tested.</summary>
    public int Trials { get; private set; }

    /// <summary>Combinations left out because their parameters do not go together.</summary>
    public int Skipped { get; private set; }

    internal int NeverTraded { get; private set; }

    internal int TooFewTrades { get; private set; }

    /// <summary>Trials that used up their account in-sample.</summary>
    internal int Ruined { get; private set; }

    /// <summary>Whether no trial is ranked but such as used up their account.</summary>
    internal bool HasRuinedOnly => best.Count > 0 && best[0].InSample.IsRuined;

    internal int WithSharpe { get; private set; }

    /// <summary>Of the trials' annual in-sample Sharpe ratios.</summary>
    internal (double Mean, double Variance) TrialSharpe => (sharpeMean, WithSharpe > 1 ? sharpeSquares / (WithSharpe - 1) : 0);

    internal IReadOnlyList<(SearchChoice Choice, SearchFigures InSample, SearchFigures OutOfSample)> Best => best;

    internal IReadOnlyList<SearchChoice> Windows => windows;

    internal IReadOnlyList<SearchChoice> Folds => folds;

    /// <summary>Trials spread over the search, for the correlation between them.</summary>
    internal IReadOnlyList<long> Correlated => correlated;

    internal SearchSurface Surface => surface.Surface();

    /// <summary>Adds a part.</summary>
    public void Add(SearchChunk chunk)
    {
        Skipped += chunk.Skipped;
        for (int i = 0; i < chunk.Points.Length; i++) Add(chunk, i);
        for (int k = 0; k < windows.Length; k++) windows[k] = windows[k].Or(chunk.Windows[k]);
        for (int k = 0; k < folds.Length; k++) folds[k] = folds[k].Or(chunk.Folds[k]);
        for (int block = 0; block < blockSums.Length; block++)
        {
            blockSums[block].AddRange(chunk.BlockSums[block]);
            blockSquares[block].AddRange(chunk.BlockSquares[block]);
        }
    }

    internal OverfittingFigures? Overfitting(CancellationToken cancellationToken)
    {
        if (blockSums.Length == 0 || blockSums[0].Count < 2 || HasRuinedOnly) return null;
        int[] counts = [.. problem.Plan.Blocks.Select(block => problem.Plan.Segments[block].Periods)];
        return BacktestOverfitting.Of(
            counts, [.. blockSums.SelectMany(block => block)], [.. blockSquares.SelectMany(block => block)], problem.Scale.RiskFree, cancellationToken);
    }

    private void Add(SearchChunk chunk, int trial)
    {
        Trials++;
        SearchFigures seen = chunk.InSample.At(trial, inSamplePeriods, inSampleDays), later = chunk.OutOfSample.At(trial, outOfSamplePeriods, outOfSampleDays);
        if (seen is { Trades: 0, TotalReturn: 0, MaxDrawdown: 0 }) NeverTraded++; // one may hold from the first day to the last
        if (seen.Trades < problem.Spec.MinTrades) TooFewTrades++;
        if (double.IsFinite(seen.Sharpe))
        {
            WithSharpe++;
            double away = seen.Sharpe - sharpeMean; // Welford (1962), Technometrics 4(3)
            sharpeMean += away / WithSharpe;
            sharpeSquares += away * (seen.Sharpe - sharpeMean);
            if (chunk.Orders[trial] % everyCorrelated == 0 && correlated.Count < MostCorrelated) correlated.Add(chunk.Points[trial]);
        }
        double score = problem.Score(seen);
        surface.Add(chunk.Points[trial], chunk.Orders[trial], score, seen.Value(problem.Spec.Metric), later.Value(problem.Spec.Metric));
        if (seen.IsRuined)
        {
            Ruined++;
            score = seen.Trades < problem.Spec.MinTrades ? double.NaN : seen.TotalReturn; // the least loss first, after all that are not ruined
        }
        if (double.IsFinite(score)) Rank(new SearchChoice(chunk.Orders[trial], chunk.Points[trial], score), seen, later);
    }

    private void Rank(SearchChoice choice, SearchFigures seen, SearchFigures later)
    {
        int place = best.Count;
        while (place > 0 && IsBefore(best[place - 1])) place--;
        if (place >= problem.Spec.Top) return;
        best.Insert(place, (choice, seen, later));
        if (best.Count > problem.Spec.Top) best.RemoveAt(best.Count - 1);

        bool IsBefore((SearchChoice Choice, SearchFigures InSample, SearchFigures OutOfSample) other) => seen.IsRuined == other.InSample.IsRuined
            ? ReferenceEquals(other.Choice.Or(choice), choice)
            : other.InSample.IsRuined;
    }
}
