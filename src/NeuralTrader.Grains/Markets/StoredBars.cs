using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Grains.Markets;

/// <summary>Stored bars as a request names them.</summary>
internal static class StoredBars
{
    /// <summary>The bars, or the refusal that says where more come from.</summary>
    /// <param name="library">Holds them.</param>
    /// <param name="name">The instrument, as the caller spells it.</param>
    /// <param name="interval">Which bars.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="basis">Null for the best there is.</param>
    /// <exception cref="InvalidInputException">The name or the interval is none.</exception>
    public static async ValueTask<Answer<BarSeries>> Read(
        this MarketLibrary library, string? name, BarInterval interval, CancellationToken cancellationToken, PriceBasis? basis = null)
    {
        string symbol = Symbol.Parse(name);
        if (!Enum.IsDefined(interval)) throw Require.Invalid("interval", interval, string.Join(", ", Enum.GetNames<BarInterval>()));
        return await library.Find(symbol, interval, basis, cancellationToken) is { } bars
            ? bars
            : Nothing(symbol, basis is null ? $"{interval.Adjective()} bars" : $"{interval.Adjective()} bars of basis {basis}");
    }

    /// <summary>What is said where nothing is stored.</summary>
    public static Refusal Nothing(string symbol, string what) =>
        new(RefusalKind.NoMarketData, $"There are no {what} of {symbol}; listInstruments says what is loaded, importMarketData brings more.", "symbol");
}
