using System.Collections.Concurrent;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Cluster.Tests.Trading;

/// <summary>Bars in memory; only what portfolios and back-tests read.</summary>
public sealed class MemoryBars : IBarStore
{
    private readonly ConcurrentDictionary<SeriesKey, BarSeries> series = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<CorporateAction>> actions = new();

    /// <summary>Waits before every load; lets a test hold a back-test in its middle.</summary>
    public Func<string, Task> BeforeLoad { get; set; } = _ => Task.CompletedTask;

    public static DateTime Day(int day) => new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(day - 1);

    public void Put(string symbol, IEnumerable<Bar> bars, PriceBasis basis = PriceBasis.Raw)
    {
        SeriesKey key = new(symbol, BarInterval.Day, basis);
        series[key] = BarSeries.FromBars(key, "USD", new Provenance("test", true), [.. bars]);
    }

    public void Flat(string symbol, params double[] closes) =>
        Put(symbol, closes.Select((close, i) => new Bar(Day(i + 1), close, close, close, close, 1e9)));

    public async Task<BarSeries?> Load(SeriesKey key, DateTime? since = null, DateTime? until = null, CancellationToken cancellationToken = default)
    {
        await BeforeLoad(key.Symbol);
        return series.GetValueOrDefault(key)?.Between(since, until);
    }

    public Task<IReadOnlyList<SeriesInfo>> List(string? symbol = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<SeriesInfo>>(
        [
            .. series.Values.Where(bars => symbol is null || bars.Key.Symbol == symbol)
                .Select(bars => new SeriesInfo(bars.Key, bars.Currency, bars.Provenance, bars.Version, bars.Count, bars.TimeAt(0), bars.TimeAt(bars.Count - 1))),
        ]);

    public Task<IReadOnlyList<CorporateAction>> LoadActions(string symbol, CancellationToken cancellationToken = default) =>
        Task.FromResult(actions.GetValueOrDefault(symbol) ?? []);

    public Task SaveActions(string symbol, IReadOnlyList<CorporateAction> actions, CancellationToken cancellationToken = default)
    {
        this.actions[symbol] = actions;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Instrument>> Instruments(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<Instrument>>([]);

    public Task<IReadOnlyList<SeriesInfo>> Upsert(IReadOnlyList<BarSeries> series, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> Delete(SeriesKey key, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task SaveTicks<T>(TickSeries<T> ticks, CancellationToken cancellationToken = default)
        where T : struct => throw new NotSupportedException();

    public Task<TickSeries<T>?> LoadTicks<T>(string symbol, DateTime? since = null, DateTime? until = null, CancellationToken cancellationToken = default)
        where T : struct => throw new NotSupportedException();

    public Task SaveInstrument(Instrument instrument, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> WasImported(string name, string sha256, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task RememberImport(string name, string sha256, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
