using System.Globalization;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Risk;

/// <inheritdoc cref="ICorrelationGrain"/>
[StatelessWorker(1), Reentrant] // one a silo: a caller who gives up must find the activation that works for it
public sealed class CorrelationGrain(MarketLibrary library, ComputeEngine engine, AnswerCache answers) : Grain, ICorrelationGrain
{
    private readonly record struct StoredPanel(ReturnPanel Panel, IReadOnlyList<Provenance> Provenance, IReadOnlyList<string> Warnings);

    private const int LongestName = 64, ValuesInMessage = 4_000_000;

    /// <inheritdoc/>
    public async Task<Answer<CorrelationAnalysisAnswer>> Analyse(CorrelationAnalysisRequest request, CancellationToken cancellationToken)
    {
        CorrelationSpec spec = Checked(request);
        Answer<StoredPanel> read = await Panel(request, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        StoredPanel stored = read.Value;
        return request.Symbols is null ? await Compute(stored, spec, request, cancellationToken)
            : await answers.Ask(
                "correlationAnalysis", request with { Symbols = stored.Panel.Names }, new[] { DataFingerprint.Of(stored.Panel) },
                stop => Compute(stored, spec, request, stop), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Answer<CorrelationRows>> Rows(CorrelationAnalysisRequest request, int first, CancellationToken cancellationToken)
    {
        CorrelationSpec spec = Checked(request);
        Answer<StoredPanel> read = await Panel(request, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        ReturnPanel panel = read.Value.Panel;
        int most = Math.Max(1, ValuesInMessage / panel.Assets);
        Answer<double[][]> rows = await engine.Study(
            Effort.Correlation(panel.Assets, panel.Observations), stop => CorrelationAnalysis.Rows(panel, spec, first, most, stop), cancellationToken);
        return rows.IsRefused ? rows.Refusal
            : new CorrelationRows(panel.Names, first, rows.Value, DataFingerprint.Of(panel).ToString("x32", CultureInfo.InvariantCulture));
    }

    private static CorrelationSpec Checked(CorrelationAnalysisRequest request)
    {
        CorrelationSpec spec = new CorrelationSpec(request.Method, request.Decay, request.Target).Checked();
        if (request.Window is { } window) Require.Between(window, Correlation.LeastObservations, 1_000_000, "window");
        if (request.From > request.To) throw Require.Invalid("from", request.From, $"a time at or before to, which is {Require.Iso(request.To.Value)}");
        return spec;
    }

    private async Task<Answer<StoredPanel>> Panel(
        CorrelationAnalysisRequest request, CancellationToken cancellationToken) => request switch
        {
            { Symbols: not null, Series: null } => await Stored(request, cancellationToken),
            { Symbols: null, Series: { } series } => new StoredPanel(Brought(series, request.Window), [], []),
            _ => throw Require.Invalid("symbols", request.Symbols is null ? null : "given with series", "either symbols or series"),
        };

    private async Task<Answer<CorrelationAnalysisAnswer>> Compute(
        StoredPanel stored, CorrelationSpec spec, CorrelationAnalysisRequest request, CancellationToken cancellationToken)
    {
        ReturnPanel panel = stored.Panel;
        Answer<Computed<CorrelationReport>> found = await engine.Study(
            request.Device.Wish(), Effort.Correlation(panel.Assets, panel.Observations),
            stop => CorrelationAnalysis.Of(panel, spec, request.RollingWindow, request.Pairs, stop), cancellationToken);
        if (found.IsRefused) return found.Refusal;
        CorrelationReport report = found.Value.Value;
        return new CorrelationAnalysisAnswer(report with { Notes = [.. stored.Warnings, .. report.Notes] }, stored.Provenance, found.Value.Used());
    }

    private async Task<Answer<StoredPanel>> Stored(
        CorrelationAnalysisRequest request, CancellationToken cancellationToken)
    {
        string[] symbols = [.. request.Symbols!.Select((name, i) => Symbol.Parse(name, name is null ? $"symbols[{i}]" : "symbol"))];
        CheckNames(symbols, "symbols");
        if (!Enum.IsDefined(request.Interval)) throw Require.Invalid("interval", request.Interval, string.Join(", ", Enum.GetNames<BarInterval>()));
        var series = new List<BarSeries>(symbols.Length);
        foreach (string symbol in symbols)
        {
            if (await library.Find(symbol, request.Interval, basis: null, cancellationToken) is not { } bars)
            {
                return new Refusal(
                    RefusalKind.NoMarketData,
                    $"There are no {request.Interval.Adjective()} bars of {symbol}; listInstruments says what is loaded, importMarketData brings more.", "symbols");
            }
            series.Add(bars.Between(request.From, request.To));
        }
        ReturnPanel? panel = DailyPanel.Of(series, request.Window ?? 1_000_000);
        if (panel is null || panel.Observations < Correlation.LeastObservations)
        {
            BarSeries shortest = series.MinBy(bars => bars.Count)!;
            return new Refusal(
                RefusalKind.InsufficientData,
                $"{panel?.Observations ?? 0} returns are common to all {symbols.Length} instruments, at least {Correlation.LeastObservations} are needed; " +
                $"{shortest.Key.Symbol} has the fewest bars in the range, {shortest.Count}.", "symbols");
        }
        return new StoredPanel(panel, series.ConvertAll(bars => bars.Provenance), PanelWarnings.Of(series, panel, request.Window ?? int.MaxValue));
    }

    private static ReturnPanel Brought(IReadOnlyList<NamedReturns> series, int? window)
    {
        string[] names = [.. series.Select(Named)];
        CheckNames(names, "series");
        for (int i = 0; i < names.Length; i++)
        {
            if (series[i].Returns.Length != series[0].Returns.Length)
                throw Require.Invalid(
                    $"series[{i}].returns", Require.Counted(series[i].Returns.Length), $"{series[0].Returns.Length} values, as in the first series");
        }
        return ReturnPanel.FromRows(names, [.. series.Select(one => window < one.Returns.Length ? one.Returns[^window.Value..] : one.Returns)]);
    }

    private static string Named(NamedReturns? one, int place)
    {
        if (one is null) throw Require.Invalid<object?>($"series[{place}]", null, "a name and returns");
        if (one.Returns is null) throw Require.Invalid<object?>($"series[{place}].returns", null, "numbers");
        return Require.Name(one.Name, LongestName, $"series[{place}].name");
    }

    private static void CheckNames(string[] names, string field)
    {
        Require.Count(names.Length, 2, CorrelationAnalysis.MostSeries, field);
        HashSet<string> seen = [];
        foreach (string name in names)
            if (!seen.Add(name)) throw Require.Invalid(field, name, "each name once");
    }
}
