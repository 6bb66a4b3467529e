using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Domain.Backtesting;

/// <summary>Turns what strategies want into orders: one order for each instrument, the newest.</summary>
internal sealed class SignalDesk
{
    private readonly BacktestSpec spec;
    private readonly Lane[] lanes;
    private readonly Strategy[] strategies; // one for each instrument, or one for all
    private readonly bool isGroup;
    private readonly double weight;
    private readonly PriceBar<double>[] signalBars;
    private readonly double[] targets;

    public SignalDesk(BacktestSpec spec, Lane[] lanes, Strategy[] strategies)
    {
        (this.spec, this.lanes, this.strategies) = (spec, lanes, strategies);
        isGroup = strategies.Length == 1 && strategies[0] is not SingleStrategy;
        weight = isGroup ? spec.PositionFraction : spec.PositionFraction / lanes.Length;
        (signalBars, targets) = (new PriceBar<double>[lanes.Length], new double[lanes.Length]);
    }

    /// <summary>Orders that have not traded in full.</summary>
    public int Waiting { get; private set; }

    /// <summary>Hears that an order has traded in full, or been rounded away.</summary>
    public void Done() => Waiting--;

    /// <summary>After a stop-loss or take-profit: takes the order back and bars the direction until the strategy has left it.</summary>
    public void Bar(Lane lane, int direction)
    {
        lane.Barred = direction;
        if (lane.Ordered == 0) return;
        lane.Ordered = 0;
        Waiting--;
    }

    /// <summary>Shows the strategies the bars that have just closed, and turns their targets into orders.</summary>
    public void Ask(int t, double equity)
    {
        if (isGroup)
        {
            for (int k = 0; k < lanes.Length; k++)
            {
                if (!lanes[k].TryBar(t, out PriceBar<double> bar)) return; // they are read together, or not at all
                signalBars[k] = Continuous(bar, lanes[k].SignalFactor);
            }
            strategies[0].OnBars(signalBars, targets);
            for (int k = 0; k < lanes.Length; k++) Follow(lanes[k], targets[k], t, equity);
            return;
        }
        for (int k = 0; k < lanes.Length; k++)
        {
            if (!lanes[k].TryBar(t, out PriceBar<double> bar)) continue;
            Follow(lanes[k], ((SingleStrategy)strategies[k]).OnBar(Continuous(bar, lanes[k].SignalFactor)), t, equity);
        }
    }

    private static PriceBar<double> Continuous(in PriceBar<double> bar, double factor) => factor == 1
        ? bar
        : new PriceBar<double>(bar.Open * factor, bar.High * factor, bar.Low * factor, bar.Close * factor, bar.Volume / factor);

    private void Follow(Lane lane, double target, int t, double equity)
    {
        if (double.IsNaN(target)) return;
        target = Math.Clamp(target, spec.AllowShort ? -1 : 0, 1);
        if (lane.Barred != 0)
        {
            if (Math.Sign(target) == lane.Barred) return;
            lane.Barred = 0;
        }
        if (!IsNews(lane.Target, target)) return;
        double units = target * weight * equity / lane.LastClose;
        if (spec.WholeUnits) units = Math.Truncate(units);
        if (lane.Ordered != 0) Waiting--; // the older order is taken back
        (lane.Target, lane.Ordered, lane.OrderIsNew, lane.OrderedAt) = (target, units - lane.Units, true, t);
        if (lane.Ordered != 0) Waiting++;
    }

    private bool IsNews(double old, double target)
    {
        if (old == target) return false;
        if (old == 0 || target == 0 || Math.Sign(old) != Math.Sign(target)) return true;
        return Math.Abs(target - old) > spec.RebalanceBand * Math.Max(Math.Abs(old), Math.Abs(target));
    }
}
