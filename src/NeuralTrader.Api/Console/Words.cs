using System.Text;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Api.Console;

/// <summary>Names of things as people read them.</summary>
public static class Words
{
    /// <summary>An enum's member as words: PartiallyFilled is "Partially filled".</summary>
    public static string Of(Enum value) => Of(value.ToString());

    /// <summary>A camelCase or hyphenated name as words.</summary>
    public static string Of(string name)
    {
        StringBuilder words = new();
        foreach (char letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0) words.Append(' ');
            words.Append(letter is '-' or '_' ? ' ' : words.Length == 0 ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter));
        }
        return words.ToString();
    }

    /// <summary>A strategy as its catalogue calls it: sma_cross is “Moving-average cross”.</summary>
    public static string OfStrategy(string name) => StrategyCatalog.All.FirstOrDefault(one => one.Name == name)?.Title ?? Of(name);

    /// <summary>How long a bar lasts.</summary>
    public static string Of(BarInterval interval) => interval switch
    {
        BarInterval.Minute => "1 minute",
        BarInterval.FiveMinutes => "5 minutes",
        BarInterval.FifteenMinutes => "15 minutes",
        BarInterval.Hour => "Hourly",
        BarInterval.Day => "Daily",
        BarInterval.Week => "Weekly",
        BarInterval.Month => "Monthly",
    };

    /// <summary>Which corporate actions are in the prices.</summary>
    public static string Of(PriceBasis basis) => basis switch
    {
        PriceBasis.Raw => "Raw",
        PriceBasis.SplitAdjusted => "Split-adjusted",
        PriceBasis.TotalReturn => "Total return",
    };

    /// <summary>How long an order works.</summary>
    public static string Of(TimeInForce time) => time switch
    {
        TimeInForce.Day => "Day",
        TimeInForce.GoodTilCanceled => "Good til canceled",
        TimeInForce.ImmediateOrCancel => "Immediate or cancel",
        TimeInForce.FillOrKill => "Fill or kill",
    };
}
