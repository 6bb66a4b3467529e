using System.Globalization;

namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>Parameters by name, each checked against its range.</summary>
internal sealed class StrategyArguments(IReadOnlyDictionary<string, double> values)
{
    public double this[string name] => values[name];

    public int Whole(string name) => (int)values[name];

    /// <summary>A parameter that must be less than another.</summary>
    public static T Below<T>(T value, T bound, string field, string other)
        where T : IComparable<T> =>
        value.CompareTo(bound) < 0 ? value : throw Require.Invalid(field, value, Text($"less than {other}, which is {bound}"));

    /// <summary>A parameter that must be greater than another.</summary>
    public static T Above<T>(T value, T bound, string field, string other)
        where T : IComparable<T> =>
        value.CompareTo(bound) > 0 ? value : throw Require.Invalid(field, value, Text($"greater than {other}, which is {bound}"));

    /// <summary>All parameters of a strategy: what is given, checked, and the defaults.</summary>
    /// <exception cref="InvalidInputException">A name is unknown, or a value out of range or not whole where it must be.</exception>
    public static Dictionary<string, double> Complete(StrategyInfo info, IReadOnlyDictionary<string, double>? given)
    {
        foreach (string name in given?.Keys ?? [])
        {
            if (Array.Exists(info.Parameters, parameter => parameter.Name == name)) continue;
            string known = info.Parameters.Length == 0 ? "no parameters" : string.Join(", ", info.Parameters.Select(parameter => parameter.Name));
            throw new InvalidInputException(name, Text($"{given![name]}"), $"{info.Name} takes {known}");
        }
        var all = new Dictionary<string, double>(info.Parameters.Length, StringComparer.Ordinal);
        foreach (StrategyParameter parameter in info.Parameters)
        {
            double value = given is not null && given.TryGetValue(parameter.Name, out double own) ? own : parameter.Default;
            Require.Between(value, parameter.Min, parameter.Max, parameter.Name);
            if (parameter.IsWhole && value != Math.Floor(value))
                throw Require.Invalid(parameter.Name, value, Text($"a whole number from {parameter.Min} to {parameter.Max}"));
            all[parameter.Name] = value;
        }
        return all;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
