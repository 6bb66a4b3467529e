using System.Globalization;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>The values that one parameter takes in a grid.</summary>
/// <param name="Name">Of a parameter of the strategy.</param>
/// <param name="Values">Shape [n], at least one.</param>
public sealed record GridAxis(string Name, double[] Values);

/// <summary>The parameter combinations of a grid, numbered from 0: all of a product of axes, or those of a list.</summary>
public sealed class GridParameters
{
    private readonly GridAxis[] axes;
    private readonly double[]? rows;
    private readonly long[] strides;

    private GridParameters(GridAxis[] axes, double[]? rows, long[] strides, long count) =>
        (this.axes, this.rows, this.strides, Count, Names) = (axes, rows, strides, count, [.. axes.Select(axis => axis.Name)]);

    /// <summary>How many combinations.</summary>
    public long Count { get; }

    /// <summary>The parameters that vary.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Every value of each axis with every value of all others; the last axis runs fastest.</summary>
    /// <param name="axes">At least one; each name once.</param>
    /// <exception cref="InvalidInputException">There is no axis, one is empty, a name comes twice, or there are more than 10¹² combinations.</exception>
    public static GridParameters Product(params GridAxis[] axes)
    {
        Named([.. axes.Select(axis => axis.Name)]);
        long[] strides = new long[axes.Length];
        long count = 1;
        for (int k = axes.Length - 1; k >= 0; k--)
        {
            Require.FiniteSample(axes[k].Values, 1, axes[k].Name);
            strides[k] = count;
            count *= axes[k].Values.Length;
            if (count > MostCombinations) throw Require.Invalid(nameof(axes), "more", Limit);
        }
        return new GridParameters(axes, null, strides, count);
    }

    /// <summary>The combinations of a list, in its order.</summary>
    /// <param name="names">At least one; each once.</param>
    /// <param name="rows">Shape [combinations, names].</param>
    /// <exception cref="InvalidInputException">There is no name or no row, a name comes twice, or the rows are not full.</exception>
    public static GridParameters List(string[] names, double[] rows)
    {
        Named(names);
        Require.FiniteSample(rows);
        if (rows.Length % names.Length != 0) throw Require.Invalid(nameof(rows), rows.Length, $"a multiple of the {names.Length} names");
        return new GridParameters([.. names.Select(name => new GridAxis(name, []))], rows, [], rows.Length / names.Length);
    }

    /// <summary>The value of a parameter in a combination.</summary>
    /// <param name="combination">0 to <see cref="Count"/> − 1.</param>
    /// <param name="parameter">Index into <see cref="Names"/>.</param>
    public double this[long combination, int parameter] => rows is null
        ? axes[parameter].Values[combination / strides[parameter] % axes[parameter].Values.Length]
        : rows[(combination * axes.Length) + parameter];

    /// <summary>A combination by parameter names, for <see cref="NeuralTrader.Domain.Backtesting.BacktestSpec.Parameters"/>.</summary>
    public Dictionary<string, double> At(long combination)
    {
        var named = new Dictionary<string, double>(axes.Length, StringComparer.Ordinal);
        for (int k = 0; k < axes.Length; k++) named[axes[k].Name] = this[combination, k];
        return named;
    }

    /// <summary>The axes of a product; null for a list.</summary>
    internal GridAxis[]? Axes => rows is null ? axes : null;

    /// <summary>How far apart in number two neighbours on an axis are.</summary>
    internal long Stride(int axis) => strides[axis];

    private const long MostCombinations = 1_000_000_000_000;

    private static string Limit => string.Create(CultureInfo.InvariantCulture, $"at most {MostCombinations} combinations");

    private static void Named(string[] names)
    {
        if (names.Length == 0) throw Require.Invalid("axes", 0, "at least one parameter that varies");
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            throw Require.Invalid("axes", string.Join(", ", names), "each parameter once");
    }
}
