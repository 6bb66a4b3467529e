using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Client;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Api.Console;

/// <summary>The newest bars of an instrument.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Data">The bars with their origin.</param>
public sealed record Newest(string Symbol, MarketData Data)
{
    private IReadOnlyList<Bar> Bars => Data.Bars ?? [];

    /// <summary>The newest bar; null when there is none.</summary>
    public Bar? Last => Bars.Count > 0 ? Bars[^1] : null;

    /// <summary>The newest close over the one before, less 1; null below two bars.</summary>
    public double? Change => Bars.Count > 1 ? (Bars[^1].Close / Bars[^2].Close) - 1 : null;

    /// <summary>The closes, oldest first.</summary>
    public IReadOnlyList<double> Closes => [.. Bars.Select(bar => bar.Close)];

    /// <summary>The newest bars of one series.</summary>
    public static async Task<Newest> Of(NeuralTraderClient client, SeriesKey series, int bars, CancellationToken cancellationToken = default) =>
        new(series.Symbol, await client.GetMarketDataAsync(
            new GetMarketDataRequest(series.Symbol, Interval: series.Interval, Basis: series.Basis, Limit: bars), cancellationToken));

    /// <summary>The newest bars that orders trade against: as traded where such prices are loaded, else the best there is.</summary>
    public static async Task<Newest?> OfTraded(NeuralTraderClient client, string symbol, CancellationToken cancellationToken = default)
    {
        InstrumentList loaded = await client.ListInstrumentsAsync(new ListInstrumentsRequest(symbol), cancellationToken);
        SeriesInfo? series = loaded.Series.OrderByDescending(one => one.Last).ThenBy(one => one.Key.Basis).FirstOrDefault();
        return series is null ? null : await Of(client, series.Key, bars: 2, cancellationToken);
    }
}
