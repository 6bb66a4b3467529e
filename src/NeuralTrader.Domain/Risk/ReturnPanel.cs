using System.Globalization;
using System.Numerics;

namespace NeuralTrader.Domain.Risk;

/// <summary>Returns of several assets over the same periods. Once made, every value is from −1e100 to 1e100, so that squares stay finite.</summary>
public sealed class ReturnPanel
{
    private readonly double[] values;

    /// <summary>Takes returns, which the panel owns from now on.</summary>
    /// <param name="names">Of the assets, shape [assets], at least one.</param>
    /// <param name="values">Fractions per period, asset after asset, shape [assets · observations].</param>
    /// <param name="times">Ends of the periods, UTC, shape [observations]; null where they are not known.</param>
    /// <exception cref="InvalidInputException">The shapes do not fit, or a return is out of range: then asset and period are named.</exception>
    public ReturnPanel(IReadOnlyList<string> names, double[] values, IReadOnlyList<DateTime>? times = null)
    {
        if (names.Count == 0) throw Require.Invalid(nameof(names), names.Count, "at least one asset");
        if (values.Length % names.Count != 0) throw Require.Invalid(nameof(values), values.Length, $"a multiple of the {names.Count} assets");
        (Names, Observations, Times, this.values) = (names, values.Length / names.Count, times, values);
        if (times is not null) Require.SameLength(times.Count, Observations);
        if (!AreBounded(values)) throw NotBounded();
    }

    /// <summary>Of the assets, shape [assets].</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Ends of the periods, UTC, shape [observations]; null where they are not known.</summary>
    public IReadOnlyList<DateTime>? Times { get; }

    /// <summary>Start of the first period, UTC; null where it is not known.</summary>
    public DateTime? Start { get; init; }

    /// <summary>How many assets.</summary>
    public int Assets => Names.Count;

    /// <summary>How many periods.</summary>
    public int Observations { get; }

    /// <summary>All returns, asset after asset, shape [assets · observations].</summary>
    public ReadOnlyMemory<double> Values => values;

    /// <summary>The returns of one asset, shape [observations].</summary>
    public ReadOnlySpan<double> Row(int asset) => values.AsSpan(asset * Observations, Observations);

    /// <summary>Rows as a caller sends them.</summary>
    /// <param name="names">Of the assets, shape [assets].</param>
    /// <param name="rows">Fractions per period, shape [assets][observations].</param>
    /// <param name="times">Ends of the periods; null where they are not known.</param>
    /// <exception cref="InvalidInputException">The rows differ in length, are not as many as the names, or hold a value out of range.</exception>
    public static ReturnPanel FromRows(IReadOnlyList<string> names, IReadOnlyList<double[]> rows, IReadOnlyList<DateTime>? times = null)
    {
        Require.SameLength(rows.Count, names.Count);
        int observations = rows.Count == 0 ? 0 : rows[0].Length;
        double[] values = new double[rows.Count * observations];
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length != observations)
                throw Require.Invalid($"rows[{i}]", Require.Counted(rows[i].Length), $"{observations} observations, as in the first row");
            rows[i].CopyTo(values, i * observations);
        }
        return new ReturnPanel(names, values, times);
    }

    // A comparison with what is not a number is false.
    private static bool AreBounded(ReadOnlySpan<double> values)
    {
        Vector<double> furthest = new(Require.Furthest);
        int i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
            if (!Vector.LessThanOrEqualAll(Vector.Abs(new Vector<double>(values[i..])), furthest)) return false;
        for (; i < values.Length; i++)
            if (!(Math.Abs(values[i]) <= Require.Furthest)) return false;
        return true;
    }

    private InvalidInputException NotBounded()
    {
        int place = Array.FindIndex(values, value => !(Math.Abs(value) <= Require.Furthest));
        (int asset, int period) = (place / Observations, place % Observations);
        string when = Times is null ? period.ToString(CultureInfo.InvariantCulture) : Require.Iso(Times[period]);
        return new InvalidInputException(
            $"returns[{Names[asset]}][{when}]", values[place].ToString(CultureInfo.InvariantCulture), "a number from -1e100 to 1e100");
    }
}
