using NeuralTrader.Compute.Devices.Kernels;
using NeuralTrader.Compute.Trading;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>
/// How the combinations of a grid lie on lanes. Those of a product lie along its longest axis, so that a lane's neighbours share all other
/// parameters; those of a list lie as they come. The other axes are groups: each runs all lanes once.
/// </summary>
internal sealed class GridPlan
{
    private const int ShortAxis = 8; // a product of shorter axes is run as a list, or lanes would stay empty

    private readonly GridAxis[]? axes;
    private readonly Dictionary<string, (int Axis, double Fixed)> parameters = new(StringComparer.Ordinal);
    private readonly (int Axis, double Fixed)[] inputs, constants;
    private readonly (int Axis, double Fixed) smaller, larger;
    private readonly int[][] columnOf; // by input, by period
    private readonly int laneAxis = -1;
    private readonly long laneStride = 1;

    public GridPlan(BacktestSpec spec, GridParameters grid, GridRule rule)
    {
        (Rule, Grid) = (rule, grid);
        StrategyInfo info = StrategyCatalog.Find(spec.Strategy);
        foreach ((string name, double value) in StrategyCatalog.Complete(info, spec.Parameters)) parameters[name] = (-1, value);
        for (int k = 0; k < grid.Names.Count; k++) CheckAxis(info, grid, k);
        for (int k = 0; k < grid.Names.Count; k++) parameters[grid.Names[k]] = (k, double.NaN);
        inputs = [.. rule.Inputs.Select(input => parameters[input.Parameter])];
        constants = [.. rule.Constants.Select(name => parameters[name])];
        if (rule.Smaller is not null) (smaller, larger) = (parameters[rule.Smaller], parameters[rule.Larger!]);
        axes = grid.Axes;
        if (axes is not null)
        {
            for (int k = 0; k < axes.Length; k++) if (laneAxis < 0 || axes[k].Values.Length >= axes[laneAxis].Values.Length) laneAxis = k;
            if (axes.Length > 1 && axes[laneAxis].Values.Length < ShortAxis) (laneAxis, axes) = (-1, null);
        }
        laneStride = laneAxis < 0 ? 1 : grid.Stride(laneAxis);
        Lanes = laneAxis < 0 ? grid.Count : axes![laneAxis].Values.Length;
        Groups = grid.Count / Lanes;
        columnOf = new int[inputs.Length][];
        for (int k = 0; k < inputs.Length; k++) columnOf[k] = Columns(k);
    }

    public GridRule Rule { get; }

    public GridParameters Grid { get; }

    /// <summary>Combinations side by side.</summary>
    public long Lanes { get; }

    /// <summary>How often the lanes are run.</summary>
    public long Groups { get; }

    /// <summary>The indicators needed, each once.</summary>
    public List<(ColumnKind Kind, int Period)> Needed { get; } = [];

    /// <summary>Whether an input is the same for all lanes of a group.</summary>
    public bool IsShared(int input) => inputs[input].Axis < 0 || (laneAxis >= 0 && inputs[input].Axis != laneAxis);

    /// <summary>The number of the combination on a lane of a group.</summary>
    public long Combination(long group, long lane)
    {
        if (laneAxis < 0) return lane;
        return (group / laneStride * laneStride * Lanes) + (group % laneStride) + (lane * laneStride);
    }

    /// <summary>Which column an input reads in a combination.</summary>
    public int Column(int input, long combination) => columnOf[input][(int)Value(inputs[input], combination)];

    /// <summary>A constant of a combination; 0 for one that the body does not have.</summary>
    public double Constant(int index, long combination) => index < constants.Length ? Value(constants[index], combination) : 0;

    /// <summary>The combinations as a GPU finds them.</summary>
    /// <param name="values">Of all dials.</param>
    public GridDials Dials(out double[] values)
    {
        List<double> all = [];
        GridDial[] columns = [.. Enumerable.Range(0, 4).Select(k => k < inputs.Length ? Dial(inputs[k], value => columnOf[k][(int)value]) : Fixed(0))];
        GridDial[] others = [.. Enumerable.Range(0, 2).Select(k => k < constants.Length ? Dial(constants[k], value => value) : Fixed(0))];
        GridDial less = Rule.Smaller is null ? Fixed(0) : Dial(smaller, value => value), more = Rule.Smaller is null ? Fixed(1) : Dial(larger, value => value);
        values = [.. all];
        return new GridDials(columns[0], columns[1], columns[2], columns[3], others[0], others[1], less, more);

        GridDial Fixed(double value)
        {
            all.Add(value);
            return new GridDial(1, 1, all.Count - 1);
        }

        GridDial Dial((int Axis, double Fixed) parameter, Func<double, double> of)
        {
            if (parameter.Axis < 0) return Fixed(of(parameter.Fixed));
            int offset = all.Count;
            if (Grid.Axes is { } product) all.AddRange(product[parameter.Axis].Values.Select(of));
            else for (long i = 0; i < Grid.Count; i++) all.Add(of(Grid[i, parameter.Axis]));
            return new GridDial(Grid.Axes is null ? 1 : (int)Grid.Stride(parameter.Axis), all.Count - offset, offset);
        }
    }

    /// <summary>Whether the strategy takes a combination.</summary>
    public bool IsValid(long combination) => Rule.Smaller is null || Value(smaller, combination) < Value(larger, combination);

    /// <summary>Which of some neighbouring lanes hold combinations that the strategy takes, as bits.</summary>
    public uint Valid(long group, long firstLane, int lanes)
    {
        uint all = uint.MaxValue >> (32 - lanes), valid = 0;
        if (Rule.Smaller is null) return all;
        double small = Value(smaller, Combination(group, firstLane)), large = Value(larger, Combination(group, firstLane));
        for (int k = 0; k < lanes; k++)
        {
            if (laneAxis < 0) (small, large) = (Value(smaller, firstLane + k), Value(larger, firstLane + k));
            else if (smaller.Axis == laneAxis) small = axes![laneAxis].Values[firstLane + k];
            else if (larger.Axis == laneAxis) large = axes![laneAxis].Values[firstLane + k];
            if (small < large) valid |= 1u << k;
        }
        return valid;
    }

    /// <summary>How many combinations the strategy does not take.</summary>
    public long CountInvalid()
    {
        if (Rule.Smaller is null) return 0;
        long count = 0;
        if (Grid.Axes is not { } all)
        {
            for (long i = 0; i < Grid.Count; i++) if (!IsValid(i)) count++;
            return count;
        }
        double[] small = smaller.Axis < 0 ? [smaller.Fixed] : all[smaller.Axis].Values, large = larger.Axis < 0 ? [larger.Fixed] : all[larger.Axis].Values;
        foreach (double value in small) count += large.Count(other => !(value < other));
        return count * (Grid.Count / small.Length / large.Length);
    }

    private double Value((int Axis, double Fixed) parameter, long combination) =>
        parameter.Axis < 0 ? parameter.Fixed : Grid[combination, parameter.Axis];

    private int[] Columns(int input)
    {
        (int axis, double fix) = inputs[input];
        ColumnKind kind = Rule.Inputs[input].Kind;
        HashSet<int> periods = [];
        if (axis < 0) periods.Add((int)fix);
        else if (Grid.Axes is { } all) periods.UnionWith(all[axis].Values.Select(value => (int)value));
        else for (long i = 0; i < Grid.Count; i++) periods.Add((int)Grid[i, axis]);
        int[] map = new int[periods.Max() + 1];
        foreach (int period in periods.Order())
        {
            int at = Needed.IndexOf((kind, period));
            if (at < 0)
            {
                at = Needed.Count;
                Needed.Add((kind, period));
            }
            map[period] = at;
        }
        return map;
    }

    // Every value must be one that the catalogue allows, by itself; which go together, IsValid says.
    private static void CheckAxis(StrategyInfo info, GridParameters grid, int k)
    {
        string name = grid.Names[k];
        StrategyParameter? known = Array.Find(info.Parameters, parameter => parameter.Name == name);
        IEnumerable<double> values = grid.Axes is { } axes ? axes[k].Values : Enumerable.Range(0, (int)grid.Count).Select(i => grid[i, k]);
        foreach (double value in values)
        {
            bool isFine = known is not null && value >= known.Min && value <= known.Max && (!known.IsWhole || value == Math.Floor(value));
            if (!isFine) StrategyCatalog.Complete(info, new Dictionary<string, double> { [name] = value }); // says what is wrong
        }
    }
}
