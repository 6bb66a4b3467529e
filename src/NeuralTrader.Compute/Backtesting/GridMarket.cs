using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>The bars and rules of a grid, as its accounts meet them.</summary>
/// <typeparam name="TTerms">One bar as an account meets it.</typeparam>
/// <param name="Terms">Shape [bars + 1]: the last one closes the books.</param>
/// <param name="Marks">What values a position at each bar, shape [bars].</param>
/// <param name="Lag">Bars from a signal to its trade: 1, or 0 where it trades at its own close.</param>
/// <param name="Selling">The terms on which a bar's close sells everything; null where nothing is sold at the end.</param>
internal sealed record GridMarket<TTerms>(TTerms[] Terms, double[] Marks, int Lag, Func<int, TTerms>? Selling)
    where TTerms : unmanaged;

/// <summary>Makes markets out of the engine's rules.</summary>
internal static class GridMarkets
{
    /// <summary>The engine's rules for accounts that hold cash and units.</summary>
    public static GridMarket<TradeTerms> Margin(BacktestSpec spec, BarSeries series)
    {
        Rates rates = Rates.Of(spec);
        int n = series.Count;
        double[] closes = series.Close.ToArray();
        var terms = new TradeTerms[n + 1];
        for (int t = 0; t < n; t++)
        {
            double reference = spec.FillRule == FillRule.SameClose ? closes[t] : closes[Math.Max(0, t - 1)];
            terms[t] = rates.Terms(spec, reference, spec.FillRule == FillRule.NextOpen ? series.Open[t] : closes[t]);
        }
        terms[n] = terms[n - 1];
        return new(terms, closes, spec.FillRule == FillRule.SameClose ? 0 : 1, t => rates.Terms(spec, closes[t], closes[t]));
    }

    /// <summary>The engine's rules where it trades all equity at the signal's close, long or out.</summary>
    public static GridMarket<CompoundTerms> Compound(BacktestSpec spec, BarSeries series, double riskFree)
    {
        Rates rates = Rates.Of(spec);
        ReadOnlySpan<double> closes = series.Close;
        double enter = (1 / ((1 + rates.Slip) * (1 + rates.Fee))) - 1, kept = (1 - rates.Slip) * (1 - rates.Fee);
        double[] holds = Returns(closes), enters = new double[holds.Length], exits = new double[holds.Length];
        Array.Fill(enters, enter);
        for (int t = 0; t < holds.Length; t++) exits[t] = ((1 + holds[t]) * kept) - 1;
        CompoundTerms[] terms = Compound(closes, holds, enters, exits, riskFree);
        return new(terms, holds, 0, t => terms[t]);
    }

    /// <summary>
    /// The usual convention of vectorised research: the position of a bar is the signal of the bar before, and a change of it is charged a
    /// fraction of equity off the bar's return. Nothing is sold at the end.
    /// </summary>
    public static GridMarket<CompoundTerms> ChargedOnChange(ReadOnlySpan<double> closes, double cost, double riskFree)
    {
        double[] holds = Returns(closes), enters = new double[holds.Length], exits = new double[holds.Length];
        for (int t = 0; t < holds.Length; t++) (enters[t], exits[t]) = (holds[t] - cost, -cost);
        return new(Compound(closes, holds, enters, exits, riskFree), holds, 1, null);
    }

    private static double[] Returns(ReadOnlySpan<double> closes)
    {
        double[] returns = new double[closes.Length];
        for (int t = 1; t < returns.Length; t++) returns[t] = (closes[t] / closes[t - 1]) - 1;
        return returns;
    }

    private static CompoundTerms[] Compound(ReadOnlySpan<double> closes, double[] holds, double[] enters, double[] exits, double riskFree)
    {
        double flat = Below(0);
        var terms = new CompoundTerms[holds.Length + 1];
        CompensatedSum sum = default, squares = default, below = default;
        double growth = 1;
        for (int t = 0; t < terms.Length; t++)
        {
            ref CompoundTerms bar = ref terms[t];
            (bar.HeldSum, bar.HeldSquares, bar.HeldBelow, bar.HeldGrowth) = (sum.Value, squares.Value, below.Value, growth);
            if (t == holds.Length) break;
            (double hold, double enter, double exit) = (holds[t], enters[t], exits[t]);
            sum.Add(hold);
            squares.Add(hold * hold);
            below.Add(Below(hold) - flat);
            double before = growth;
            growth = closes[t] / closes[0];
            (bar.Enter, bar.Exit) = (enter, exit);
            (bar.EnterGrowth, bar.ExitGrowth) = ((1 + enter) / growth, before * (1 + exit));
            (bar.EnterSum, bar.EnterSquares, bar.EnterBelow) = (enter - sum.Value, (enter * enter) - squares.Value, Below(enter) - flat - below.Value);
            (bar.ExitSum, bar.ExitSquares, bar.ExitBelow) = (exit + bar.HeldSum, (exit * exit) + bar.HeldSquares, Below(exit) - flat + bar.HeldBelow);
        }
        return terms;

        double Below(double change) => Math.Min(change - riskFree, 0) * Math.Min(change - riskFree, 0);
    }

    // Fractions of the price and of the traded value: all that a grid's costs are made of.
    private readonly record struct Rates(double Slip, double Fee)
    {
        public static Rates Of(BacktestSpec spec)
        {
            CostRates<double> costs = (spec.Costs ?? TradingCosts.Free).In<double>();
            return new Rates(costs.SlipFraction + costs.HalfSpread, costs.ValueFraction);
        }

        public TradeTerms Terms(BacktestSpec spec, double reference, double price)
        {
            double move = price * Slip, charge = move + ((price + move) * Fee), whole = price + (spec.MaxLeverage * charge);
            return new TradeTerms(
                reference, spec.PositionFraction / reference, price, charge, spec.MaxLeverage / whole, price / whole,
                Math.Max(price - move, 0) * (1 - Fee));
        }
    }
}
