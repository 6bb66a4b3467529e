namespace NeuralTrader.Domain.Markets;

/// <summary>Takes splits and dividends out of raw prices.</summary>
public static class PriceAdjustment
{
    /// <summary>Raw bars with later splits divided out; volume grows in turn.</summary>
    /// <param name="raw">Prices as traded.</param>
    /// <param name="actions">Of the same instrument, in any order; those after the last bar count as well.</param>
    /// <exception cref="InvalidInputException">The series is not raw; an action has a ratio that is not positive or a negative dividend.</exception>
    public static BarSeries SplitAdjusted(BarSeries raw, IReadOnlyList<CorporateAction> actions) => Adjust(raw, actions, PriceBasis.SplitAdjusted);

    /// <summary>Raw bars scaled so that their return is what a holder earned who put each dividend back at the close before its ex-date.</summary>
    /// <param name="raw">Prices as traded.</param>
    /// <param name="actions">Of the same instrument, in any order. A dividend before the first or after the last bar changes nothing.</param>
    /// <exception cref="InvalidInputException">
    /// The series is not raw; an action has a ratio that is not positive, a negative dividend, or one not below the close before it.
    /// </exception>
    /// <remarks>CRSP, Data Descriptions Guide: earlier prices × (C − D) / C for a dividend D after a close C.</remarks>
    public static BarSeries TotalReturn(BarSeries raw, IReadOnlyList<CorporateAction> actions) => Adjust(raw, actions, PriceBasis.TotalReturn);

    /// <summary>Split-adjusted bars as they were traded: the splits on and before the newest bar's day put back in.</summary>
    /// <param name="adjusted">Prices divided by later splits.</param>
    /// <param name="actions">Of the same instrument, in any order. Those after the newest bar's day change nothing.</param>
    public static BarSeries AsTraded(BarSeries adjusted, IReadOnlyList<CorporateAction> actions)
    {
        int n = adjusted.Count, next = 0;
        CorporateAction[] newestFirst =
            [.. actions.Where(action => action.SplitRatio is > 0 and not 1 && n > 0 && action.ExDate <= adjusted.TimeAt(n - 1)).OrderByDescending(action => action.ExDate)];
        if (newestFirst.Length == 0) return adjusted;
        double[] open = new double[n], high = new double[n], low = new double[n], close = new double[n], volume = new double[n];
        double units = 1;
        for (int i = n - 1; i >= 0; i--)
        {
            for (; next < newestFirst.Length && newestFirst[next].ExDate.Ticks > adjusted.Ticks[i]; next++) units *= newestFirst[next].SplitRatio;
            (open[i], high[i], low[i], close[i]) = (adjusted.Open[i] * units, adjusted.High[i] * units, adjusted.Low[i] * units, adjusted.Close[i] * units);
            volume[i] = adjusted.Volume[i] / units;
        }
        return new BarSeries(
            adjusted.Key with { Basis = PriceBasis.Raw }, adjusted.Currency, adjusted.Provenance, adjusted.Version, adjusted.Ticks.ToArray(), open, high, low, close, volume);
    }

    /// <summary>Bars scaled row by row so that they close at a vendor's adjusted close.</summary>
    /// <param name="quoted">Bars beside which the vendor prints adjusted closes.</param>
    /// <param name="adjustedClose">Adjusted closes, shape [n], positive.</param>
    public static BarSeries ToAdjustedCloses(BarSeries quoted, ReadOnlySpan<double> adjustedClose)
    {
        int n = quoted.Count;
        Require.SameLength(adjustedClose.Length, n);
        double[] open = new double[n], high = new double[n], low = new double[n];
        for (int i = 0; i < n; i++)
        {
            double close = quoted.Close[i], target = adjustedClose[i];
            open[i] = Scale(quoted.Open[i], close, target);
            high[i] = Math.Max(Scale(quoted.High[i], close, target), Math.Max(open[i], target)); // rounding must not push a price out of its range
            low[i] = Math.Min(Scale(quoted.Low[i], close, target), Math.Min(open[i], target));
        }
        return new BarSeries(
            quoted.Key with { Basis = PriceBasis.TotalReturn }, quoted.Currency, quoted.Provenance, quoted.Version,
            quoted.Ticks.ToArray(), open, high, low, adjustedClose.ToArray(), quoted.Volume.ToArray());
    }

    // A price equal to the close stays equal to it; the product before the quotient rounds least.
    private static double Scale(double price, double close, double target) =>
        price == close ? target : target == close ? price : price * target / close;

    private static BarSeries Adjust(BarSeries raw, IReadOnlyList<CorporateAction> actions, PriceBasis basis)
    {
        if (raw.Key.Basis != PriceBasis.Raw) throw Require.Invalid("basis", raw.Key.Basis, "raw prices");
        CorporateAction[] newestFirst = [.. actions.OrderByDescending(action => action.ExDate)];
        foreach (CorporateAction action in newestFirst)
        {
            Require.Positive(action.SplitRatio);
            Require.NotNegative(action.CashDividend);
        }
        int n = raw.Count, next = 0;
        double[] open = new double[n], high = new double[n], low = new double[n], close = new double[n], volume = new double[n];
        double units = 1, price = 1;
        for (int i = n - 1; i >= 0; i--)
        {
            for (; next < newestFirst.Length && newestFirst[next].ExDate.Ticks > raw.Ticks[i]; next++)
            {
                CorporateAction action = newestFirst[next];
                units *= action.SplitRatio;
                if (basis == PriceBasis.TotalReturn && i + 1 < n) price *= Retained(raw.Close[i], action);
            }
            double factor = price / units;
            (open[i], high[i], low[i], close[i]) = (raw.Open[i] * factor, raw.High[i] * factor, raw.Low[i] * factor, raw.Close[i] * factor);
            volume[i] = raw.Volume[i] * units;
        }
        return new BarSeries(
            raw.Key with { Basis = basis }, raw.Currency, raw.Provenance, raw.Version, raw.Ticks.ToArray(), open, high, low, close, volume);
    }

    private static double Retained(double close, CorporateAction action) =>
        action.CashDividend < close
            ? (close - action.CashDividend) / close
            : throw Require.Invalid(
                "cashDividend", action.CashDividend, FormattableString.Invariant($"less than the close before {action.ExDate:yyyy-MM-dd}, {close}"));
}
