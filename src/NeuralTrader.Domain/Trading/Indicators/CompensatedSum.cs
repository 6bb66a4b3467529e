namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>A sum that may grow for ever: the rounding error of every addition is kept and added back (Knuth's two-sum).</summary>
internal struct CompensatedSum
{
    private double sum;
    private double lost;

    public readonly double Value => sum + lost;

    public void Add(double value)
    {
        double next = sum + value;
        double added = next - sum;
        lost += (sum - (next - added)) + (value - added);
        sum = next;
    }
}
