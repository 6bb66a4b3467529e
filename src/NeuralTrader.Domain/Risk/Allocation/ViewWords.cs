using System.Globalization;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>Market weights and opinions of the Black–Litterman model as people write them: “SPY=60%, QQQ=40%” and “SPY - QQQ = 2% ± 1%”.</summary>
public static class ViewWords
{
    /// <summary>What an opinion looks like.</summary>
    public const string AllowedView =
        "“AAPL = 8%”, “SPY - QQQ = 2% ± 1%” or “0.5 AAPL + 0.5 IBM - SPY = 3%”: a return a year and, where it is known, its standard error";

    /// <summary>What weights look like.</summary>
    public const string AllowedWeights = "shares of the market's value, such as “SPY=60%, QQQ=40%”, “SPY 60, QQQ 40” or “SPY=0.6, QQQ=0.4”, each symbol once and 100% in all";

    private static readonly string[] Errors = ["±", "+/-", "+-"];

    /// <summary>An opinion.</summary>
    /// <param name="text">
    /// Symbols with blanks between them and + or -, each with a number before it or none; =; a return a year; and perhaps ± its error.
    /// </param>
    /// <param name="field">Named in refusals.</param>
    /// <returns>The error's square is the view's variance; without an error it is left to the model.</returns>
    /// <exception cref="InvalidInputException">The text is not of this form.</exception>
    public static MarketView Parse(string? text, string field = "view")
    {
        int equals = text?.LastIndexOf('=') ?? -1; // a symbol may hold one too
        if (equals <= 0) throw Require.Invalid(field, text, AllowedView);
        string[] right = text![(equals + 1)..].Split(Errors, StringSplitOptions.TrimEntries);
        double? value = Share(right[0]), error = right.Length == 2 ? Share(right[1]) : null;
        if (value is null || right.Length > 2 || (right.Length == 2 && error is not > 0)) throw Require.Invalid(field, text, AllowedView);
        return new MarketView(Assets(text[..equals], text, field), value.Value, error * error);
    }

    /// <summary>Weights by symbol.</summary>
    /// <param name="text">
    /// With commas, semicolons or lines between them; = or a blank before each number. Numbers without % are fractions, or percentages where one is above 1.
    /// </param>
    /// <param name="field">Named in refusals.</param>
    /// <exception cref="InvalidInputException">The text is not of this form, or names a symbol twice.</exception>
    public static Dictionary<string, double> Weights(string? text, string field = "market")
    {
        Dictionary<string, double> weights = new(StringComparer.Ordinal);
        string[] parts = (text ?? "").Replace(" %", "%", StringComparison.Ordinal)
            .Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        bool arePercentages = parts.Any(part => Number(part[(Gap(part) + 1)..]) > 1);
        foreach (string part in parts)
        {
            int gap = Gap(part);
            string share = part[(gap + 1)..];
            double? said = arePercentages && !share.EndsWith('%') ? Number(share) / 100 : Share(share);
            if (gap <= 0 || said is not (>= 0 and <= 1 and double weight)) throw Require.Invalid(field, part, AllowedWeights);
            if (!weights.TryAdd(Symbol.Parse(part[..gap].TrimEnd('=', ' '), field), weight)) throw Require.Invalid(field, part, AllowedWeights);
        }
        return weights.Count > 0 ? weights : throw Require.Invalid(field, text, AllowedWeights);
    }

    private static int Gap(string part) => part.LastIndexOfAny(['=', ' ']);

    private static Dictionary<string, double> Assets(string terms, string text, string field)
    {
        Dictionary<string, double> assets = new(StringComparer.Ordinal);
        double sign = 1, weight = 1;
        bool isWanted = true, isWeighed = false; // a symbol; a number was read for it
        string[] words = terms.Replace('−', '-').Replace("*", " ", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        foreach ((int place, string word) in words.Index())
        {
            bool isLast = place == words.Length - 1 || words[place + 1] is "+" or "-";
            if (word is "+" or "-" && (place == 0 || !isWanted)) (sign, isWanted) = (word == "-" ? -1 : 1, true);
            else if (isWanted && !isWeighed && !isLast && Number(word) is > 0 and double given) (weight, isWeighed) = (given, true);
            else if (isWanted && assets.TryAdd(Symbol.Parse(word, field), sign * weight)) (sign, weight, isWanted, isWeighed) = (1, 1, false, false);
            else throw Require.Invalid(field, text, AllowedView);
        }
        return isWanted ? throw Require.Invalid(field, text, AllowedView) : assets;
    }

    private static double? Share(string text) => text.EndsWith('%') ? Number(text[..^1].TrimEnd()) / 100 : Number(text);

    private static double? Number(string text) =>
        double.TryParse(text.Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
