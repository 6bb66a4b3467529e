using System.Numerics;

namespace NeuralTrader.Domain.Trading;

/// <summary>A bar as the fill engine sees it.</summary>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Units traded; 0 where unknown.</param>
public readonly record struct PriceBar<T>(T Open, T High, T Low, T Close, T Volume)
    where T : struct, INumber<T>;

/// <summary>What of an order is still to trade.</summary>
/// <param name="Side">Which way it trades.</param>
/// <param name="Type">When it may trade.</param>
/// <param name="Remaining">Units still to trade, positive.</param>
/// <param name="Limit">Worst acceptable price; read for limit and stop-limit orders.</param>
/// <param name="Stop">Trigger; read for stop and stop-limit orders.</param>
/// <param name="IsTriggered">True once the stop price has traded.</param>
public readonly record struct WorkingOrder<T>(OrderSide Side, OrderType Type, T Remaining, T Limit, T Stop, bool IsTriggered = false)
    where T : struct, INumber<T>;

/// <summary>What one bar did to an order.</summary>
/// <param name="Quantity">Units traded; 0 for none.</param>
/// <param name="Price">Price per unit after spread and slippage; 0 where nothing traded.</param>
/// <param name="Slippage">How far the price moved against the trader, per unit, never negative.</param>
/// <param name="IsTriggered">True when the stop price has traded by the end of the bar.</param>
public readonly record struct Match<T>(T Quantity, T Price, T Slippage, bool IsTriggered)
    where T : struct, INumber<T>;

/// <summary>The one fill engine: back-tests run it in double, paper trading in decimal.</summary>
/// <remarks>
/// Within a bar only open, high, low and close are known, so every rule takes the least favourable order of events
/// that is certain to have happened: a gap fills at the open, a touched limit at the limit, a touched stop at the stop,
/// and a limit that becomes live inside the bar counts only when the bar closes on its good side.
/// </remarks>
public static class Matching
{
    /// <summary>Trades an order against one bar that starts after the order was accepted.</summary>
    /// <param name="order">The order; its remaining quantity must be positive.</param>
    /// <param name="bar">The bar.</param>
    /// <param name="rates">Costs; slippage and spread never help the trader and never pass a limit.</param>
    /// <param name="available">The most units that may still be taken from this bar.</param>
    public static Match<T> OnBar<T>(in WorkingOrder<T> order, in PriceBar<T> bar, in CostRates<T> rates, T available)
        where T : struct, INumber<T>
    {
        bool triggered = order.IsTriggered;
        T price = bar.Open;
        bool found = order.Type switch
        {
            OrderType.Market => true,
            OrderType.Limit => LimitPrice(order.Side, order.Limit, bar, out price),
            OrderType.Stop => triggered || StopPrice(order.Side, order.Stop, bar, out price, out triggered),
            OrderType.StopLimit => StopLimitPrice(order, bar, out price, out triggered),
        };
        return found ? Fill(order, price, bar.Volume, rates, available, triggered) : new Match<T>(T.Zero, T.Zero, T.Zero, triggered);
    }

    /// <summary>Trades an order at once against a standing price, as a broker does on arrival.</summary>
    /// <param name="order">The order; its remaining quantity must be positive.</param>
    /// <param name="price">The price that stands, between bid and ask.</param>
    /// <param name="volume">Volume of the bar that the price comes from; 0 where unknown.</param>
    /// <param name="rates">Costs; slippage and spread never help the trader and never pass a limit.</param>
    /// <param name="available">The most units that may be taken.</param>
    public static Match<T> OnArrival<T>(in WorkingOrder<T> order, T price, T volume, in CostRates<T> rates, T available)
        where T : struct, INumber<T>
    {
        bool triggered = order.IsTriggered || order.Type is OrderType.Market or OrderType.Limit || StopTraded(order.Side, order.Stop, price);
        bool marketable = triggered
            && (order.Type is OrderType.Market or OrderType.Stop || !IsWorse(order.Side, TakerPrice(order.Side, price, rates.HalfSpread), order.Limit));
        return marketable ? Fill(order, price, volume, rates, available, triggered) : new Match<T>(T.Zero, T.Zero, T.Zero, triggered);
    }

    /// <summary>The most units that orders may take from a bar.</summary>
    /// <param name="rates">Holds the participation limit.</param>
    /// <param name="volume">Units that the bar traded; 0 where unknown, which means no limit.</param>
    /// <param name="unlimited">What "no limit" is in this number type.</param>
    public static T Capacity<T>(in CostRates<T> rates, T volume, T unlimited)
        where T : struct, INumber<T> =>
        rates.MaxParticipation > T.Zero && volume > T.Zero ? volume * rates.MaxParticipation : unlimited;

    private static Match<T> Fill<T>(in WorkingOrder<T> order, T price, T volume, in CostRates<T> rates, T available, bool triggered)
        where T : struct, INumber<T>
    {
        T quantity = T.Min(order.Remaining, available);
        if (quantity <= T.Zero) return new Match<T>(T.Zero, T.Zero, T.Zero, triggered);
        T move = rates.PriceMove(price, quantity, volume);
        T paid = order.Side == OrderSide.Buy ? price + move : T.Max(price - move, T.Zero);
        if (order.Type is OrderType.Limit or OrderType.StopLimit && IsWorse(order.Side, paid, order.Limit)) paid = order.Limit;
        return new Match<T>(quantity, paid, T.Abs(paid - price), triggered);
    }

    private static bool LimitPrice<T>(OrderSide side, T limit, in PriceBar<T> bar, out T price)
        where T : struct, INumber<T>
    {
        bool opensInside = !IsWorse(side, bar.Open, limit);
        price = opensInside ? bar.Open : limit;
        return opensInside || (side == OrderSide.Buy ? bar.Low <= limit : bar.High >= limit);
    }

    private static bool StopPrice<T>(OrderSide side, T stop, in PriceBar<T> bar, out T price, out bool triggered)
        where T : struct, INumber<T>
    {
        bool gaps = StopTraded(side, stop, bar.Open);
        price = gaps ? bar.Open : stop;
        return triggered = gaps || (side == OrderSide.Buy ? bar.High >= stop : bar.Low <= stop);
    }

    private static bool StopLimitPrice<T>(in WorkingOrder<T> order, in PriceBar<T> bar, out T price, out bool triggered)
        where T : struct, INumber<T>
    {
        triggered = order.IsTriggered;
        if (triggered || StopTraded(order.Side, order.Stop, bar.Open))
        {
            triggered = true;
            return LimitPrice(order.Side, order.Limit, bar, out price);
        }
        if (!StopPrice(order.Side, order.Stop, bar, out price, out triggered)) return false;
        if (!IsWorse(order.Side, price, order.Limit)) return true; // the trigger itself trades inside the limit
        price = order.Limit;
        return !IsWorse(order.Side, bar.Close, order.Limit); // it came back inside after the trigger
    }

    private static bool StopTraded<T>(OrderSide side, T stop, T price)
        where T : struct, INumber<T> => side == OrderSide.Buy ? price >= stop : price <= stop;

    private static bool IsWorse<T>(OrderSide side, T price, T limit)
        where T : struct, INumber<T> => side == OrderSide.Buy ? price > limit : price < limit;

    private static T TakerPrice<T>(OrderSide side, T price, T halfSpread)
        where T : struct, INumber<T> => side == OrderSide.Buy ? price + (price * halfSpread) : price - (price * halfSpread);
}
