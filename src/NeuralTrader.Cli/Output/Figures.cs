using System.Globalization;

namespace NeuralTrader.Cli.Output;

/// <summary>Figures as people read them; what is not defined is a dash.</summary>
internal static class Figures
{
    public const string None = "—";

    private static readonly CultureInfo Form = CultureInfo.InvariantCulture;

    public static string Whole(long value) => value.ToString("#,0", Form);

    public static string Money(decimal? value) => value is { } known ? known.ToString("#,0.00", Form) : None;

    public static string Money(double value) => double.IsFinite(value) ? value.ToString("#,0.00", Form) : None;

    /// <summary>A gain with its plus, a loss with its minus.</summary>
    public static string Gain(decimal value) => value.ToString("+#,0.00;-#,0.00;0.00", Form);

    /// <inheritdoc cref="Gain(decimal)"/>
    public static string Gain(double value) => double.IsFinite(value) ? value.ToString("+#,0.00;-#,0.00;0.00", Form) : None;

    /// <summary>A price or a quantity with the digits it has.</summary>
    public static string Exact(decimal? value) => value is { } known ? known.ToString("#,0.########", Form) : None;

    public static string Number(double? value) => value switch
    {
        null => None,
        { } known when !double.IsFinite(known) => None,
        0 => "0",
        { } known when Math.Abs(known) is >= 1e15 or < 1e-6 => known.ToString("0.#####e0", Form),
        { } known when Math.Abs(known) >= 1000 => known.ToString("#,0.##", Form),
        { } known => known.ToString("0.######", Form),
    };

    public static string Ratio(double value) => double.IsFinite(value) ? value.ToString("0.00", Form) : None;

    public static string Percent(double? fraction) => fraction is { } known && double.IsFinite(known) ? known.ToString("0.00 %", Form) : None;

    /// <summary>A return with its sign.</summary>
    public static string Return(double? fraction) => fraction is { } known && double.IsFinite(known) ? known.ToString("+0.00 %;-0.00 %;0.00 %", Form) : None;

    /// <summary>A day, or a moment in UTC.</summary>
    public static string Time(DateTime? time) => time switch
    {
        null => None,
        { } known when known.TimeOfDay == TimeSpan.Zero => known.ToString("yyyy-MM-dd", Form),
        { } known => known.ToString("yyyy-MM-dd HH:mm:ss", Form),
    };

    /// <summary>The day of a moment, UTC.</summary>
    public static string Day(DateTime? time) => time?.ToString("yyyy-MM-dd", Form) ?? None;

    /// <summary>Prices of one table, all with as many decimals as the finest of them needs, 2 to 6.</summary>
    public static Func<double, string> Prices(IEnumerable<double> prices)
    {
        int decimals = prices.Where(double.IsFinite).Select(Decimals).DefaultIfEmpty(2).Max();
        return price => double.IsFinite(price) ? price.ToString($"N{decimals}", Form) : None;

        static int Decimals(double price) => Math.Max(2, price.ToString("0.######", Form) is var text && text.IndexOf('.') is >= 0 and int point ? text.Length - point - 1 : 0);
    }

    public static string YesNo(bool value) => value ? "yes" : "no";
}
