namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>The parameters of one indicator, checked, each at the caller's value or its default.</summary>
internal sealed class IndicatorArguments
{
    private IndicatorArguments(Dictionary<string, double> values) => Values = values;

    public IReadOnlyDictionary<string, double> Values { get; }

    public double this[string name] => Values[name];

    public int Whole(string name) => (int)Values[name];

    /// <exception cref="InvalidInputException">A parameter is unknown, out of range, or not whole where it must be.</exception>
    public static IndicatorArguments Bind(IndicatorDescription description, IReadOnlyDictionary<string, double>? given)
    {
        foreach ((string name, double value) in given ?? new Dictionary<string, double>())
            if (!description.Parameters.Any(parameter => parameter.Name == name))
                throw Require.Invalid(name, value, $"no such parameter; {description.Name} takes {Names(description)}");
        Dictionary<string, double> values = [];
        foreach (IndicatorParameter parameter in description.Parameters)
        {
            double value = given is not null && given.TryGetValue(parameter.Name, out double chosen) ? chosen : parameter.Default;
            Require.Between(value, parameter.Min, parameter.Max, parameter.Name);
            if (parameter.IsWhole && value != Math.Floor(value)) throw Require.Invalid(parameter.Name, value, "a whole number");
            values.Add(parameter.Name, value);
        }
        return new IndicatorArguments(values);
    }

    private static string Names(IndicatorDescription description) =>
        description.Parameters.Length == 0 ? "none" : string.Join(", ", description.Parameters.Select(parameter => parameter.Name));
}
