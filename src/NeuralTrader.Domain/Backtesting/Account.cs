using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Domain.Backtesting;

/// <summary>The money of a run: one cash account for all instruments, and what trading and holding do to it.</summary>
internal sealed class Account(double capital, CostRates<double> rates, bool wholeUnits, double maxLeverage, double cashRateAnnual)
{
    private const double Crumb = 1e-12; // rounding residue of a position, relative to the trade that left it

    private double equityNow, grossNow; // kept during one round of fills, for the leverage rule

    public double Cash { get; private set; } = capital;

    public double Commission { get; private set; }

    public double Slippage { get; private set; }

    public double Borrow { get; private set; }

    public double Dividends { get; private set; }

    public double Interest { get; private set; }

    public double Traded { get; private set; }

    public List<BacktestTrade> Trades { get; } = [];

    /// <summary>What the time between two bars costs and earns: borrow fee on shorts, interest on cash that is not a short's proceeds.</summary>
    public void Carry(Lane[] lanes, long elapsedTicks)
    {
        bool isShort = false;
        foreach (Lane lane in lanes) isShort |= lane.Units < 0;
        if (!isShort && cashRateAnnual == 0) return;
        double days = elapsedTicks / (double)TimeSpan.TicksPerDay, interestBase = Cash;
        foreach (Lane lane in lanes)
        {
            if (lane.Units >= 0) continue;
            double value = -lane.Units * lane.LastClose;
            double fee = value * rates.BorrowPerDay * days;
            interestBase -= value;
            Cash -= fee;
            Borrow += fee;
            lane.Trade.Carry(fee, 0);
        }
        double interest = interestBase * cashRateAnnual * days / 365;
        Cash += interest;
        Interest += interest;
    }

    /// <summary>Dividends first, on the units of the evening before; then the split. A short pays what a holder receives.</summary>
    public void Apply(Lane lane, in CorporateAction action, double open, int t, long ticks)
    {
        double dividend = lane.Units * action.CashDividend;
        Cash += dividend;
        Dividends += dividend;
        if (lane.InTrade) lane.Trade.Carry(0, dividend);
        if (action.SplitRatio == 1) return;
        lane.Split(action.SplitRatio);
        if (!wholeUnits) return;
        lane.Ordered = Math.Truncate(lane.Ordered);
        double part = lane.Units - Math.Truncate(lane.Units); // paid out in cash, as companies do
        if (part == 0) return;
        Book(lane, -Math.Sign(part), new Match<double>(Math.Abs(part), open, 0, false), t, ticks, isFirst: false, ExitReason.Signal, charge: false);
    }

    /// <summary>Values everything at the prices of one moment before its orders trade.</summary>
    public void BeginRound(Lane[] lanes, int t, bool atClose)
    {
        (equityNow, grossNow) = (Cash, 0);
        foreach (Lane lane in lanes)
        {
            if (lane.Units == 0) continue;
            double price = lane.TryBar(t, out PriceBar<double> bar) ? (atClose ? bar.Close : bar.Open) : lane.LastClose;
            equityNow += lane.Units * price;
            grossNow += Math.Abs(lane.Units) * price;
        }
    }

    /// <summary>Trades the order of a signal at the bar's open or close, no further than the leverage allows.</summary>
    public void TradeSignal(Lane lane, int t, long ticks, in PriceBar<double> bar, bool atClose)
    {
        double price = atClose ? bar.Close : bar.Open;
        int sign = Math.Sign(lane.Ordered);
        double held = Math.Abs(lane.Units), wanted = Math.Abs(lane.Ordered);
        double closing = lane.Units * sign < 0 ? Math.Min(held, wanted) : 0;
        double quantity = closing + Math.Min(wanted - closing, Affordable(wanted, closing, price, bar.Volume));
        if (wholeUnits) quantity = Math.Floor(quantity);
        if (quantity < wanted) lane.Ordered = sign * quantity; // what leverage forbids is dropped; what volume forbids is carried over
        if (quantity <= 0) return;
        var order = new WorkingOrder<double>(Side(sign), OrderType.Market, quantity, 0, 0);
        double available = lane.Available(t, rates, bar.Volume, wholeUnits);
        Match<double> match = atClose
            ? Matching.OnArrival(order, price, bar.Volume, rates, available)
            : Matching.OnBar(order, bar, rates, available);
        if (match.Quantity <= 0) return;
        double grossBefore = held * price, costsBefore = Commission + Slippage;
        bool isFirst = lane.OrderIsNew;
        lane.OrderIsNew = false;
        lane.Ordered -= sign * match.Quantity;
        if (Math.Abs(lane.Ordered) <= Crumb * wanted) lane.Ordered = 0;
        Book(lane, sign, match, t, ticks, isFirst, ExitReason.Signal);
        equityNow -= Commission + Slippage - costsBefore;
        grossNow += (Math.Abs(lane.Units) * price) - grossBefore;
    }

    /// <summary>Trades an order that closes a position, and books it.</summary>
    /// <returns>True when the position is closed in full.</returns>
    public bool TradeExit(Lane lane, in Match<double> match, int t, long ticks, ExitReason reason)
    {
        if (match.Quantity <= 0) return false;
        bool isFirst = !lane.ExitStarted;
        lane.ExitStarted = true;
        Book(lane, -Math.Sign(lane.Units), match, t, ticks, isFirst, reason);
        return !lane.InTrade;
    }

    /// <summary>Sells what is held, or buys back what is short, at the last close with costs, whatever the bar's volume.</summary>
    public void Liquidate(Lane lane, int t, long ticks, double volume, ExitReason reason)
    {
        if (lane.Units == 0) return;
        var order = new WorkingOrder<double>(Side(-Math.Sign(lane.Units)), OrderType.Market, Math.Abs(lane.Units), 0, 0);
        TradeExit(lane, Matching.OnArrival(order, lane.LastClose, volume, rates, double.PositiveInfinity), t, ticks, reason);
    }

    // Gross position value after the fill must not pass leverage · equity after the fill's costs. All terms are linear in the opening
    // quantity o but volume slippage, which is taken at the whole order's rate, and the minimum commission, which is taken in full:
    // G − c·p + o·p ≤ L·(E − fixed − (c + o)·(move + fee))
    private double Affordable(double wanted, double closing, double price, double volume)
    {
        double perUnit = rates.PriceMove(price, wanted, volume);
        perUnit += ((price + perUnit) * rates.ValueFraction) + rates.PerUnit;
        double fixedCost = Math.Max(rates.PerOrder, rates.Minimum);
        double room = (maxLeverage * (equityNow - fixedCost - (closing * perUnit))) - grossNow + (closing * price);
        return Math.Max(0, room / (price + (maxLeverage * perUnit)));
    }

    private void Book(Lane lane, int sign, in Match<double> match, int t, long ticks, bool isFirst, ExitReason reason, bool charge = true)
    {
        double fee = charge ? rates.Commission(match.Quantity, match.Price, isFirst) : 0;
        double slip = match.Slippage * match.Quantity;
        Cash -= (sign * match.Quantity * match.Price) + fee;
        Commission += fee;
        Slippage += slip;
        Traded += match.Quantity * match.Price;
        lane.Take(t, match.Quantity);

        double closing = lane.Units * sign < 0 ? Math.Min(match.Quantity, Math.Abs(lane.Units)) : 0;
        double share = closing / match.Quantity;
        if (closing > 0)
        {
            lane.Trade.Leave(closing, match.Price, fee * share, slip * share);
            double before = Math.Abs(lane.Units);
            lane.Units += sign * closing;
            if (Math.Abs(lane.Units) <= Crumb * before)
            {
                lane.Units = 0;
                Trades.Add(lane.Trade.Close(lane.Symbol, t, ticks, reason));
                (lane.InTrade, lane.StopTriggered, lane.ExitStarted) = (false, false, false);
            }
        }
        double opening = match.Quantity - closing;
        if (opening <= 0) return;
        if (!lane.InTrade) lane.Trade = OpenTrade.Start(sign, t, ticks);
        lane.InTrade = true;
        lane.Trade.Enter(opening, match.Price, fee * (1 - share), slip * (1 - share));
        lane.Units += sign * opening;
    }

    public static OrderSide Side(int sign) => sign > 0 ? OrderSide.Buy : OrderSide.Sell;
}
