namespace NeuralTrader.Domain.Markets;

/// <summary>Quotes or trades of one instrument in time order; several may share one time.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Currency">ISO 4217 code of the prices; "PTS" for an index in points.</param>
/// <param name="Provenance">Where they come from.</param>
/// <param name="Version">Rises with every change of the stored series.</param>
/// <param name="Ticks">Never changed once given away.</param>
/// <typeparam name="T"><see cref="QuoteTick"/> or <see cref="TradeTick"/>.</typeparam>
[GenerateSerializer, Immutable, Alias("tick-series`1")]
public sealed record TickSeries<T>(string Symbol, string Currency, Provenance Provenance, long Version, T[] Ticks)
    where T : struct;

/// <summary>What kind of tick a stored tick series holds.</summary>
public enum TickKind
{
    /// <summary>Best bid and offer.</summary>
    Quote = 1,

    /// <summary>Trades as printed.</summary>
    Trade = 2,
}
