using System.Globalization;
using NeuralTrader.Domain;

namespace NeuralTrader.Api.Console;

/// <summary>An indicator that the market page offers.</summary>
/// <param name="Name">Its name in calculateIndicator.</param>
/// <param name="Label">For people.</param>
/// <param name="Parameter">The one parameter the page lets people change; null for none.</param>
/// <param name="Usual">Its usual value.</param>
/// <param name="IsOverlay">True where it is drawn over the prices; false where it has a pane of its own.</param>
/// <param name="Levels">Lines drawn across its pane.</param>
public sealed record IndicatorChoice(string Name, string Label, string? Parameter, double Usual, bool IsOverlay, double[] Levels)
{
    private const int MostPanes = 4;

    /// <summary>Overlays, then panes.</summary>
    public static IReadOnlyList<IndicatorChoice> All { get; } =
    [
        Overlay("sma", "SMA", "period", 50), Overlay("ema", "EMA", "period", 20), Overlay("wma", "WMA", "period", 20),
        Overlay("bollinger", "Bollinger", "period", 20), Overlay("keltner", "Keltner", "period", 20), Overlay("donchian", "Donchian", "period", 20),
        Overlay("supertrend", "SuperTrend", "period", 10), Overlay("ichimoku", "Ichimoku", "kijun", 26),
        Pane("rsi", "RSI", "period", 14, 30, 70), Pane("macd", "MACD", "slow", 26, 0), Pane("stochastic", "Stochastic", "period", 14, 20, 80),
        Pane("adx", "ADX", "period", 14, 25), Pane("atr", "ATR", "period", 14), Pane("cci", "CCI", "period", 20, -100, 100),
        Pane("mfi", "MFI", "period", 14, 20, 80), Pane("roc", "ROC", "period", 10, 0), Pane("williams_r", "Williams %R", "period", 14, -80, -20),
        Pane("obv", "OBV", null, 0),
    ];

    /// <summary>The chosen ones with their parameter, from texts such as sma:50.</summary>
    /// <exception cref="InvalidInputException">A text is malformed, or more panes are asked for than fit.</exception>
    public static IReadOnlyList<(IndicatorChoice Choice, double Value)> Parse(IEnumerable<string?> texts)
    {
        List<(IndicatorChoice Choice, double Value)> chosen = [.. texts.OfType<string>().Select(Parse)];
        return chosen.Count(one => !one.Choice.IsOverlay) <= MostPanes ? chosen
            : throw new InvalidInputException("ind", string.Join(", ", chosen.Select(one => one.Choice.Label)), $"at most {MostPanes} panes at once");
    }

    private static (IndicatorChoice Choice, double Value) Parse(string text)
    {
        string[] parts = text.Split(':');
        IndicatorChoice choice = All.FirstOrDefault(one => one.Name == parts[0])
            ?? throw new InvalidInputException("ind", text, string.Join(", ", All.Select(one => one.Name)));
        return parts.Length == 1 ? (choice, choice.Usual)
            : double.TryParse(parts[1], CultureInfo.InvariantCulture, out double value) ? (choice, value)
            : throw new InvalidInputException(choice.Name, parts[1], "a number");
    }

    private static IndicatorChoice Overlay(string name, string label, string parameter, double usual) =>
        new(name, label, parameter, usual, IsOverlay: true, []);

    private static IndicatorChoice Pane(string name, string label, string? parameter, double usual, params double[] levels) =>
        new(name, label, parameter, usual, IsOverlay: false, levels);
}
