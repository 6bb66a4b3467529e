using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace NeuralTrader.Api.Console;

/// <summary>Numbers as pages show them: thousands apart, fixed decimals, percentages from fractions, UTC dates, "–" with the reason for none.</summary>
public static class Figure
{
    private const string Undefined = "The data cannot define this figure.";
    private const double LeastProbability = 1e-4; // the last digit shown

    /// <summary>Money, two decimals.</summary>
    public static MarkupString Money(decimal? value, string why = Undefined) => Plain(value?.ToString("N2", CultureInfo.InvariantCulture), why);

    /// <summary>Money of a statistic, two decimals.</summary>
    public static MarkupString Money(double value, string why = Undefined) => Number(value, 2, why);

    /// <summary>A gain or loss in money, with its three signs: colour, arrow and sign.</summary>
    public static MarkupString Change(decimal value) => Signed(decimal.Sign(value), Math.Abs(value).ToString("N2", CultureInfo.InvariantCulture));

    /// <summary>A gain or loss of a statistic in money.</summary>
    public static MarkupString Change(double value) =>
        double.IsFinite(value) ? Signed(Math.Sign(value), Math.Abs(value).ToString("N2", CultureInfo.InvariantCulture)) : Plain(null, Undefined);

    /// <summary>A return, from a fraction.</summary>
    public static MarkupString Return(double? fraction, string why = Undefined) =>
        fraction is { } value && double.IsFinite(value)
            ? Signed(Math.Sign(Math.Round(value, 4)), Math.Abs(value).ToString("P2", Percents))
            : Plain(null, why);

    /// <summary>A share or rate without a direction, from a fraction.</summary>
    public static MarkupString Percent(double? fraction, string why = Undefined, int decimals = 2) =>
        Plain(fraction is { } value && double.IsFinite(value) ? Rounded(value, decimals + 2).ToString($"P{decimals}", Percents) : null, why);

    /// <summary>A standard error of a fraction: two decimals, and more where these would be zeros.</summary>
    public static MarkupString Error(double? fraction, string why = Undefined) =>
        Percent(fraction, why, fraction is > 0 and < 1 and { } error ? Math.Clamp((int)Math.Ceiling(-Math.Log10(error * 100)), 2, 6) : 2);

    /// <summary>A ratio or other plain number.</summary>
    public static MarkupString Number(double? value, int decimals = 2, string why = Undefined) =>
        Plain(value is { } v && double.IsFinite(v) ? Rounded(v, decimals).ToString($"N{decimals}", CultureInfo.InvariantCulture) : null, why);

    /// <summary>A probability of a test; a very small one is not nothing.</summary>
    public static MarkupString Probability(double value, string why = Undefined) =>
        value is >= 0 and < LeastProbability ? Plain("below 0.0001", why) : Number(value, 4, why);

    /// <summary>A whole number.</summary>
    public static MarkupString Count(long value) => Plain(value.ToString("N0", CultureInfo.InvariantCulture), "");

    /// <summary>Units: as many decimals as there are, at most 8.</summary>
    public static MarkupString Units(decimal? value, string why = Undefined) =>
        Plain(value?.ToString("#,##0.########", CultureInfo.InvariantCulture), why);

    /// <summary>A price: two decimals, and up to four below 1,000.</summary>
    public static MarkupString Price(decimal? value, string why = "The order type has none.") =>
        Plain(value is { } price ? PriceText(price) : null, why);

    /// <summary>A price of a statistic.</summary>
    public static MarkupString Price(double value, string why = Undefined) =>
        Plain(double.IsFinite(value) ? PriceText((decimal)value) : null, why);

    /// <summary>A UTC date.</summary>
    public static MarkupString Date(DateTime? time, string why = "There is none.") =>
        Plain(time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), why);

    /// <summary>The start of a bar: a date, and the time where it is not midnight.</summary>
    public static MarkupString Bar(DateTime? time, string why = "There is none.") =>
        Plain(time is { } at ? BarLabel(at) : null, why);

    /// <summary>A moment, UTC.</summary>
    public static MarkupString Moment(DateTime? time, string why = "It has not happened.") =>
        Plain(time?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), why);

    /// <summary>The start of a bar as text.</summary>
    public static string BarLabel(DateTime time) =>
        time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static double Rounded(double value, int decimals) => Math.Round(value, decimals) + 0.0; // −0 becomes 0

    /// <summary>A price as text.</summary>
    public static string PriceText(decimal price) => price.ToString(Math.Abs(price) < 1000 ? "#,##0.00##" : "N2", CultureInfo.InvariantCulture);

    private static readonly NumberFormatInfo Percents = new() { PercentPositivePattern = 1, PercentNegativePattern = 1, NegativeSign = "−" };

    private static MarkupString Signed(int sign, string size) => new(sign switch
    {
        > 0 => $"<span class=\"n up\"><span aria-hidden=\"true\">▲</span> +{size}</span>",
        < 0 => $"<span class=\"n down\"><span aria-hidden=\"true\">▼</span> −{size}</span>",
        _ => $"<span class=\"n\">{size}</span>",
    });

    private static MarkupString Plain(string? text, string why) =>
        new(text is null ? $"<span class=\"n none\" title=\"{why}\">–</span>"
            : $"<span class=\"n\">{text.Replace('-', text.StartsWith('-') ? '−' : '-')}</span>");
}
