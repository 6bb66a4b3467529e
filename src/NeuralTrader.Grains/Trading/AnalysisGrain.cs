using System.Collections.Concurrent;
using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Analysis;
using NeuralTrader.Domain.Trading.Indicators;
using NeuralTrader.Domain.Trading.Strategies;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Trading;

/// <summary>Analyses that were made of bars that are still the newest.</summary>
public sealed class AnalysisCache
{
    private readonly ConcurrentDictionary<(string Symbol, BarInterval Interval), (BarSeries Bars, QuickAnalysisAnswer Answer)> made = new();

    /// <summary>The analysis of just these bars; null when it has not been made.</summary>
    public QuickAnalysisAnswer? Find(BarSeries bars) =>
        made.TryGetValue((bars.Key.Symbol, bars.Key.Interval), out (BarSeries Bars, QuickAnalysisAnswer Answer) entry) && ReferenceEquals(entry.Bars, bars)
            ? entry.Answer
            : null;

    /// <summary>Keeps an analysis in the place of an older one.</summary>
    public void Keep(BarSeries bars, QuickAnalysisAnswer answer) => made[(bars.Key.Symbol, bars.Key.Interval)] = (bars, answer);
}

/// <inheritdoc cref="IAnalysisGrain"/>
[StatelessWorker, Reentrant]
public sealed class AnalysisGrain(MarketLibrary library, IBarStore store, AnalysisCache cache) : Grain, IAnalysisGrain
{
    private const int MostRows = 100_000;

    /// <inheritdoc/>
    public ValueTask<StrategyList> Strategies() => ValueTask.FromResult(new StrategyList(StrategyCatalog.All));

    /// <inheritdoc/>
    public ValueTask<StrategyInfo> Strategy(GetStrategyInfoRequest request) => ValueTask.FromResult(StrategyCatalog.Find(request.Strategy));

    /// <inheritdoc/>
    public async ValueTask<Answer<QuickAnalysisAnswer>> QuickAnalysis(QuickAnalysisRequest request, CancellationToken cancellationToken)
    {
        Answer<BarSeries> found = await library.Read(request.Symbol, request.Interval, cancellationToken);
        if (found.IsRefused) return found.Refusal;
        if (cache.Find(found.Value) is not { } answer)
        {
            Answer<QuickAnalysis> analysis = MarketAnalysis.Of(found.Value);
            if (analysis.IsRefused) return analysis.Refusal;
            cache.Keep(found.Value, answer = new QuickAnalysisAnswer(analysis.Value, DeviceUsed.Cpu(DevicePreference.Auto)));
        }
        return request.Device == DevicePreference.Auto ? answer : answer with { Device = DeviceUsed.Cpu(request.Device) };
    }

    /// <inheritdoc/>
    public async Task<Answer<IndicatorAnswer>> Indicator(CalculateIndicatorRequest request, CancellationToken cancellationToken)
    {
        CheckRange(request.From, request.To);
        Answer<BarSeries> bars = await library.Read(request.Symbol, request.Interval, cancellationToken, request.Basis);
        if (bars.IsRefused) return bars.Refusal;
        IndicatorResult result = IndicatorCatalog.Calculate(request.Name, bars.Value, request.Parameters);
        if (result.WarmUp >= bars.Value.Count)
        {
            return new Refusal(
                RefusalKind.InsufficientData,
                FormattableString.Invariant($"{result.Name} with these parameters gives its first value after {result.WarmUp} bars; {bars.Value.Key.Symbol} has {bars.Value.Count}."),
                "parameters");
        }
        BarSeries shown = bars.Value.Between(request.From, request.To);
        int start = shown.Count == 0 ? 0 : bars.Value.FirstAtOrAfter(shown.TimeAt(0));
        return new IndicatorAnswer(
            result.Name, result.Parameters, bars.Value.Key, bars.Value.Provenance, result.WarmUp, [.. shown.Select(bar => bar.Time)],
            result.Outputs.ToDictionary(output => output.Key, output => output.Value[start..(start + shown.Count)]), DeviceUsed.Cpu(request.Device));
    }

    /// <inheritdoc/>
    public async Task<Answer<MarketData>> MarketData(GetMarketDataRequest request, CancellationToken cancellationToken)
    {
        CheckRange(request.From, request.To);
        int limit = Require.Between(request.Limit, 1, MostRows);
        string symbol = Symbol.Parse(request.Symbol);
        switch (request.Kind)
        {
            case MarketDataKind.Bars:
                Answer<BarSeries> found = await library.Read(symbol, request.Interval, cancellationToken, request.Basis);
                if (found.IsRefused) return found.Refusal;
                BarSeries range = found.Value.Between(request.From, request.To), bars = range.Last(limit);
                return new MarketData(symbol, request.Kind, bars.Key.Interval, bars.Key.Basis, bars.Currency, bars.Provenance, range.Count, Bars: [.. bars]);
            case MarketDataKind.Quotes:
                TickSeries<QuoteTick>? quotes = await store.LoadTicks<QuoteTick>(symbol, request.From, request.To, cancellationToken);
                return quotes is null
                    ? StoredBars.Nothing(symbol, "quotes")
                    : new MarketData(symbol, request.Kind, null, null, quotes.Currency, quotes.Provenance, quotes.Ticks.Length, Quotes: Newest(quotes.Ticks, limit));
            case MarketDataKind.Trades:
                TickSeries<TradeTick>? trades = await store.LoadTicks<TradeTick>(symbol, request.From, request.To, cancellationToken);
                return trades is null
                    ? StoredBars.Nothing(symbol, "trades")
                    : new MarketData(symbol, request.Kind, null, null, trades.Currency, trades.Provenance, trades.Ticks.Length, Trades: Newest(trades.Ticks, limit));
            case MarketDataKind.Actions:
                IReadOnlyList<SeriesInfo> series = await store.List(symbol, cancellationToken);
                if (series.Count == 0) return StoredBars.Nothing(symbol, "prices");
                CorporateAction[] actions =
                [
                    .. (await library.Actions(symbol, cancellationToken))
                        .Where(action => (request.From is not { } from || action.ExDate >= from) && (request.To is not { } to || action.ExDate <= to)),
                ];
                return new MarketData(symbol, request.Kind, null, null, series[0].Currency, null, actions.Length, Actions: Newest(actions, limit));
            default:
                throw Require.Invalid("kind", request.Kind, "bars, quotes, trades or actions");
        }
    }

    /// <inheritdoc/>
    public async Task<InstrumentList> Instruments(ListInstrumentsRequest request, CancellationToken cancellationToken)
    {
        string? symbol = request.Symbol is { } given ? Symbol.Parse(given) : null;
        IReadOnlyList<Instrument> instruments = await store.Instruments(cancellationToken);
        return new InstrumentList(
            symbol is null ? instruments : [.. instruments.Where(instrument => instrument.Symbol == symbol)],
            await store.List(symbol, cancellationToken));
    }

    private static T[] Newest<T>(T[] rows, int limit) => rows.Length <= limit ? rows : rows[^limit..];

    private static void CheckRange(DateTime? from, DateTime? to)
    {
        if (from > to) throw Require.Invalid("from", from, $"a time at or before to, which is {to:O}");
    }
}
