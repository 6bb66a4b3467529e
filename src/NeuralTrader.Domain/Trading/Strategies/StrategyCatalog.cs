namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>Every strategy by its name.</summary>
public static class StrategyCatalog
{
    private const int NamesOffered = 3;

    private static readonly Dictionary<string, StrategyEntry> Entries =
        StrategyEntries.All.ToDictionary(entry => entry.Info.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, StrategyInfo> Infos = Entries.Values
        .Select(entry => entry.Info with { WarmUpBars = WarmUpBars(entry.Info.Name, null) })
        .ToDictionary(info => info.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>All strategies, those that cannot run now among them.</summary>
    public static IReadOnlyList<StrategyInfo> All { get; } = [.. StrategyEntries.All.Select(entry => Infos[entry.Info.Name])];

    /// <summary>One strategy; capitals do not matter.</summary>
    /// <exception cref="InvalidInputException">The name is unknown; the nearest names are offered.</exception>
    public static StrategyInfo Find(string? name) => name is not null && Infos.TryGetValue(name, out StrategyInfo? info) ? info : throw Unknown(name);

    /// <summary>All parameters of a strategy: the given ones, checked, and defaults for the rest.</summary>
    /// <exception cref="InvalidInputException">A name is unknown, or a value out of range or not whole where it must be.</exception>
    public static IReadOnlyDictionary<string, double> Complete(StrategyInfo info, IReadOnlyDictionary<string, double>? given) =>
        StrategyArguments.Complete(info, given);

    /// <summary>Bars that a strategy reads before its first signal.</summary>
    /// <param name="name">Of the strategy.</param>
    /// <param name="parameters">What is not named takes its default.</param>
    /// <param name="members">Of a strategy made of others; null for its defaults.</param>
    /// <exception cref="InvalidInputException">The name or a parameter is wrong.</exception>
    public static int WarmUpBars(string name, IReadOnlyDictionary<string, double>? parameters, IReadOnlyList<string>? members = null)
    {
        StrategyEntry entry = Entry(name);
        return entry.WarmUp(new StrategyArguments(StrategyArguments.Complete(entry.Info, parameters)), new StrategySetting(Members: members));
    }

    /// <summary>A strategy at its first bar; it serves one run.</summary>
    /// <param name="name">Of the strategy.</param>
    /// <param name="parameters">What is not named takes its default.</param>
    /// <param name="setting">What it may know about the run.</param>
    /// <exception cref="InvalidInputException">The name or a parameter is wrong, or the strategy is not available: the reason is given.</exception>
    public static Strategy Create(string name, IReadOnlyDictionary<string, double>? parameters, StrategySetting setting)
    {
        StrategyEntry entry = Entry(name);
        if (entry.Info.Reason is { } reason) throw Require.Invalid("strategy", name, $"a strategy that is available; {entry.Info.Name} is not: {reason}");
        if (setting.Members is not null && entry.Info.Name is not ("ensemble" or "adaptive"))
            throw Require.Invalid("members", name, "no members, but for ensemble and adaptive");
        return entry.Create(new StrategyArguments(StrategyArguments.Complete(entry.Info, parameters)), setting);
    }

    /// <summary>One strategy for each instrument, or one for all where it reads them together.</summary>
    internal static Strategy[] CreateFor(
        int instruments, string name, IReadOnlyDictionary<string, double>? parameters, IReadOnlyList<string>? members, double periodsPerYear)
    {
        StrategyInfo info = Entry(name).Info;
        if (instruments < info.InstrumentsNeeded || (info.MaxInstruments > 0 && instruments > info.MaxInstruments))
            throw Require.Invalid("symbols", instruments, $"{(info.MaxInstruments > 0 ? "" : "at least ")}{info.InstrumentsNeeded} instruments for {name}");
        bool isGroup = info.InstrumentsNeeded > 1;
        var setting = new StrategySetting(isGroup ? instruments : 1, periodsPerYear, members);
        var strategies = new Strategy[isGroup ? 1 : instruments];
        for (int k = 0; k < strategies.Length; k++) strategies[k] = Create(name, parameters, setting);
        return strategies;
    }

    private static StrategyEntry Entry(string? name) => name is not null && Entries.TryGetValue(name, out StrategyEntry? entry) ? entry : throw Unknown(name);

    private static InvalidInputException Unknown(string? name)
    {
        IEnumerable<string> nearest = NearestNames.Order(name ?? "", StrategyEntries.All.Select(entry => entry.Info.Name)).Take(NamesOffered);
        return Require.Invalid("strategy", name, $"a name that listStrategies gives; nearest: {string.Join(", ", nearest)}");
    }
}
