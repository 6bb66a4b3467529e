namespace NeuralTrader.Domain.Risk;

/// <summary>A fall of the past that a portfolio can be taken through.</summary>
/// <param name="Name">What a scenario is called by.</param>
/// <param name="Title">What it was.</param>
/// <param name="From">The close before the fall, UTC.</param>
/// <param name="To">The close at its bottom, UTC.</param>
/// <param name="Source">Where the dates come from.</param>
[GenerateSerializer, Immutable, Alias("stress-window")]
public sealed record StressWindow(string Name, string Title, DateTime From, DateTime To, string Source);

/// <summary>Named windows of the past.</summary>
public static class StressCatalog
{
    private const string Index = "Closing high and low of the S&P 500 (S&P Dow Jones Indices)";

    /// <summary>Every window, oldest first.</summary>
    public static IReadOnlyList<StressWindow> Windows { get; } =
    [
        Window("black_monday_1987", "Black Monday", (1987, 10, 16), (1987, 10, 19), "The closes around 19 October 1987; Brady Report (1988)"),
        Window("russia_ltcm_1998", "Russian default and LTCM", (1998, 7, 17), (1998, 8, 31), Index),
        Window("dot_com_2000", "Burst of the dot-com bubble", (2000, 3, 24), (2002, 10, 9), Index),
        Window("september_11_2001", "The week after 11 September 2001", (2001, 9, 10), (2001, 9, 21),
        "Last close before and lowest close after the New York Stock Exchange was shut"),
        Window("financial_crisis_2008", "Global financial crisis", (2007, 10, 9), (2009, 3, 9), Index),
        Window("lehman_2008", "After Lehman Brothers", (2008, 9, 12), (2008, 11, 20),
        "Last close before the filing of 15 September 2008, and the low of that autumn"),
        Window("euro_crisis_2011", "Euro crisis and downgrade of the United States", (2011, 4, 29), (2011, 10, 3), Index),
        Window("china_2015", "Devaluation of the renminbi", (2015, 8, 17), (2015, 8, 25), Index),
        Window("brexit_2016", "British vote to leave the European Union", (2016, 6, 23), (2016, 6, 27), "The closes around the vote of 23 June 2016"),
        Window("volatility_2018", "Volatility shock of February 2018", (2018, 1, 26), (2018, 2, 8), Index),
        Window("autumn_2018", "Tightening and trade dispute", (2018, 9, 20), (2018, 12, 24), Index),
        Window("covid_2020", "Covid-19 crash", (2020, 2, 19), (2020, 3, 23), Index),
        Window("inflation_2022", "Inflation and rising rates", (2022, 1, 3), (2022, 10, 12), Index),
    ];

    /// <summary>A window by its name.</summary>
    /// <exception cref="InvalidInputException">There is none; the nearest names are said.</exception>
    public static StressWindow Find(string name) =>
        Windows.FirstOrDefault(window => window.Name == name)
            ?? throw Require.Invalid("scenarios", name, string.Join(", ", Windows.Select(window => window.Name)));

    private static StressWindow Window(string name, string title, (int Year, int Month, int Day) from, (int Year, int Month, int Day) to, string source) =>
        new(name, title, new DateTime(from.Year, from.Month, from.Day, 0, 0, 0, DateTimeKind.Utc),
            new DateTime(to.Year, to.Month, to.Day, 0, 0, 0, DateTimeKind.Utc), source);
}
