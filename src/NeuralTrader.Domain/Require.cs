using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralTrader.Domain;

/// <summary>Guards at the head of a formula: each returns its argument or throws <see cref="InvalidInputException"/> naming it.</summary>
public static class Require
{
    /// <summary>The largest magnitude of a number whose squares and their sums stay finite.</summary>
    public const double Furthest = 1e100;

    /// <summary>A finite number within [<paramref name="min"/>, <paramref name="max"/>].</summary>
    public static T Between<T>(T value, T min, T max, [CallerArgumentExpression(nameof(value))] string field = "")
        where T : INumber<T> =>
        T.IsFinite(value) && value >= min && value <= max
            ? value
            : throw Invalid(field, value, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"));

    /// <summary>A finite number above zero.</summary>
    public static T Positive<T>(T value, [CallerArgumentExpression(nameof(value))] string field = "")
        where T : INumber<T> =>
        T.IsFinite(value) && value > T.Zero ? value : throw Invalid(field, value, "a finite number above 0");

    /// <summary>A finite number, zero or above.</summary>
    public static T NotNegative<T>(T value, [CallerArgumentExpression(nameof(value))] string field = "")
        where T : INumber<T> =>
        T.IsFinite(value) && value >= T.Zero ? value : throw Invalid(field, value, "a finite number of 0 or more");

    /// <summary>A finite number.</summary>
    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        double.IsFinite(value) ? value : throw Invalid(field, value, "a finite number");

    /// <summary>A number strictly between 0 and 1.</summary>
    public static double OpenUnitInterval(double value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        value is > 0 and < 1 ? value : throw Invalid(field, value, "a number strictly between 0 and 1");

    /// <summary>A sample of at least <paramref name="atLeast"/> finite values.</summary>
    public static ReadOnlySpan<double> FiniteSample(
        ReadOnlySpan<double> sample, int atLeast = 1, [CallerArgumentExpression(nameof(sample))] string field = "")
    {
        if (sample.Length < atLeast)
            throw Invalid(field, Counted(sample.Length), string.Create(CultureInfo.InvariantCulture, $"at least {atLeast} values"));
        for (int i = FiniteVectors(sample); i < sample.Length; i++)
            if (!double.IsFinite(sample[i])) throw Invalid($"{field}[{i}]", sample[i], "a finite number");
        return sample;
    }

    // How many values at the start are finite, in whole vectors: a million prices are looked at before every piece of work.
    private static int FiniteVectors(ReadOnlySpan<double> sample)
    {
        int i = 0;
        var largest = new Vector<double>(double.MaxValue);
        while (i <= sample.Length - Vector<double>.Count && Vector.LessThanOrEqualAll(Vector.Abs(new Vector<double>(sample[i..])), largest))
            i += Vector<double>.Count;
        return i;
    }

    /// <summary>A sample whose squares can be summed: at least <paramref name="atLeast"/> values from −1e100 to 1e100.</summary>
    public static ReadOnlySpan<double> BoundedSample(
        ReadOnlySpan<double> sample, int atLeast = 1, [CallerArgumentExpression(nameof(sample))] string field = "")
    {
        FiniteSample(sample, atLeast, field);
        for (int i = 0; i < sample.Length; i++)
            if (!(Math.Abs(sample[i]) <= Furthest)) throw Invalid($"{field}[{i}]", sample[i], "a number from -1e100 to 1e100");
        return sample;
    }

    /// <summary>Simple returns of something held without credit: at least <paramref name="atLeast"/> values from −1, where all is lost, to 1e100.</summary>
    public static ReadOnlySpan<double> SimpleReturns(
        ReadOnlySpan<double> returns, int atLeast = 1, [CallerArgumentExpression(nameof(returns))] string field = "")
    {
        BoundedSample(returns, atLeast, field);
        for (int i = 0; i < returns.Length; i++)
            if (returns[i] < -1) throw Invalid($"{field}[{i}]", returns[i], "a simple return of -1 or more: no more than all can be lost");
        return returns;
    }

    /// <summary>How many of something there are, within [<paramref name="least"/>, <paramref name="most"/>].</summary>
    public static int Count(int? count, int least, int most, string field) =>
        count is { } given && given >= least && given <= most
            ? given
            : throw Invalid(field, Counted(count), string.Create(CultureInfo.InvariantCulture, $"{least} to {most} of them"));

    /// <summary>A number of things as the value of a message: what the caller gave was the things.</summary>
    public static string? Counted(int? count) => count switch
    {
        null => null,
        0 => "none",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} of them"),
    };

    /// <summary>A name: one line that holds more than blanks.</summary>
    public static string Name(string? name, int longest, [CallerArgumentExpression(nameof(name))] string field = "") =>
        string.IsNullOrWhiteSpace(name)
            ? throw Invalid(field, name, string.Create(CultureInfo.InvariantCulture, $"1 to {longest} characters on one line"))
            : Line(name, longest, field);

    /// <summary>A number whose square is finite: from −1e100 to 1e100.</summary>
    public static double Bounded(double value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        Math.Abs(value) <= Furthest ? value : throw Invalid(field, value, "a number from -1e100 to 1e100");

    /// <summary>Periods in a year, from 0.001 to 1,000,000.</summary>
    public static double Periods(double periodsPerYear, [CallerArgumentExpression(nameof(periodsPerYear))] string field = "") =>
        Between(periodsPerYear, 0.001, 1e6, field);

    /// <summary>Two samples of one length.</summary>
    public static void SameLength(int length, int expected, [CallerArgumentExpression(nameof(length))] string field = "")
    {
        if (length != expected) throw Invalid(field, length, string.Create(CultureInfo.InvariantCulture, $"a length of {expected}"));
    }

    /// <summary>The exception a guard throws, for rules that do not fit one of the guards.</summary>
    public static InvalidInputException Invalid<T>(string field, T value, string allowed) =>
        new(Member(field), value switch { null => null, DateTime time => Iso(time), _ => Convert.ToString(value, CultureInfo.InvariantCulture) }, allowed);

    /// <summary>One line of text for people: nothing that breaks it, and nothing that turns its direction and so hides a part.</summary>
    public static string Line(string text, int longest, [CallerArgumentExpression(nameof(text))] string field = "") =>
        text.Length <= longest && IsLine(text)
            ? text
            : throw Invalid(field, text, string.Create(CultureInfo.InvariantCulture, $"at most {longest} characters on one line, none that control the text or its direction"));

    /// <summary>Whether a text has no letter that breaks its line or turns its direction.</summary>
    public static bool IsLine(string text) =>
        !text.Any(letter => char.IsControl(letter) || letter is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));

    /// <summary>A UTC time as messages write it: ISO 8601, without a fraction where there is none.</summary>
    public static string Iso(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    // "request.LimitPrice" and "limitPrice" both name the member the caller wrote: limitPrice. "commission.fraction" is a path and stays one.
    private static string Member(string expression)
    {
        int dot = expression.LastIndexOf('.');
        string last = dot >= 0 && dot + 1 < expression.Length && char.IsUpper(expression[dot + 1]) ? expression[(dot + 1)..] : expression;
        return string.Concat(char.ToLowerInvariant(last[0]).ToString(), last.AsSpan(1));
    }
}
