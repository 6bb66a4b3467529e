using System.Globalization;

namespace NeuralTrader.Cli.Output;

/// <summary>Figures as people read them; what is not defined is a dash, and what rounds to 0 has no sign.</summary>
internal static class Figures
{
    public const string None = "—";

    private const double LeastProbability = 1e-4;

    private static readonly CultureInfo Form = CultureInfo.InvariantCulture;

    public static string Whole(long value) => value.ToString("#,0", Form);

    public static string Money(decimal? value) => value is { } known ? Unsigned(known.ToString("#,0.00", Form)) : None;

    public static string Money(double value) => Fixed(value, "#,0.00");

    /// <summary>A gain with its plus, a loss with its minus.</summary>
    public static string Gain(decimal value) => value.ToString("+#,0.00;-#,0.00;0.00", Form);

    /// <inheritdoc cref="Gain(decimal)"/>
    public static string Gain(double value) => Fixed(value, "+#,0.00;-#,0.00;0.00");

    /// <summary>A price or a quantity with the digits it has.</summary>
    public static string Exact(decimal? value) => value is { } known ? known.ToString("#,0.########", Form) : None;

    /// <summary>A number with the digits it has, at most six behind the point.</summary>
    public static string Number(double? value) => value switch
    {
        null => None,
        { } known when !double.IsFinite(known) => None,
        0 => "0",
        { } known when Math.Abs(known) is >= 1e15 or < 1e-6 => known.ToString("0.#####e0", Form),
        { } known when Math.Abs(known) >= 1000 => known.ToString("#,0.##", Form),
        { } known => known.ToString("0.######", Form),
    };

    /// <summary>A number with four digits that count.</summary>
    public static string Short(double? value) => Number(value is { } known && double.IsFinite(known) ? double.Parse(known.ToString("G4", Form), Form) : value);

    public static string Ratio(double? value) => Fixed(value, "0.00");

    public static string Percent(double? fraction) => Fixed(fraction, "0.00 %");

    /// <summary>A return with its sign.</summary>
    public static string Return(double? fraction) => Fixed(fraction, "+0.00 %;-0.00 %;0.00 %");

    /// <summary>A standard error of a fraction, with as many decimals as show it: two, and more where these would be zeros.</summary>
    public static string Error(double? fraction) => Fixed(fraction, $"0.{Zeros(Decimals(fraction))} %");

    /// <summary>A fraction and its standard error, both with the decimals that show the error; alone where no error is known.</summary>
    public static string Within(double? fraction, double? error) => Fixed(fraction, $"0.{Zeros(Decimals(error))} %") + After(Error(error));

    /// <summary>A return and its standard error.</summary>
    public static string ReturnWithin(double? fraction, double? error)
    {
        string size = $"0.{Zeros(Decimals(error))} %";
        return Fixed(fraction, $"+{size};-{size};{size}") + After(Error(error));
    }

    /// <summary>A ratio and its standard error.</summary>
    public static string RatioWithin(double? value, double? error)
    {
        string form = $"0.{Zeros(Decimals(error / 100))}";
        return Fixed(value, form) + After(Fixed(error, form));
    }

    /// <summary>A probability of a test; a very small one is not nothing.</summary>
    public static string Probability(double? value) => value is >= 0 and < LeastProbability ? "< 0.0001" : Fixed(value, "0.0000");

    /// <summary>A size in bytes, in the unit that suits it.</summary>
    public static string Bytes(long? bytes) => bytes switch
    {
        null => None,
        >= 1 << 30 => string.Create(Form, $"{bytes / (double)(1 << 30):0.0} GiB"),
        >= 1 << 20 => string.Create(Form, $"{bytes / (double)(1 << 20):0.0} MiB"),
        >= 1 << 10 => string.Create(Form, $"{bytes / (double)(1 << 10):0.0} KiB"),
        _ => string.Create(Form, $"{bytes} B"),
    };

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
        int decimals = prices.Where(double.IsFinite).Select(Digits).DefaultIfEmpty(2).Max();
        return price => double.IsFinite(price) ? price.ToString($"N{decimals}", Form) : None;

        static int Digits(double price)
        {
            string text = price.ToString("0.######", Form);
            return Math.Max(2, text.IndexOf('.') is >= 0 and int point ? text.Length - point - 1 : 0);
        }
    }

    public static string YesNo(bool value) => value ? "yes" : "no";

    private static string Fixed(double? value, string format) => value is { } known && double.IsFinite(known) ? Unsigned(known.ToString(format, Form)) : None;

    // What rounds to nothing is neither a loss nor a gain.
    private static string Unsigned(string text) => text is ['-', ..] && !text.AsSpan().ContainsAnyInRange('1', '9') ? text[1..] : text;

    private static int Decimals(double? error) =>
        error is > 0 and < 1 and { } known ? Math.Clamp((int)Math.Ceiling(-Math.Log10(known * 100)), 2, 6) : 2;

    private static string After(string error) => error == None ? "" : $" ± {error}";

    private static string Zeros(int count) => new('0', count);
}
