using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Risk;

/// <summary>What one position of a risk analysis is.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Value">What it is worth, in the portfolio's currency; negative when short.</param>
/// <param name="DailyTurnover">Value traded a day in the instrument, in the portfolio's currency; NaN where it is not known.</param>
public readonly record struct RiskPosition(string Symbol, double Value, double DailyTurnover = double.NaN);

/// <summary>Positions with their returns over the same periods.</summary>
public sealed class RiskPanel
{
    private readonly double[] returns;

    /// <summary>Positions and returns of one length.</summary>
    /// <param name="positions">Shape [n].</param>
    /// <param name="returns">Simple returns, fractions per period, row by row, shape [n, periods], oldest first; owned by the panel from now on.</param>
    /// <param name="dates">Ends of the periods as UTC ticks, shape [periods]; empty where they are not known.</param>
    /// <exception cref="InvalidInputException">Shapes differ, or a value is not finite: the position and the period are named.</exception>
    public RiskPanel(IReadOnlyList<RiskPosition> positions, double[] returns, long[] dates)
    {
        if (positions.Count == 0) throw Require.Invalid("positions", 0, "at least one position");
        (int periods, int rest) = Math.DivRem(returns.Length, positions.Count);
        if (rest != 0 || (dates.Length != 0 && dates.Length != periods)) throw Require.Invalid("returns", returns.Length, "as many returns for every position, and as many dates");
        for (int i = 0; i < positions.Count; i++)
        {
            if (!double.IsFinite(positions[i].Value)) throw Require.Invalid($"positions[{i}].value", positions[i].Value, $"a finite number, for {positions[i].Symbol}");
            if (FirstBad(returns.AsSpan(i * periods, periods)) is >= 0 and int t)
                throw Require.Invalid($"positions[{i}].returns[{t}]", returns[(i * periods) + t], $"a finite number, for {positions[i].Symbol}");
        }
        (Positions, this.returns, Dates, Periods) = (positions, returns, dates, periods);
    }

    /// <summary>The positions, shape [n].</summary>
    public IReadOnlyList<RiskPosition> Positions { get; }

    /// <summary>How many returns each position has.</summary>
    public int Periods { get; }

    /// <summary>Ends of the periods as UTC ticks, shape [periods]; empty where they are not known.</summary>
    public long[] Dates { get; }

    /// <summary>All returns, shape [n, periods], row by row.</summary>
    public ReadOnlySpan<double> All => returns;

    /// <summary>Returns of one position, shape [periods].</summary>
    public ReadOnlySpan<double> Row(int position) => returns.AsSpan(position * Periods, Periods);

    /// <summary>Positions with stored bars, over the newest days that all of them have.</summary>
    /// <param name="held">Positions with their daily bars.</param>
    /// <param name="most">Most returns to use.</param>
    public static RiskPanel Of(IReadOnlyList<(RiskPosition Position, BarSeries Bars)> held, int most)
    {
        long[] days = CommonDays([.. held.Select(one => one.Bars)], most + 1);
        int periods = Math.Max(0, days.Length - 1);
        double[] returns = new double[held.Count * periods];
        for (int i = 0; i < held.Count; i++) Returns(held[i].Bars, days, returns.AsSpan(i * periods, periods));
        return new RiskPanel([.. held.Select(one => one.Position)], returns, periods == 0 ? [] : days[1..]);
    }

    /// <summary>The newest days on which every instrument has a bar, oldest first.</summary>
    /// <param name="series">Daily bars.</param>
    /// <param name="most">Most days.</param>
    public static long[] CommonDays(IReadOnlyList<BarSeries> series, int most)
    {
        if (series.Count == 0) return [];
        long[] common = series[0].Ticks.ToArray();
        int count = common.Length;
        foreach (BarSeries other in series.Skip(1))
        {
            ReadOnlySpan<long> days = other.Ticks;
            (int kept, int j) = (0, 0);
            for (int i = 0; i < count; i++)
            {
                while (j < days.Length && days[j] < common[i]) j++;
                if (j < days.Length && days[j] == common[i]) common[kept++] = common[i];
            }
            count = kept;
        }
        return common[Math.Max(0, count - most)..count];
    }

    /// <summary>What the positions as they are now would have gained in each period: Σ value·return.</summary>
    /// <returns>Shape [periods], in the portfolio's currency.</returns>
    public double[] ProfitAndLoss()
    {
        double[] sum = new double[Periods];
        for (int i = 0; i < Positions.Count; i++)
        {
            double value = Positions[i].Value;
            ReadOnlySpan<double> row = Row(i);
            for (int t = 0; t < row.Length; t++) sum[t] += value * row[t];
        }
        return sum;
    }

    /// <summary>The panel of overlapping returns over several periods each: Π(1 + r) − 1.</summary>
    /// <param name="horizon">Periods, 1 or more.</param>
    /// <returns>Periods − horizon + 1 returns for each position.</returns>
    public RiskPanel Overlapping(int horizon)
    {
        if (horizon == 1) return this;
        int left = Math.Max(0, Periods - horizon + 1);
        double[] longer = new double[Positions.Count * left];
        for (int i = 0; i < Positions.Count; i++)
        {
            ReadOnlySpan<double> row = Row(i);
            for (int t = 0; t < left; t++)
            {
                double growth = 1;
                for (int k = 0; k < horizon; k++) growth *= 1 + row[t + k];
                longer[(i * left) + t] = growth - 1;
            }
        }
        return new RiskPanel(Positions, longer, Dates.Length == 0 ? [] : Dates[(horizon - 1)..]);
    }

    private static void Returns(BarSeries bars, long[] days, Span<double> into)
    {
        ReadOnlySpan<long> ticks = bars.Ticks;
        ReadOnlySpan<double> closes = bars.Close;
        double before = double.NaN;
        int j = 0;
        for (int t = 0; t < days.Length; t++)
        {
            while (ticks[j] < days[t]) j++;
            if (t > 0) into[t - 1] = (closes[j] / before) - 1;
            before = closes[j];
        }
    }

    private static int FirstBad(ReadOnlySpan<double> row)
    {
        for (int t = 0; t < row.Length; t++) if (!double.IsFinite(row[t])) return t;
        return -1;
    }
}
