using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Client;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting.Search;

namespace NeuralTrader.Api.Console;

/// <summary>What the charts of a parameter search fetch.</summary>
internal static class OptimizationData
{
    public static void MapOptimizationData(this IEndpointRouteBuilder data)
    {
        data.MapGet("/surface/{optimizationId}/{part}", Surface);
        data.MapGet("/walkforward/{optimizationId}", Walk);
    }

    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> Surface(
        string optimizationId, string part, HttpContext context, NeuralTraderClient client, CancellationToken cancellationToken, string? across = null,
        string? up = null) =>
        ConsoleData.Answer(context, async () =>
        {
            Optimization search = await Ended(client, optimizationId, cancellationToken);
            SearchReport report = search.Report!;
            SearchSurface surface = await Pair(client, search, across ?? report.Surface.X, up ?? report.Surface.Y, cancellationToken);
            double[][] cells = part switch
            {
                "in-sample" => surface.InSample,
                "out-of-sample" => surface.OutOfSample,
                _ => throw new InvalidInputException("part", part, "in-sample or out-of-sample"),
            };
            (double low, double high) = ColourScale.Of(surface.InSample.Concat(surface.OutOfSample).SelectMany(row => row));
            int beyond = cells.Sum(row => row.Count(value => value < low || value > high));
            return new HeatColumns(
                Words.Of(surface.X), surface.Y is { } y ? Words.Of(y) : "", Searched.Of(report.Metric), Searched.Format(report.Metric),
                [.. surface.XValues.Select(Text)], [.. surface.YValues.Select(value => double.IsNaN(value) ? "" : Text(value))], cells,
                low, high)
            {
                Marks = [.. Marked(report, surface)],
                Note = $"{cells.Sum(row => row.Count(double.IsFinite)):N0} cells" + (beyond > 0 ? $", {beyond:N0} beyond the scale" : ""),
                Nothing = part == "in-sample" ? "No combination has a figure." : "None of these combinations has a figure on the bars after.",
            };
        });

    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> Walk(
        string optimizationId, HttpContext context, NeuralTraderClient client, CancellationToken cancellationToken) =>
        ConsoleData.Answer(context, async () =>
        {
            WalkForward walk = (await Ended(client, optimizationId, cancellationToken)).Report!.WalkForward
                ?? throw new InvalidInputException("optimizationId", optimizationId, "a search with a walk-forward");
            return new EquityColumns([.. walk.Times.Select(Figure.BarLabel)], walk.Equity, [], ConsoleData.Fall(walk.Equity), [], [], "start = 1", "");
        });

    // The chosen combination's cell; where there are very many values a cell stands for a group and has its first.
    private static IEnumerable<HeatMark> Marked(SearchReport report, SearchSurface surface)
    {
        if (report.Best is not [var best, ..]) yield break;
        int x = Place(surface.XValues, best.Parameters[surface.X]);
        int y = surface.Y is { } up ? Place(surface.YValues, best.Parameters[up]) : 0;
        if (x >= 0 && y >= 0) yield return new HeatMark(x, y, "best in-sample");
    }

    private static int Place(double[] values, double value) => Array.FindLastIndex(values, one => one <= value);

    // The report has one pair of parameters; any other is put together from the trials.
    private static async Task<SearchSurface> Pair(
        NeuralTraderClient client, Optimization search, string across, string? up, CancellationToken cancellationToken)
    {
        SearchReport report = search.Report!;
        if (up is null || (across == report.Surface.X && up == report.Surface.Y)) return report.Surface;
        TrialSurface surface = new(Searched.Space(search.Request), across, up, report, search.Request.MinTrades);
        await foreach (SearchChunk part in client.ReadTrialsAsync(search.OptimizationId, cancellationToken)) surface.Add(part);
        return surface.Surface();
    }

    private static async Task<Optimization> Ended(NeuralTraderClient client, string optimizationId, CancellationToken cancellationToken) =>
        await client.GetOptimizationAsync(new GetOptimizationRequest(optimizationId), cancellationToken) is { Report: not null } search ? search
            : throw new InvalidInputException("optimizationId", optimizationId, "a search that has ended");

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
