using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Domain.Backtesting;

/// <summary>
/// One pass through the bars. In each: the time since the last bar costs and earns; corporate actions; orders of earlier signals trade at
/// the open; stop-loss and take-profit work through the bar; orders that wait for a close trade; everything is marked; the strategy is
/// shown the closed bar and new orders are formed, which are first looked at in the next bar.
/// </summary>
internal sealed class Simulation
{
    private const int CancellationStride = 1024;

    private readonly BacktestSpec spec;
    private readonly CostRates<double> rates;
    private readonly SignalDesk desk;
    private readonly bool hasExits, anyActions;

    public Simulation(BacktestSpec spec, Timeline timeline, Lane[] lanes, Strategy[] strategies)
    {
        this.spec = spec;
        (Timeline, Lanes) = (timeline, lanes);
        rates = (spec.Costs ?? TradingCosts.Free).In<double>();
        desk = new SignalDesk(spec, lanes, strategies);
        hasExits = spec.StopLoss is not null || spec.TakeProfit is not null;
        anyActions = Array.Exists(lanes, lane => lane.HasActions);
        Account = new Account(spec.InitialCapital, rates, spec.WholeUnits, spec.MaxLeverage, spec.CashRateAnnual);
        (Equity, Exposure) = (new double[timeline.Ticks.Length], new double[timeline.Ticks.Length]);
    }

    public Timeline Timeline { get; }

    public Lane[] Lanes { get; }

    public Account Account { get; }

    public double[] Equity { get; }

    public double[] Exposure { get; }

    /// <summary>Bars with a position at the close.</summary>
    public int BarsInMarket { get; private set; }

    /// <summary>Bars walked: all of them, or up to ruin.</summary>
    public int Length { get; private set; }

    /// <summary>Whether equity was used up, at a close or by the costs of the last sale.</summary>
    public bool IsRuined { get; private set; }

    public void Run(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        long[] ticks = Timeline.Ticks;
        int n = ticks.Length, reportEvery = Math.Max(1, n / 100);
        for (int t = 0; t < n && !IsRuined; t++)
        {
            if (t % CancellationStride == 0) cancellationToken.ThrowIfCancellationRequested();
            Step(t, ticks[t], isLast: t == n - 1);
            if (progress is not null && t % reportEvery == 0) progress.Report((double)t / n);
        }
        Liquidate(Length - 1, IsRuined ? ExitReason.Ruin : ExitReason.EndOfTest);
        progress?.Report(1);
    }

    private void Step(int t, long ticks, bool isLast)
    {
        if (t > 0) Account.Carry(Lanes, ticks - Timeline.Ticks[t - 1]);
        if (anyActions) ApplyActions(t, ticks);
        if (desk.Waiting > 0 && spec.FillRule == FillRule.NextOpen) TradeSignals(t, ticks, atClose: false);
        (double value, double gross) = (0, 0);
        bool closes = desk.Waiting > 0 && spec.FillRule == FillRule.NextClose;
        foreach (Lane lane in Lanes)
        {
            if (lane.TryBar(t, out PriceBar<double> bar))
            {
                if (lane.InTrade) LiveThrough(lane, t, ticks, bar);
                lane.LastClose = bar.Close;
            }
            value += lane.Units * lane.LastClose;
            gross += Math.Abs(lane.Units);
        }
        if (closes)
        {
            TradeSignals(t, ticks, atClose: true);
            (value, gross) = Mark();
        }
        double equity = Account.Cash + value;
        if (equity > 0)
        {
            desk.Ask(t, equity);
            if (desk.Waiting > 0 && spec.FillRule == FillRule.SameClose && !isLast)
            {
                TradeSignals(t, ticks, atClose: true);
                (value, gross) = Mark();
                equity = Account.Cash + value;
            }
        }
        if (gross > 0) BarsInMarket++;
        (Equity[t], Exposure[t]) = (equity, equity > 0 ? value / equity : double.NaN);
        Length = t + 1;
        IsRuined = equity <= 0;
    }

    private (double Value, double Gross) Mark()
    {
        (double value, double gross) = (0, 0);
        foreach (Lane lane in Lanes)
        {
            value += lane.Units * lane.LastClose;
            gross += Math.Abs(lane.Units);
        }
        return (value, gross);
    }

    private void ApplyActions(int t, long ticks)
    {
        foreach (Lane lane in Lanes)
        {
            if (!lane.HasActions || !lane.TryBar(t, out PriceBar<double> bar)) continue;
            bool wasWaiting = lane.Ordered != 0;
            while (lane.TryNextAction(ticks, out CorporateAction action)) Account.Apply(lane, action, bar.Open, t, ticks);
            if (wasWaiting && lane.Ordered == 0) desk.Done(); // a split may round an order away
        }
    }

    // What frees cash trades before what needs it.
    private void TradeSignals(int t, long ticks, bool atClose)
    {
        Account.BeginRound(Lanes, t, atClose);
        foreach (bool reduces in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (Lane lane in Lanes)
            {
                if (lane.Ordered == 0 || (lane.Units * lane.Ordered < 0) != reduces || !lane.TryBar(t, out PriceBar<double> bar)) continue;
                Account.TradeSignal(lane, t, ticks, bar, atClose);
                if (lane.Ordered == 0) desk.Done();
            }
        }
    }

    // A position that was there before this bar, or since its open, lives through the bar's whole range.
    private void LiveThrough(Lane lane, int t, long ticks, in PriceBar<double> bar)
    {
        if (hasExits && WorkExits(lane, t, ticks, bar)) return;
        lane.Trade.Extend(bar.Low, bar.High);
    }

    private bool WorkExits(Lane lane, int t, long ticks, in PriceBar<double> bar)
    {
        int direction = Math.Sign(lane.Units);
        double entry = lane.Trade.AverageEntry, available = lane.Available(t, rates, bar.Volume, spec.WholeUnits);
        OrderSide side = Account.Side(-direction);
        double quantity = Math.Abs(lane.Units);
        if (spec.StopLoss is { } stop)
        {
            var order = new WorkingOrder<double>(side, OrderType.Stop, quantity, 0, entry * (1 - (direction * stop)), lane.StopTriggered);
            Match<double> match = Matching.OnBar(order, bar, rates, available);
            lane.StopTriggered = match.IsTriggered;
            if (match.IsTriggered) desk.Bar(lane, direction);
            if (Account.TradeExit(lane, match, t, ticks, ExitReason.StopLoss)) return true;
            if (lane.StopTriggered) return false;
        }
        if (spec.TakeProfit is not { } profit) return false;
        double limit = entry * (1 + (direction * profit));
        if (limit <= 0) return false; // a short cannot gain more than its whole price
        Match<double> gain = Matching.OnBar(new WorkingOrder<double>(side, OrderType.Limit, quantity, limit, 0), bar, rates, available);
        if (gain.Quantity > 0) desk.Bar(lane, direction);
        return Account.TradeExit(lane, gain, t, ticks, ExitReason.TakeProfit);
    }

    private void Liquidate(int t, ExitReason reason)
    {
        foreach (Lane lane in Lanes)
        {
            if (lane.Units == 0) continue;
            double volume = lane.TryBar(t, out PriceBar<double> bar) ? bar.Volume : 0;
            Account.Liquidate(lane, t, Timeline.Ticks[t], volume, reason);
        }
        Equity[t] = Account.Cash;
        IsRuined |= Equity[t] <= 0;
    }
}
