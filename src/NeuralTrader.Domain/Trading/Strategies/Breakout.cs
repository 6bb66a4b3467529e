using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>Enters when the close leaves the long channel of the bars before it, exits when it crosses the short one.</summary>
/// <remarks>Donchian's rule as the Turtles traded it: Faith (2007), Way of the Turtle.</remarks>
internal sealed class Breakout(int entry, int exit) : SingleStrategy
{
    private readonly Donchian entryChannel = new(entry), exitChannel = new(StrategyArguments.Below(exit, entry, "exit", "entry"));
    private Bands outer = new(double.NaN, double.NaN, double.NaN), inner = new(double.NaN, double.NaN, double.NaN);
    private int side;

    public override double OnBar(in PriceBar<double> bar)
    {
        if (side > 0 && bar.Close < inner.Lower) side = 0;
        if (side < 0 && bar.Close > inner.Upper) side = 0;
        if (bar.Close > outer.Upper) side = 1;
        if (bar.Close < outer.Lower) side = -1;
        outer = entryChannel.Update(bar.High, bar.Low);
        inner = exitChannel.Update(bar.High, bar.Low);
        return side;
    }
}
