using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>
/// All combinations of the parameters that a search varies. Each has a number, the last parameter running fastest; the order of the
/// parameters is the catalogue's, however they were given.
/// </summary>
public sealed class SearchSpace
{
    private const long MostCombinations = 1_000_000_000_000_000;

    private readonly string[] names;
    private readonly double[][] values;
    private readonly Dictionary<string, double> rest;

    private SearchSpace(StrategyInfo strategy, string[] names, double[][] values, Dictionary<string, double> rest, long count) =>
        (Strategy, this.names, this.values, this.rest, Count) = (strategy, names, values, rest, count);

    /// <summary>What is searched.</summary>
    public StrategyInfo Strategy { get; }

    /// <summary>The parameters varied.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>For each of them its values, rising.</summary>
    public IReadOnlyList<double[]> Values => values;

    /// <summary>Combinations, those that do not go together included.</summary>
    public long Count { get; }

    /// <summary>Reads the ranges.</summary>
    /// <param name="strategy">What is searched.</param>
    /// <param name="ranges">By parameter name.</param>
    /// <param name="fixedParameters">Values of parameters that are not varied; the others take their defaults.</param>
    /// <exception cref="InvalidInputException">A name is unknown or given in both, a range is malformed, or there are more than 10¹⁵ combinations.</exception>
    public static SearchSpace Of(
        StrategyInfo strategy, IReadOnlyDictionary<string, ParameterRange> ranges, IReadOnlyDictionary<string, double>? fixedParameters)
    {
        if (ranges.Count == 0) throw Require.Invalid("parameterRanges", "none", "at least one parameter with its range");
        string[] known = [.. strategy.Parameters.Select(parameter => parameter.Name)];
        foreach (string name in ranges.Keys)
        {
            if (!known.Contains(name)) throw Unknown(strategy, name, known);
            if (fixedParameters?.ContainsKey(name) == true) throw Require.Invalid($"parameters.{name}", fixedParameters[name], "parameters that have no range");
        }
        Dictionary<string, double> rest = new(StrategyCatalog.Complete(strategy, fixedParameters), StringComparer.Ordinal);
        StrategyParameter[] varied = [.. strategy.Parameters.Where(parameter => ranges.ContainsKey(parameter.Name))];
        double[][] values = [.. varied.Select(parameter => (ranges[parameter.Name]
            ?? throw Require.Invalid<string?>($"parameterRanges.{parameter.Name}", null, "a list, an object with min, max and step, or a number")).ValuesOf(parameter))];
        UInt128 count = 1;
        foreach (double[] axis in values)
        {
            count *= (UInt128)axis.Length;
            if (count > (UInt128)MostCombinations) throw Require.Invalid("parameterRanges", $"more than {MostCombinations:N0} combinations", $"at most {MostCombinations:N0} combinations");
        }
        return new SearchSpace(strategy, [.. varied.Select(parameter => parameter.Name)], values, rest, (long)count);
    }

    /// <summary>Places of a combination's values on their axes.</summary>
    public int[] Places(long point)
    {
        int[] places = new int[values.Length];
        for (int axis = values.Length - 1; axis >= 0; axis--)
        {
            places[axis] = (int)(point % values[axis].Length);
            point /= values[axis].Length;
        }
        return places;
    }

    /// <summary>The combination at these places.</summary>
    public long PointAt(ReadOnlySpan<int> places)
    {
        long point = 0;
        for (int axis = 0; axis < values.Length; axis++) point = (point * values[axis].Length) + places[axis];
        return point;
    }

    /// <summary>A combination's values of the varied parameters, in the order of <see cref="Names"/>.</summary>
    public double[] ValuesAt(long point)
    {
        int[] places = Places(point);
        double[] at = new double[places.Length];
        for (int axis = 0; axis < at.Length; axis++) at[axis] = values[axis][places[axis]];
        return at;
    }

    /// <summary>All parameters of a combination.</summary>
    public Dictionary<string, double> ParametersAt(long point)
    {
        Dictionary<string, double> all = new(rest, StringComparer.Ordinal);
        double[] at = ValuesAt(point);
        for (int axis = 0; axis < at.Length; axis++) all[names[axis]] = at[axis];
        return all;
    }

    /// <summary>Whether a combination's parameters go together.</summary>
    public bool Allows(long point)
    {
        int[] places = Places(point);
        return StrategyRules.GoTogether(Strategy.Name, Value);

        double Value(string name) => Array.IndexOf(names, name) is >= 0 and int axis ? values[axis][places[axis]] : rest[name];
    }

    private static InvalidInputException Unknown(StrategyInfo strategy, string name, string[] known)
    {
        string[] nearest = NearestNames.To(name, known);
        string offered = known.Length == 0 ? "no parameters" : nearest.Length > 0 ? $"{string.Join(", ", known)}; nearest: {string.Join(", ", nearest)}" : string.Join(", ", known);
        return Require.Invalid("parameterRanges", name, $"{strategy.Name} takes {offered}");
    }
}
