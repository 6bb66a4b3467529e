using NeuralTrader.Domain.Risk.Allocation.Programs;

namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>A portfolio's constraints, as a programme over the weights has them.</summary>
internal sealed class ConstraintSet
{
    private const double Furthest = 10;

    private ConstraintSet(
        AllocationConstraints given, double[] lower, double[] upper, LinearRow[] rows, Epigraph[] epigraphs, double[]? current, int turnover)
    {
        (Given, Lower, Upper, Rows, Epigraphs, Current, Turnover) = (given, lower, upper, rows, epigraphs, current, turnover);
    }

    /// <summary>As the caller gave them.</summary>
    public AllocationConstraints Given { get; }

    /// <summary>Least weights, shape [n].</summary>
    public double[] Lower { get; }

    /// <summary>Largest weights, shape [n].</summary>
    public double[] Upper { get; }

    /// <summary>The sum of all weights first, then groups, then limits on turnover and gross exposure.</summary>
    public LinearRow[] Rows { get; }

    /// <summary>|weight − current|, then |weight|, where they are needed.</summary>
    public Epigraph[] Epigraphs { get; }

    /// <summary>Weights held, shape [n]; null where they do not matter.</summary>
    public double[]? Current { get; }

    /// <summary>Place of the epigraph that is about turnover; −1 for none.</summary>
    public int Turnover { get; }

    /// <summary>Reads and checks the constraints; a range that the others leave no weights for is refused by name.</summary>
    /// <exception cref="InvalidInputException">A bound is out of range, a symbol unknown, or a range empty.</exception>
    public static Answer<ConstraintSet> Of(AllocationMarket market, AllocationSpec spec)
    {
        AllocationConstraints given = spec.Constraints ?? new AllocationConstraints();
        int n = market.Count;
        (double[] lower, double[] upper) = Bounds(market, given);
        Require.Between(given.MinInvested, -Furthest, Furthest, "constraints.minInvested");
        Require.Between(given.MaxInvested, given.MinInvested, Furthest, "constraints.maxInvested");
        double[]? current = spec.CurrentWeights is { } held ? Weights(market, held, "currentWeights") : null;
        if (current is null && given.TurnoverLimit is not null) throw Require.Invalid<string?>("currentWeights", null, "the weights that turnover is counted from");
        if (current is null && spec.TransactionCost > 0) throw Require.Invalid<string?>("currentWeights", null, "the weights that costs are counted from");

        bool isShort = lower.Any(weight => weight < 0), limitsTurnover = given.TurnoverLimit is not null;
        List<Epigraph> epigraphs = [];
        int turnover = limitsTurnover || spec.TransactionCost > 0 ? epigraphs.Count : -1;
        if (turnover >= 0) epigraphs.Add(new Epigraph(true, null, current!, new double[n]));
        int gross = given.GrossLimit is not null && isShort ? epigraphs.Count : -1;
        if (gross >= 0) epigraphs.Add(new Epigraph(true, null, new double[n], new double[n]));

        List<LinearRow> rows = [new LinearRow("the sum of all weights", Ones(n), given.MinInvested, given.MaxInvested)];
        for (int i = 0; i < given.Groups?.Count; i++)
            rows.Add(Group(market, given.Groups[i] ?? throw Require.Invalid<string?>($"constraints.groups[{i}]", null, "a group")));
        if (given.Groups?.GroupBy(group => group.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Require.Invalid("constraints.groups.name", twice.Key, "each name once");
        if (limitsTurnover)
            rows.Add(new LinearRow("turnover", new double[n], double.NegativeInfinity, Require.NotNegative(given.TurnoverLimit!.Value, "constraints.turnoverLimit"), Share(epigraphs, turnover)));
        if (given.GrossLimit is { } limit)
        {
            Require.Positive(limit, "constraints.grossLimit");
            rows.Add(gross >= 0
                ? new LinearRow("gross exposure", new double[n], double.NegativeInfinity, limit, Share(epigraphs, gross))
                : new LinearRow("gross exposure", Ones(n), double.NegativeInfinity, limit));
        }
        ConstraintSet set = new(given, lower, upper, [.. rows], [.. epigraphs], current, turnover);
        return Infeasibility.ByBounds(set) is { } refusal ? refusal : set;
    }

    /// <summary>Numbers by symbol as a vector, 0 for what is not named.</summary>
    public static double[] Weights(AllocationMarket market, IReadOnlyDictionary<string, double> named, string field, double furthest = Furthest)
    {
        double[] weights = new double[market.Count];
        foreach ((string symbol, double weight) in named)
            weights[market.IndexOf(symbol, field)] = Require.Between(weight, -furthest, furthest, $"{field}[{symbol}]");
        return weights;
    }

    /// <summary>A programme over weights and nothing else under these constraints.</summary>
    /// <param name="quadratic">Q; null for none.</param>
    /// <param name="linear">c, shape [n].</param>
    /// <param name="cost">What a unit of turnover costs in the objective.</param>
    /// <param name="further">A row to be added.</param>
    public QuadraticProgram Program(double[]? quadratic, double[] linear, double cost = 0, LinearRow? further = null)
    {
        LinearRow[] rows = further is null ? Rows : [.. Rows, further];
        bool isPlain = cost == 0 && rows.All(row => row.PerEpigraph is null);
        return new QuadraticProgram(linear.Length, quadratic, linear, Lower, Upper, rows, isPlain ? [] : Costed(cost));
    }

    private Epigraph[] Costed(double cost)
    {
        if (cost == 0 || Turnover < 0) return Epigraphs;
        Epigraph[] costed = [.. Epigraphs];
        double[] each = new double[Lower.Length];
        Array.Fill(each, cost);
        costed[Turnover] = costed[Turnover] with { Cost = each };
        return costed;
    }

    private static (double[] Lower, double[] Upper) Bounds(AllocationMarket market, AllocationConstraints given)
    {
        int n = market.Count;
        double[] lower = new double[n], upper = new double[n];
        Array.Fill(lower, Require.Between(given.MinWeight, -Furthest, 1, "constraints.minWeight"));
        Array.Fill(upper, Require.Between(given.MaxWeight, Math.Max(0, given.MinWeight), Furthest, "constraints.maxWeight"));
        foreach ((string symbol, WeightRange range) in given.Assets ?? new Dictionary<string, WeightRange>())
        {
            int i = market.IndexOf(symbol, "constraints.assets");
            if (range.Min is { } min) lower[i] = Require.Between(min, -Furthest, Furthest, $"constraints.assets[{symbol}].min");
            if (range.Max is { } max) upper[i] = Require.Between(max, -Furthest, Furthest, $"constraints.assets[{symbol}].max");
            if (lower[i] > upper[i]) throw Require.Invalid($"constraints.assets[{symbol}].min", lower[i], $"at most its largest weight, {upper[i]}");
        }
        return (lower, upper);
    }

    private static LinearRow Group(AllocationMarket market, GroupRange group)
    {
        string name = Require.Name(group.Name, 100, "constraints.groups.name"), field = $"constraints.groups[{name}]";
        if (group.Symbols is not { Count: > 0 }) throw Require.Invalid($"{field}.symbols", Require.Counted(group.Symbols?.Count), "at least one symbol");
        if (group.Min is null && group.Max is null) throw Require.Invalid<string?>($"{field}.max", null, "a least or a largest sum");
        double min = group.Min is { } least ? Require.Between(least, -Furthest, Furthest, $"{field}.min") : double.NegativeInfinity;
        double max = group.Max is { } most ? Require.Between(most, -Furthest, Furthest, $"{field}.max") : double.PositiveInfinity;
        if (min > max) throw Require.Invalid($"{field}.min", min, $"at most its max, {max}");
        double[] members = new double[market.Count];
        foreach (string symbol in group.Symbols)
            members[market.IndexOf(symbol ?? throw Require.Invalid<string?>($"{field}.symbols", null, "symbols"), $"{field}.symbols")] = 1;
        return new LinearRow($"group {name}", members, min, max);
    }

    private static double[] Share(List<Epigraph> epigraphs, int place)
    {
        double[] shares = new double[epigraphs.Count];
        shares[place] = 1;
        return shares;
    }

    private static double[] Ones(int n)
    {
        double[] ones = new double[n];
        Array.Fill(ones, 1);
        return ones;
    }
}
