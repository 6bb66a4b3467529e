namespace NeuralTrader.Compute.Devices;

/// <summary>How long a computation is thought to take before any of its kind was seen.</summary>
/// <param name="Kind">Thoughts about one kind are wrong by about one factor, which a room learns from the computations that it saw.</param>
/// <param name="Seconds">On a core of 2024 with nothing else to do. That two of a kind stand in the right proportion matters more than the figure.</param>
public readonly record struct Effort(string Kind, double Seconds)
{
    private const double Least = 1e-4; // the way to a thread and back

    /// <summary>Parameters of a simulated law from so many returns; GARCH walks them a few hundred times.</summary>
    public static Effort Estimate(int returns) => Of("estimate", 5e-6 * returns);

    /// <summary>A portfolio's risk: what is drawn, or read, of every position.</summary>
    /// <param name="positions">How many.</param>
    /// <param name="observations">Returns of each.</param>
    /// <param name="paths">Paths drawn; 0 where none are.</param>
    /// <param name="days">Days of each.</param>
    public static Effort Risk(int positions, int observations, int paths, int days) =>
        Of("risk", (5e-9 * positions * observations) + (2e-8 * paths * days * Math.Min(positions, 50)));

    /// <summary>Figures of one sample of so many returns; the dearest of them walk it some hundred times.</summary>
    public static Effort Figures(int returns) => Of("figures", 3e-7 * returns);

    /// <summary>Scenarios laid on positions.</summary>
    public static Effort Stress(int positions, int scenarios) => Of("stress", 1e-5 * positions * scenarios);

    /// <summary>All pairs of so many series, and their clusters.</summary>
    public static Effort Correlation(int series, int observations) => Of("correlation", ((1e-11 * observations) + 2e-8) * series * series);

    /// <summary>The best of so many assets, and along a frontier of so many points.</summary>
    public static Effort Allocation(int assets, int frontier) => Of("allocation", 1e-3 + (5e-10 * assets * assets * (assets + 20.0) * (1 + frontier)));

    /// <summary>A series warped onto others, and onto every stretch of a past.</summary>
    /// <param name="points">Of the series.</param>
    /// <param name="others">Points of all the others together.</param>
    /// <param name="past">Points of the past; 0 for none.</param>
    public static Effort Warping(int points, long others, int past = 0) => Of("warping", 1e-9 * points * (others + ((double)points * past)));

    /// <summary>A trade held for so many bars on so many paths.</summary>
    public static Effort Trade(int paths, int bars) => Of("trade", 2e-8 * paths * bars);

    /// <summary>Tests side by side over so many draws.</summary>
    public static Effort Comparison(int tests, int draws) => Of("comparison", 5e-6 * tests * draws);

    /// <summary>Forecasts of a series for so many moments of its past, each fitted anew.</summary>
    public static Effort Forecasts(int values, int moments) => Of("forecasts", 1e-5 * values * moments);

    /// <summary>A back-test of so many bars.</summary>
    public static Effort Backtest(int bars) => Of("back-test", 5e-7 * bars);

    /// <summary>A part of a search, cut so that it takes a fraction of a second.</summary>
    public static Effort SearchPart { get; } = new("search part", 0.3);

    /// <summary>What a search concludes from all its trials.</summary>
    public static Effort Conclusion(long trials) => Of("conclusion", 1e-5 * trials);

    private static Effort Of(string kind, double seconds) => new(kind, Math.Max(Least, seconds));
}
