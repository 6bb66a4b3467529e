using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Client;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Api.Console;

/// <summary>What a form on several instruments begins with.</summary>
public static class Suggested
{
    private const int Useful = 500; // bars below which estimates say little

    /// <summary>Loaded instruments of one currency with the longest common past, commas between them.</summary>
    public static async Task<string> Symbols(NeuralTraderClient client, int most, CancellationToken cancellationToken)
    {
        InstrumentList loaded = await client.ListInstrumentsAsync(new ListInstrumentsRequest(), cancellationToken);
        IEnumerable<SeriesInfo> daily = loaded.Series.Where(one => one.Key.Interval == BarInterval.Day && one.Count >= Useful)
            .GroupBy(one => one.Key.Symbol).Select(group => group.OrderByDescending(one => one.Last).First());
        IGrouping<string, SeriesInfo>? largest = daily.GroupBy(one => one.Currency).OrderByDescending(group => group.Count()).FirstOrDefault();
        if (largest is null) return string.Join(", ", loaded.Instruments.Take(most).Select(one => one.Symbol));
        DateTime newest = largest.Max(one => one.Last);
        IEnumerable<SeriesInfo> longest = largest.OrderByDescending(one => one.Last > newest.AddDays(-30)).ThenBy(one => one.First).Take(most);
        return string.Join(", ", longest.Select(one => one.Key.Symbol).Order());
    }
}
