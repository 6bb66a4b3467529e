namespace NeuralTrader.Domain.Markets;

/// <summary>Stored market data is damaged: what was read is not what was written. Crosses the wire unchanged.</summary>
/// <param name="series">Which series: symbol, interval or kind of tick, basis.</param>
/// <param name="chunk">Which part of it: a year, a month or a day.</param>
/// <param name="damage">What does not fit.</param>
[GenerateSerializer, Alias("corrupt-series")]
public sealed class CorruptSeriesException(string series, string chunk, string damage)
    : Exception($"{series}, chunk {chunk}: {damage}. Delete the series and import it again, or restore the file from a copy.")
{
    /// <summary>Which series: symbol, interval or kind of tick, basis.</summary>
    [Id(0)] public string Series { get; private set; } = series;

    /// <summary>Which part of it: a year, a month or a day.</summary>
    [Id(1)] public string Chunk { get; private set; } = chunk;
}
