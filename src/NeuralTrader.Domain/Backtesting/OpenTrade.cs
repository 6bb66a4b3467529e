using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Domain.Backtesting;

/// <summary>A position's sums from its first entry on. Values are money, so a split changes only the units and the extremes.</summary>
internal struct OpenTrade
{
    private double entryUnits, entryValue, exitUnits, exitValue, commission, slippage, borrow, dividends, lowest, highest;
    private int direction, entryBar;
    private long entryTicks;

    public readonly double AverageEntry => entryValue / entryUnits;

    public static OpenTrade Start(int direction, int bar, long ticks) =>
        new() { direction = direction, entryBar = bar, entryTicks = ticks, lowest = double.PositiveInfinity, highest = double.NegativeInfinity };

    public void Enter(double units, double price, double fee, double slip)
    {
        entryUnits += units;
        entryValue += units * price;
        Charge(fee, slip);
        Extend(price, price);
    }

    public void Leave(double units, double price, double fee, double slip)
    {
        exitUnits += units;
        exitValue += units * price;
        Charge(fee, slip);
        Extend(price, price);
    }

    public void Extend(double low, double high)
    {
        if (low < lowest) lowest = low;
        if (high > highest) highest = high;
    }

    public void Carry(double borrowFee, double dividend)
    {
        borrow += borrowFee;
        dividends += dividend;
    }

    public void Split(double ratio)
    {
        entryUnits *= ratio;
        exitUnits *= ratio;
        lowest /= ratio;
        highest /= ratio;
    }

    public readonly BacktestTrade Close(string symbol, int bar, long ticks, ExitReason reason)
    {
        double average = AverageEntry;
        double gross = (direction * (exitValue - entryValue)) + slippage;
        double net = gross - slippage - commission - borrow + dividends;
        double down = Math.Max(0, (average - lowest) / average), up = Math.Max(0, (highest - average) / average);
        return new BacktestTrade(
            symbol, direction > 0 ? OrderSide.Buy : OrderSide.Sell, new DateTime(entryTicks, DateTimeKind.Utc), new DateTime(ticks, DateTimeKind.Utc),
            average, exitValue / exitUnits, entryUnits, gross, net, net / entryValue, commission, slippage, borrow, dividends,
            bar - entryBar, direction > 0 ? down : up, direction > 0 ? up : down, reason);
    }

    private void Charge(double fee, double slip)
    {
        commission += fee;
        slippage += slip;
    }
}
