using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Api.Console;

/// <summary>The ends of a heat map's colours: a cell far from all others would leave these one colour, so it takes the colour of its end.</summary>
/// <remarks>Tukey (1977), Exploratory Data Analysis: far out is three interquartile ranges beyond the quartiles.</remarks>
public static class ColourScale
{
    private const double FarOut = 3;

    /// <summary>The least and the largest value that are not far out; 0 and 1 where there is no value.</summary>
    /// <param name="cells">In any order; what is not finite is a blank cell.</param>
    public static (double Low, double High) Of(IEnumerable<double> cells)
    {
        double[] values = [.. cells.Where(double.IsFinite).Order()];
        if (values.Length == 0) return (0, 1);
        double first = SampleQuantile.Of(values, 0.25), third = SampleQuantile.Of(values, 0.75), reach = FarOut * (third - first);
        if (reach == 0) return (values[0], values[^1]); // most are equal: the others are all there is to see
        return (values.First(value => value >= first - reach), values.Last(value => value <= third + reach));
    }
}
