using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>An indicator that is fed one bar at a time and looks at no later one; what the catalogue hands out by name.</summary>
/// <remarks>
/// A figure is <see cref="double.NaN"/> until the indicator is warm, and wherever the data cannot define it. Feeding allocates nothing
/// and costs O(1) amortised a bar; where an indicator costs more, it says so. Prices and volumes must be finite: a stream does not look,
/// the batch forms and <see cref="IndicatorCatalog"/> refuse others by position. Not safe for concurrent use.
/// </remarks>
public interface IIndicator
{
    /// <summary>Bars that pass before the first bar on which every figure is defined, in data that can define it.</summary>
    int WarmUp { get; }

    /// <summary>Takes the next bar and writes the figures at its close.</summary>
    /// <param name="bar">The bar after the one before.</param>
    /// <param name="figures">Out, shape [outputs], in the order of the catalogue's description.</param>
    void Update(in Bar bar, Span<double> figures);
}

/// <summary>Three lines around the price, in its currency; NaN until warm.</summary>
/// <param name="Upper">Upper band.</param>
/// <param name="Middle">Middle line.</param>
/// <param name="Lower">Lower band.</param>
public readonly record struct Bands(double Upper, double Middle, double Lower);
