using System.Globalization;
using NeuralTrader.Domain.Risk.Allocation.Programs;

namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>Says which constraints leave no weights over.</summary>
internal static class Infeasibility
{
    private const double Noticeable = 1e-7;
    private const int MostNamed = 6;

    /// <summary>A row that the weights' own bounds cannot reach; null where each can be reached on its own.</summary>
    public static Refusal? ByBounds(ConstraintSet set)
    {
        foreach (LinearRow row in set.Rows)
        {
            if (row.PerEpigraph is not null) continue;
            (double least, double most) = (0, 0);
            for (int i = 0; i < set.Lower.Length; i++)
            {
                double a = row.Coefficients[i];
                (least, most) = (least + (a * (a > 0 ? set.Lower[i] : set.Upper[i])), most + (a * (a > 0 ? set.Upper[i] : set.Lower[i])));
            }
            if (most < row.Lower - Noticeable) return Refused($"{Sentence(row)} must be at least {Text(row.Lower)}, and the largest weights allowed add up to {Text(most)}.", Field(row));
            if (least > row.Upper + Noticeable) return Refused($"{Sentence(row)} may be at most {Text(row.Upper)}, and the least weights allowed add up to {Text(least)}.", Field(row));
        }
        return null;
    }

    /// <summary>Names the constraints that contradict each other, by what it would take to meet them all.</summary>
    /// <param name="set">Constraints for which no weights were found.</param>
    /// <param name="assets">Names.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Refusal Explain(ConstraintSet set, IReadOnlyList<string> assets, CancellationToken cancellationToken)
    {
        LinearRow[] plain = [.. set.Rows.Where(row => row.PerEpigraph is null)];
        if (Certificate(set, plain, assets, cancellationToken) is { } conflict) return conflict;
        LinearRow[] limits = [.. set.Rows.Where(row => row.PerEpigraph is not null)];
        foreach (LinearRow limit in limits)
        {
            Epigraph about = set.Epigraphs[Array.FindIndex(limit.PerEpigraph!, share => share > 0)];
            double[] ones = new double[about.Center.Length];
            Array.Fill(ones, 1);
            QuadraticProgram least = new(set.Lower.Length, null, new double[set.Lower.Length], set.Lower, set.Upper, plain, [about with { Cost = ones }]);
            if (InteriorPointSolver.Solve(least, cancellationToken) is { } found && least.Objective(found.X) is var need && need > limit.Upper + Noticeable)
                return Refused($"{Sentence(limit)} may be at most {Text(limit.Upper)}, and the other constraints need {Text(need)} of it.", Field(limit));
        }
        return Refused($"No weights were found that meet all of these together, and no part of them that contradicts itself: {string.Join("; ", set.Rows.Select(Words))}.", "constraints");
    }

    /// <summary>The refusal of a return that no allowed weights earn.</summary>
    public static Refusal Return(double target, double largest) =>
        new(RefusalKind.Infeasible, $"A return of {Text(target)} is above {Text(largest)}, the largest that the constraints allow.", "target");

    /// <summary>A number as messages write it.</summary>
    public static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    // Least total violation of the rows within the bounds. Its multipliers are Farkas' certificate: the rows and bounds that have one contradict each other.
    private static Refusal? Certificate(ConstraintSet set, LinearRow[] rows, IReadOnlyList<string> assets, CancellationToken cancellationToken)
    {
        int n = set.Lower.Length;
        List<(LinearRow Row, double Sign, double Limit)> sides = [];
        foreach (LinearRow row in rows)
        {
            if (double.IsFinite(row.Upper)) sides.Add((row, 1, row.Upper));
            if (double.IsFinite(row.Lower)) sides.Add((row, -1, -row.Lower));
        }
        double[] matrix = new double[sides.Count * n], centers = new double[sides.Count], costs = new double[sides.Count];
        for (int k = 0; k < sides.Count; k++)
        {
            Dense.AddScaled(sides[k].Sign, sides[k].Row.Coefficients, matrix.AsSpan(k * n, n));
            (centers[k], costs[k]) = (sides[k].Limit, 1);
        }
        QuadraticProgram elastic = new(n, null, new double[n], set.Lower, set.Upper, [], [new Epigraph(false, matrix, centers, costs)]);
        if (InteriorPointSolver.Solve(elastic, cancellationToken) is not { } found) return null;
        double[] excess = elastic.Epigraphs[0].Least(found.X);
        double total = excess.Sum();
        if (!(total > Noticeable)) return null;

        double[] levels = new double[excess.Length];
        elastic.Epigraphs[0].Multiply(found.X, levels);
        List<string> named = [];
        for (int k = 0; k < excess.Length; k++) // at its limit or beyond it
            if (levels[k] > centers[k] - Noticeable && !(rows.Contains(sides[k].Row) && sides[k].Row.IsEquality && excess[k] <= Noticeable && levels[k] < centers[k]))
                named.Add($"{sides[k].Row.Name} {(sides[k].Sign > 0 ? "at most" : "at least")} {Text(sides[k].Sign * sides[k].Limit)}");
        string[] bounds =
        [
            .. Enumerable.Range(0, n).Where(i => Math.Abs(found.BoundMultipliers[i]) > 1e-4)
                .Select(i => $"{assets[i]} {(found.BoundMultipliers[i] > 0 ? $"at least {Text(set.Lower[i])}" : $"at most {Text(set.Upper[i])}")}"),
        ];
        string all = string.Join("; ", named.Concat(bounds.Take(MostNamed))) + (bounds.Length > MostNamed ? $"; and {bounds.Length - MostNamed} more weights at their bounds" : "");
        return Refused($"These contradict each other: {all}. Together they would have to give way by {Text(total)}.", "constraints");
    }

    private static string Words(LinearRow row) =>
        row.IsEquality ? $"{row.Name} {Text(row.Upper)}"
        : !double.IsFinite(row.Lower) ? $"{row.Name} at most {Text(row.Upper)}"
        : !double.IsFinite(row.Upper) ? $"{row.Name} at least {Text(row.Lower)}"
        : $"{row.Name} from {Text(row.Lower)} to {Text(row.Upper)}";

    private static string Sentence(LinearRow row) => string.Concat(char.ToUpperInvariant(row.Name[0]).ToString(), row.Name.AsSpan(1));

    private static string Field(LinearRow row) => row.Name switch
    {
        "the sum of all weights" => "constraints.minInvested",
        "turnover" => "constraints.turnoverLimit",
        "gross exposure" => "constraints.grossLimit",
        _ => "constraints.groups",
    };

    private static Refusal Refused(string detail, string field) => new(RefusalKind.Infeasible, detail, field);
}
