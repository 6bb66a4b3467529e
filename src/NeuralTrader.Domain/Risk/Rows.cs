namespace NeuralTrader.Domain.Risk;

/// <summary>Matrices as callers send them: an array of rows.</summary>
public static class Rows
{
    /// <summary>All rows after one another.</summary>
    /// <param name="rows">Each of one length.</param>
    /// <param name="columns">That length.</param>
    /// <param name="field">What the caller calls the matrix.</param>
    /// <exception cref="InvalidInputException">There is no row, or one has another length.</exception>
    public static double[] Flat(IReadOnlyList<double[]> rows, int columns, string field)
    {
        if (rows.Count == 0) throw Require.Invalid(field, "none", "at least one row");
        double[] flat = new double[rows.Count * columns];
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i]?.Length != columns) throw Require.Invalid($"{field}[{i}]", Require.Counted(rows[i]?.Length), $"{columns} numbers, one a symbol");
            rows[i].CopyTo(flat, i * columns);
        }
        return flat;
    }

    /// <summary>A panel of scenarios that lie after one another.</summary>
    /// <param name="names">Of the assets, shape [assets].</param>
    /// <param name="scenarios">Returns, scenario after scenario, shape [scenarios · assets].</param>
    /// <exception cref="InvalidInputException">A return is not finite.</exception>
    public static ReturnPanel Panel(IReadOnlyList<string> names, double[] scenarios)
    {
        int n = names.Count, periods = scenarios.Length / n;
        double[] values = new double[scenarios.Length];
        for (int t = 0; t < periods; t++)
            for (int i = 0; i < n; i++) values[(i * periods) + t] = scenarios[(t * n) + i];
        return new ReturnPanel(names, values);
    }
}
