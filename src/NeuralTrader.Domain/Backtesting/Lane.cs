using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Domain.Backtesting;

/// <summary>One instrument within a run: its bars, what is held of it, and what is ordered.</summary>
internal sealed class Lane(BarSeries series, CorporateAction[] actions, int[]? rows)
{
    private int nextAction;

    public string Symbol { get; } = series.Key.Symbol;

    /// <summary>Units held; negative where short.</summary>
    public double Units;

    /// <summary>The last close seen, 0 before the first.</summary>
    public double LastClose;

    /// <summary>Units still to trade for the last signal, signed; 0 for no order.</summary>
    public double Ordered;

    public bool OrderIsNew;
    public int OrderedAt;

    /// <summary>The target last followed.</summary>
    public double Target;

    /// <summary>After a stop-loss or take-profit: the direction that must not be entered again before the strategy has left it.</summary>
    public int Barred;

    public bool StopTriggered, ExitStarted;

    /// <summary>The open trade's sums; meaningful while <see cref="InTrade"/>.</summary>
    public OpenTrade Trade;

    public bool InTrade;

    /// <summary>What the strategy's prices are multiplied by, so that splits leave no jump; it uses past splits only.</summary>
    public double SignalFactor = 1;

    private int takenAt = -1;
    private double taken;

    public ReadOnlySpan<long> Ticks => series.Ticks;

    /// <summary>Whether this instrument has a bar at a time of the run, and which.</summary>
    public bool TryBar(int t, out PriceBar<double> bar)
    {
        int row = rows is null ? t : rows[t];
        if (row < 0)
        {
            bar = default;
            return false;
        }
        bar = new PriceBar<double>(series.Open[row], series.High[row], series.Low[row], series.Close[row], series.Volume[row]);
        return true;
    }

    /// <summary>Units that may still be taken from the bar at t.</summary>
    public double Available(int t, in CostRates<double> rates, double volume, bool wholeUnits)
    {
        double left = Matching.Capacity(rates, volume, double.PositiveInfinity) - (takenAt == t ? taken : 0);
        return wholeUnits ? Math.Floor(left) : left;
    }

    public void Take(int t, double units)
    {
        taken = takenAt == t ? taken + units : units;
        takenAt = t;
    }

    /// <summary>The corporate actions that take effect between the bar before and this one, oldest first.</summary>
    public bool TryNextAction(long ticks, out CorporateAction action)
    {
        if (nextAction < actions.Length && actions[nextAction].ExDate.Date.Ticks <= ticks)
        {
            action = actions[nextAction++];
            return true;
        }
        action = default;
        return false;
    }

    public bool HasActions => nextAction < actions.Length;

    public void Split(double ratio)
    {
        Units *= ratio;
        Ordered *= ratio;
        LastClose /= ratio;
        SignalFactor *= ratio;
        Trade.Split(ratio);
    }
}
