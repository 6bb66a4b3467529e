using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Trading;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Risk;

/// <inheritdoc cref="IWarpingGrain"/>
[StatelessWorker(1), Reentrant] // one a silo: a caller who gives up must find the activation that works for it
public sealed class WarpingGrain(MarketLibrary library, ComputeEngine engine) : Grain, IWarpingGrain
{
    private const int MostCandidates = 10_000, MostNearest = 10_000;
    private const long SoonDone = 250_000; // cells, a millisecond or so: not worth a place in a queue behind long work

    /// <inheritdoc/>
    public async Task<Answer<DtwDistanceAnswer>> Distance(DtwDistanceRequest request, CancellationToken cancellationToken)
    {
        Answer<Points> first = await Read(request.First, "first", cancellationToken), second = await Read(request.Second, "second", cancellationToken);
        if (first.IsRefused) return first.Refusal;
        if (second.IsRefused) return second.Refusal;
        double[] x = first.Value.Values, y = second.Value.Values;
        if ((long)x.Length * y.Length <= SoonDone) return Answered(Measured(), DeviceUsed.Cpu(request.Device));
        Answer<Computed<(double Distance, WarpStep[]? Path)>> found = await engine.Study(
            request.Device.Wish(), Effort.Warping(x.Length, y.Length), _ => Measured(), cancellationToken);
        return found.IsRefused ? found.Refusal : Answered(found.Value.Value, found.Value.Used());

        (double Distance, WarpStep[]? Path) Measured()
        {
            double[] from = WarpCandidates.Scaled(x, request.Scaling, "first"), to = WarpCandidates.Scaled(y, request.Scaling, "second");
            return (
                DynamicTimeWarping.Distance(from, to, request.Cost, request.Band),
                request.Path ? DynamicTimeWarping.Path(from, to, request.Cost, request.Band) : null);
        }

        DtwDistanceAnswer Answered((double Distance, WarpStep[]? Path) warped, DeviceUsed device) => new(warped.Distance, x.Length, y.Length, warped.Path, device);
    }

    /// <inheritdoc/>
    public async Task<Answer<DtwBatchAnswer>> Batch(DtwBatchRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<WarpSeries> given = request.Candidates ?? [];
        if (given.Count == 0 && request.History is null) throw Require.Invalid("candidates", "none", "at least one, or a history");
        Require.Count(given.Count, 0, MostCandidates, "candidates");
        int nearest = Require.Between(request.Nearest, 1, MostNearest);
        Answer<Points> query = await Read(request.Query, "query", cancellationToken);
        if (query.IsRefused) return query.Refusal;
        var candidates = new List<Points>(given.Count);
        for (int k = 0; k < given.Count; k++)
        {
            Answer<Points> candidate = await Read(given[k], $"candidates[{k}]", cancellationToken);
            if (candidate.IsRefused) return candidate.Refusal;
            candidates.Add(candidate.Value);
        }
        Points history = new(null, [], null);
        if (request.History is { } past)
        {
            Answer<Points> read = await Read(past, "history", cancellationToken);
            if (read.IsRefused) return read.Refusal;
            history = read.Value;
        }
        _ = request.Device.Wish();
        double[] shape = WarpCandidates.Scaled(query.Value.Values, request.Scaling, "query");
        WarpCandidates all = WarpCandidates.Of(
            candidates.ConvertAll(one => one.Values), history.Values, shape.Length, request.Stride, request.Scaling, request.Band);
        return await engine.Study(
            Effort.Warping(shape.Length, candidates.Sum(one => (long)one.Values.Length), history.Values.Length),
            stop => Nearest(request, shape, all, candidates, history, nearest, stop), cancellationToken);
    }

    private DtwBatchAnswer Nearest(
        DtwBatchRequest request, double[] shape, WarpCandidates all, List<Points> candidates, Points history, int nearest, CancellationToken stop)
    {
        Computed<double[]> found = engine.Within(
            ComputeKernels.Warping, new WarpingJob(shape, all.Series, request.Cost, request.Band), request.Device.Wish(), stop);
        double[] distances = found.Value;
        DtwMatch[] matches =
        [
            .. Enumerable.Range(0, distances.Length).OrderBy(k => distances[k]).Take(nearest).Select(k => all.Sources[k] >= 0
                ? Match(candidates[all.Sources[k]], all.Sources[k], null, 0, distances[k])
                : Match(history, null, -1 - all.Sources[k], -1 - all.Sources[k], distances[k], shape.Length)),
        ];
        return new DtwBatchAnswer(matches, distances.Length, all.LeftOut, found.Used());
    }

    private static DtwMatch Match(Points from, int? candidate, int? start, int first, double distance, int? length = null) => new(
        candidate, start, from.Name, from.Bars?.TimeAt(first), from.Bars?.TimeAt(first + (length ?? from.Values.Length) - 1), distance);

    private async ValueTask<Answer<Points>> Read(WarpSeries? series, string field, CancellationToken cancellationToken)
    {
        if (series is null) throw Require.Invalid<object?>(field, null, "a symbol or values");
        if (series.Last is { } last) Require.Between(last, 1, int.MaxValue, $"{field}.last");
        if (series is { Symbol: null, Values: { } values })
        {
            Require.BoundedSample(values, 1, $"{field}.values");
            return new Points(null, series.Last < values.Length ? values[^series.Last.Value..] : values, null);
        }
        if (series is not { Symbol: { } name, Values: null }) throw Require.Invalid(field, series.Symbol, "either a symbol or values");
        string symbol = Symbol.Parse(name);
        if (!Enum.IsDefined(series.Interval)) throw Require.Invalid($"{field}.interval", series.Interval, string.Join(", ", Enum.GetNames<BarInterval>()));
        if (await library.Find(symbol, series.Interval, basis: null, cancellationToken) is not { } stored)
        {
            return new Refusal(
                RefusalKind.NoMarketData,
                $"There are no {series.Interval.Adjective()} bars of {symbol}; listInstruments says what is loaded, importMarketData brings more.", field);
        }
        BarSeries bars = stored.Between(series.From, series.To);
        if (series.Last is { } newest) bars = bars.Last(newest);
        return bars.Count > 0
            ? new Points(symbol, bars.Close.ToArray(), bars)
            : new Refusal(RefusalKind.InsufficientData, $"{symbol} has no bars in the range asked for.", field);
    }

    private sealed record Points(string? Name, double[] Values, BarSeries? Bars);
}
