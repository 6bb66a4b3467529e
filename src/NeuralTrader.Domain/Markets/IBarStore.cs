namespace NeuralTrader.Domain.Markets;

/// <summary>What a store knows of a series without loading it.</summary>
/// <param name="Key">Which bars these are.</param>
/// <param name="Currency">ISO 4217 code of the prices; "PTS" for an index in points.</param>
/// <param name="Provenance">Where the latest change came from.</param>
/// <param name="Version">Rises with every change, also over a deletion.</param>
/// <param name="Count">How many bars.</param>
/// <param name="First">Start of the oldest bar, UTC.</param>
/// <param name="Last">Start of the newest bar, UTC.</param>
[GenerateSerializer, Immutable, Alias("series-info")]
public sealed record SeriesInfo(
    SeriesKey Key, string Currency, Provenance Provenance, long Version, int Count, DateTime First, DateTime Last);

/// <summary>Keeps market data over restarts. Safe for use from many threads; what is written is durable when the task ends.</summary>
public interface IBarStore
{
    /// <summary>Merges bars into the stored series, all series or none: a bar replaces the one of its time, the others stay.</summary>
    /// <param name="series">Versions are ignored; each changed series gets the next one. Writing what is there already changes nothing.</param>
    /// <param name="cancellationToken">Gives up before the write.</param>
    /// <returns>Each series as it now stands, in the order given.</returns>
    /// <exception cref="InvalidInputException">The stored series is in another currency, or one is synthetic and the other is not.</exception>
    Task<IReadOnlyList<SeriesInfo>> Upsert(IReadOnlyList<BarSeries> series, CancellationToken cancellationToken = default);

    /// <summary>The bars that start in [<paramref name="since"/>, <paramref name="until"/>], either end may be open; null when the series is unknown.</summary>
    Task<BarSeries?> Load(SeriesKey key, DateTime? since = null, DateTime? until = null, CancellationToken cancellationToken = default);

    /// <summary>Every stored series, by symbol, interval and basis; of one symbol when it is given.</summary>
    Task<IReadOnlyList<SeriesInfo>> List(string? symbol = null, CancellationToken cancellationToken = default);

    /// <summary>Removes a series; false when there was none.</summary>
    Task<bool> Delete(SeriesKey key, CancellationToken cancellationToken = default);

    /// <summary>Puts these corporate actions in the place of an instrument's former ones.</summary>
    Task SaveActions(string symbol, IReadOnlyList<CorporateAction> actions, CancellationToken cancellationToken = default);

    /// <summary>An instrument's corporate actions in date order.</summary>
    Task<IReadOnlyList<CorporateAction>> LoadActions(string symbol, CancellationToken cancellationToken = default);

    /// <summary>Puts these ticks in the place of all former ones from the first's to the last's time.</summary>
    /// <typeparam name="T"><see cref="QuoteTick"/> or <see cref="TradeTick"/>.</typeparam>
    /// <exception cref="InvalidInputException">The stored ticks are in another currency, or one is synthetic and the other is not.</exception>
    Task SaveTicks<T>(TickSeries<T> ticks, CancellationToken cancellationToken = default)
        where T : struct;

    /// <summary>The ticks in [<paramref name="since"/>, <paramref name="until"/>]; null when none of the kind are stored.</summary>
    /// <typeparam name="T"><see cref="QuoteTick"/> or <see cref="TradeTick"/>.</typeparam>
    Task<TickSeries<T>?> LoadTicks<T>(string symbol, DateTime? since = null, DateTime? until = null, CancellationToken cancellationToken = default)
        where T : struct;

    /// <summary>Adds an instrument or replaces what was known of it.</summary>
    Task SaveInstrument(Instrument instrument, CancellationToken cancellationToken = default);

    /// <summary>Every instrument by symbol.</summary>
    Task<IReadOnlyList<Instrument>> Instruments(CancellationToken cancellationToken = default);

    /// <summary>Whether a file of this name was imported with this content.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="sha256">Digest of its content in lower-case hexadecimal.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<bool> WasImported(string name, string sha256, CancellationToken cancellationToken = default);

    /// <summary>Remembers that a file was imported.</summary>
    Task RememberImport(string name, string sha256, CancellationToken cancellationToken = default);
}
