namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>One choice that a check makes: where it is trained, and where what it chose is looked at.</summary>
/// <param name="Training">Places in the plan's segments.</param>
/// <param name="Test">Bars after or between them.</param>
public sealed record SearchWindow(int[] Training, SearchRange Test);

/// <summary>The ranges of bars that a search looks at: every combination walks all bars once and is looked at in each of these.</summary>
public sealed class SearchPlan
{
    private const int LeastBars = 20, LeastTestBars = 5, LeastBlockBars = 4;

    private readonly long[] ticks;
    private readonly List<SearchRange> segments = [];

    private SearchPlan(ReadOnlySpan<long> ticks, SearchValidation checks)
    {
        this.ticks = ticks.ToArray();
        int n = ticks.Length, split = n - (int)Math.Round(n * checks.OutOfSample);
        if (split < LeastBars) throw Require.Invalid("validation.outOfSample", checks.OutOfSample, $"a part that leaves at least {LeastBars} of {n} bars in-sample");
        InSample = Add(new SearchRange(0, split));
        if (split < n) OutOfSample = Add(new SearchRange(split, n));
        Windows = Walks(n, checks);
        Folds = Fold(n, checks);
        if (checks.PboBlocks > 0 && n / checks.PboBlocks < LeastBlockBars)
            throw Require.Invalid("validation.pboBlocks", checks.PboBlocks, $"0, or blocks of at least {LeastBlockBars} bars; there are {n} bars");
        Blocks = [.. Cut(0, n, checks.PboBlocks).Select(Add)];
    }

    /// <summary>What is looked at; ranges may overlap.</summary>
    public IReadOnlyList<SearchRange> Segments => segments;

    /// <summary>Bars in all.</summary>
    public int Bars => ticks.Length;

    /// <summary>The segment that the choice sees.</summary>
    public int InSample { get; }

    /// <summary>The segment after it, which it does not see; null where there is none.</summary>
    public int? OutOfSample { get; }

    /// <summary>The choices of the walk-forward, in order of time.</summary>
    public IReadOnlyList<SearchWindow> Windows { get; }

    /// <summary>The choices of the purged cross-validation, in order of time.</summary>
    public IReadOnlyList<SearchWindow> Folds { get; }

    /// <summary>Segments of equal length for the probability of back-test overfitting; empty for none.</summary>
    public IReadOnlyList<int> Blocks { get; }

    /// <summary>Lays the checks over the bars.</summary>
    /// <param name="ticks">Starts of the bars, UTC.</param>
    /// <param name="checks">What to lay over them.</param>
    /// <exception cref="InvalidInputException">There are too few bars for a check; the member is named with what the bars allow.</exception>
    public static SearchPlan Of(ReadOnlySpan<long> ticks, SearchValidation checks) => new(ticks, checks.Validated());

    /// <summary>Days that a range lasts, counted from the bar before it.</summary>
    public double DaysOf(SearchRange range) => (ticks[range.To - 1] - ticks[Math.Max(0, range.From - 1)]) / (double)TimeSpan.TicksPerDay;

    /// <summary>Start of a bar, UTC.</summary>
    public DateTime TimeAt(int bar) => new(ticks[bar], DateTimeKind.Utc);

    /// <summary>What a window is trained on.</summary>
    public IEnumerable<SearchRange> Training(SearchWindow window) => window.Training.Select(place => segments[place]);

    private List<SearchWindow> Walks(int n, SearchValidation checks)
    {
        int windows = checks.WalkForwardWindows, first = (int)(n * checks.FirstTraining);
        if (windows == 0) return [];
        if (first < LeastBars || (n - first) / windows < LeastTestBars)
        {
            int most = first < LeastBars ? 0 : (n - first) / LeastTestBars;
            throw Require.Invalid("validation.walkForwardWindows", windows, $"0 to {Math.Min(most, 100)} for {n} bars");
        }
        return [.. Cut(first, n, windows).Select(test => new SearchWindow([Add(new SearchRange(checks.Anchored ? 0 : test.From - first, test.From))], test))];
    }

    // A decision in bar t reaches into the next purge bars, so training bars whose reach meets the test are left out on both sides of it;
    // the embargo comes after, because features of the bars behind a test still hold its prices.
    private List<SearchWindow> Fold(int n, SearchValidation checks)
    {
        List<SearchWindow> folds = [];
        int embargo = (int)Math.Ceiling(n * checks.Embargo);
        foreach (SearchRange test in Cut(0, n, checks.Folds))
        {
            SearchRange before = new(0, test.From - checks.PurgeBars), after = new(test.To + checks.PurgeBars + embargo, n);
            SearchRange[] training = [.. new[] { before, after }.Where(part => part.Bars > 0)];
            if (test.Bars < LeastTestBars || training.Sum(part => part.Bars) < LeastBars)
            {
                throw Require.Invalid(
                    "validation.folds", checks.Folds,
                    $"0, or folds of at least {LeastTestBars} bars that leave {LeastBars} to train on after purge and embargo; there are {n} bars");
            }
            folds.Add(new SearchWindow([.. training.Select(Add)], test));
        }
        return folds;
    }

    private int Add(SearchRange range)
    {
        int known = segments.IndexOf(range);
        if (known >= 0) return known;
        segments.Add(range);
        return segments.Count - 1;
    }

    private static SearchRange[] Cut(int from, int to, int parts)
    {
        var cut = new SearchRange[parts];
        for (int k = 0; k < parts; k++) cut[k] = new SearchRange(Edge(k), Edge(k + 1));
        return cut;

        int Edge(int k) => from + (int)((long)(to - from) * k / parts);
    }
}
