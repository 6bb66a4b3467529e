using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Every indicator by its name.</summary>
public static class IndicatorCatalog
{
    private const int Suggestions = 3;

    private static readonly Dictionary<string, IndicatorEntry> Entries =
        IndicatorEntries.All.ToDictionary(entry => entry.Description.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>All indicators, averages first.</summary>
    public static IReadOnlyList<IndicatorDescription> All { get; } = [.. IndicatorEntries.All.Select(entry => entry.Description)];

    /// <summary>What an indicator is, takes and gives.</summary>
    /// <exception cref="InvalidInputException">There is no indicator of that name.</exception>
    public static IndicatorDescription Describe(string name) => Find(name).Description;

    /// <summary>Bars that pass before the first one on which every figure is defined.</summary>
    /// <param name="name">Name of the indicator, in any case.</param>
    /// <param name="parameters">Those that differ from their defaults; null for none.</param>
    /// <exception cref="InvalidInputException">The name is unknown, or a parameter is unknown, out of range, or not whole.</exception>
    public static int WarmUp(string name, IReadOnlyDictionary<string, double>? parameters = null) => Start(name, parameters).WarmUp;

    /// <summary>An indicator that has seen no bar, to be fed one at a time.</summary>
    /// <param name="name">Name of the indicator, in any case.</param>
    /// <param name="parameters">Those that differ from their defaults; null for none.</param>
    /// <exception cref="InvalidInputException">The name is unknown, or a parameter is unknown, out of range, or not whole.</exception>
    public static IIndicator Start(string name, IReadOnlyDictionary<string, double>? parameters = null)
    {
        IndicatorEntry entry = Find(name);
        return entry.Start(IndicatorArguments.Bind(entry.Description, parameters));
    }

    /// <summary>An indicator over a whole series: bit for bit what <see cref="Start"/> gives, fed with its bars.</summary>
    /// <param name="name">Name of the indicator, in any case.</param>
    /// <param name="bars">The series; it may be shorter than the warm-up, and every figure is NaN then.</param>
    /// <param name="parameters">Those that differ from their defaults; null for none.</param>
    /// <exception cref="InvalidInputException">
    /// The name is unknown; a parameter is unknown, out of range, or not whole; a figure the indicator reads is not finite: the field is
    /// then such as close[17].
    /// </exception>
    public static IndicatorResult Calculate(string name, BarSeries bars, IReadOnlyDictionary<string, double>? parameters = null)
    {
        IndicatorEntry entry = Find(name);
        IndicatorDescription description = entry.Description;
        IndicatorArguments arguments = IndicatorArguments.Bind(description, parameters);
        int warmUp = entry.Start(arguments).WarmUp; // refuses what only the indicator knows, before the data is read
        RequireFinite(description.Columns, bars);
        double[][] columns = [.. description.Outputs.Select(_ => GC.AllocateUninitializedArray<double>(bars.Count))]; // a run writes every bar
        entry.Run(bars, arguments, columns);
        var outputs = description.Outputs.Zip(columns).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        return new IndicatorResult(description.Name, arguments.Values, warmUp, outputs);
    }

    private static void RequireFinite(BarColumns columns, BarSeries bars)
    {
        if (columns.HasFlag(BarColumns.High)) Require.FiniteSample(bars.High, 0);
        if (columns.HasFlag(BarColumns.Low)) Require.FiniteSample(bars.Low, 0);
        if (columns.HasFlag(BarColumns.Close)) Require.FiniteSample(bars.Close, 0);
        if (columns.HasFlag(BarColumns.Volume)) Require.FiniteSample(bars.Volume, 0);
    }

    private static IndicatorEntry Find(string? name)
    {
        if (name is not null && Entries.TryGetValue(name, out IndicatorEntry? entry)) return entry;
        IEnumerable<string> nearest = NearestNames.Order(name ?? "", Entries.Keys).Take(Suggestions);
        throw Require.Invalid(nameof(name), name, $"one of {Entries.Count} indicators; the nearest are {string.Join(", ", nearest)}");
    }
}
