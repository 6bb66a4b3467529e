namespace NeuralTrader.Domain.Markets;

/// <summary>Finds returns that are no gains or losses but splits that nobody took out of the prices.</summary>
public static class RawPrices
{
    private const double Near = 0.03, NearClose = 0.15; // of the logarithm: a gap on top of a split, and a day's own move
    private const int MostNamed = 5;

    // New price over old: usual splits, and the reverse.
    private static readonly (double Ratio, string Words)[] Usual =
    [
        (1.0 / 2, "1/2"), (2.0 / 3, "2/3"), (1.0 / 3, "1/3"), (1.0 / 4, "1/4"), (1.0 / 5, "1/5"), (1.0 / 6, "1/6"), (1.0 / 7, "1/7"), (1.0 / 8, "1/8"),
        (1.0 / 10, "1/10"), (1.0 / 20, "1/20"), (2, "2"), (3, "3"), (4, "4"), (5, "5"), (8, "8"), (10, "10"), (20, "20"),
    ];

    /// <summary>Bars that open at a usual split's fraction of the close before, within 3 %, and close near it, within 15 %.</summary>
    /// <param name="bars">Daily or longer bars.</param>
    /// <returns>Places of the bars and the fractions, oldest first.</returns>
    public static IEnumerable<(int Place, string Ratio)> Splits(BarSeries bars)
    {
        for (int i = 1; i < bars.Count; i++)
        {
            double open = bars.Open[i] / bars.Close[i - 1], close = bars.Close[i] / bars.Close[i - 1];
            if (open is > 0.7 and < 1.9) continue;
            foreach ((double ratio, string words) in Usual)
                if (Math.Abs(Math.Log(open / ratio)) <= Near && Math.Abs(Math.Log(close / ratio)) <= NearClose) yield return (i, words);
        }
    }

    /// <summary>Whether a split is booked for the time between a bar and the one before.</summary>
    /// <param name="bars">Daily or longer bars.</param>
    /// <param name="place">Of the later bar, above 0.</param>
    /// <param name="actions">Those that are booked.</param>
    public static bool IsBooked(BarSeries bars, int place, IReadOnlyList<CorporateAction> actions)
    {
        foreach (CorporateAction action in actions)
            if (action.SplitRatio != 1 && action.ExDate > bars.TimeAt(place - 1) && action.ExDate <= bars.TimeAt(place)) return true;
        return false;
    }

    /// <summary>Warnings of returns that hold splits or dividends, a few instruments by name.</summary>
    /// <param name="series">Bars that returns were taken from.</param>
    public static IEnumerable<string> Warnings(IReadOnlyList<BarSeries> series)
    {
        int found = 0;
        foreach (BarSeries bars in series.Where(bars => bars.Key is { Interval: >= BarInterval.Day, Basis: not PriceBasis.TotalReturn }))
        {
            if (Splits(bars).FirstOrDefault() is not { Ratio: { } ratio, Place: var place }) continue;
            if (++found > MostNamed) continue;
            yield return $"{bars.Key.Symbol} opens {bars.TimeAt(place):yyyy-MM-dd} near {ratio} of the close before, as after a split that is not booked; "
                + "its returns hold that move.";
        }
        if (found > MostNamed) yield return $"{found - MostNamed} more instruments move as after splits that are not booked.";
        string[] raw = [.. series.Where(bars => bars.Key.Basis == PriceBasis.Raw).Select(bars => bars.Key.Symbol)];
        if (raw.Length > 0) yield return $"Prices of {Named(raw)} are raw: splits and dividends are in {(raw.Length == 1 ? "its" : "their")} returns.";
    }

    /// <summary>A few names, and how many more there are.</summary>
    /// <param name="names">At least one.</param>
    internal static string Named(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");
}
