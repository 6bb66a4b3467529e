namespace NeuralTrader.Domain.Risk;

/// <summary>What one position of a risk analysis is.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Value">What it is worth, in the portfolio's currency; negative when short.</param>
/// <param name="DailyTurnover">Value traded a day in the instrument, in the portfolio's currency; NaN where it is not known.</param>
public readonly record struct RiskPosition(string Symbol, double Value, double DailyTurnover = double.NaN);

/// <summary>Positions with their returns over the same periods.</summary>
public sealed class RiskBook
{
    /// <summary>Positions beside their returns.</summary>
    /// <param name="positions">Shape [n], at least one, in the order of the panel's assets.</param>
    /// <param name="panel">Their returns, n assets.</param>
    /// <param name="equity">What the portfolio is worth with its cash; fractions are of it, and undefined where it is not above 0.</param>
    /// <exception cref="InvalidInputException">Positions and panel differ in number, or a value is not finite.</exception>
    public RiskBook(IReadOnlyList<RiskPosition> positions, ReturnPanel panel, double equity)
    {
        Require.SameLength(positions.Count, panel.Assets, "positions");
        for (int i = 0; i < positions.Count; i++) Require.Finite(positions[i].Value, $"positions[{i}].value");
        (Positions, Panel, Equity) = (positions, panel, Require.Finite(equity));
        Values = [.. positions.Select(position => position.Value)];
        Gross = Values.Sum(Math.Abs);
    }

    /// <summary>The positions, shape [n].</summary>
    public IReadOnlyList<RiskPosition> Positions { get; }

    /// <summary>Their returns.</summary>
    public ReturnPanel Panel { get; }

    /// <summary>What the portfolio is worth with its cash.</summary>
    public double Equity { get; }

    /// <summary>Values of the positions, shape [n].</summary>
    public double[] Values { get; }

    /// <summary>Sum of the absolute values.</summary>
    public double Gross { get; }

    /// <summary>What the positions as they are now would have gained over overlapping runs of periods: Σ value·(Π(1 + r) − 1).</summary>
    /// <param name="horizon">Periods in a run, 1 or more.</param>
    /// <returns>Shape [periods − horizon + 1].</returns>
    internal double[] Overlapping(int horizon)
    {
        double[] sum = new double[Math.Max(0, Panel.Observations - horizon + 1)];
        for (int i = 0; i < Values.Length; i++)
        {
            ReadOnlySpan<double> row = Panel.Row(i);
            for (int t = 0; t < sum.Length; t++) sum[t] += Values[i] * Run(row, t, horizon);
        }
        return sum;
    }

    /// <summary>Growth of one asset over a run of periods, less 1.</summary>
    internal static double Run(ReadOnlySpan<double> row, int start, int horizon)
    {
        if (horizon == 1) return row[start];
        double growth = 1;
        for (int k = 0; k < horizon; k++) growth *= 1 + row[start + k];
        return growth - 1;
    }
}
