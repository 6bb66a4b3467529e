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
        string optimizationId, string part, HttpContext context, NeuralTraderClient client, CancellationToken cancellationToken) =>
        ConsoleData.Answer(context, async () =>
        {
            SearchReport report = await Report(client, optimizationId, cancellationToken);
            SearchSurface surface = report.Surface;
            double[][] cells = part switch
            {
                "in-sample" => surface.InSample,
                "out-of-sample" => surface.OutOfSample,
                _ => throw new InvalidInputException("part", part, "in-sample or out-of-sample"),
            };
            double[] defined = [.. surface.InSample.Concat(surface.OutOfSample).SelectMany(row => row).Where(double.IsFinite)];
            return new HeatColumns(
                Words.Of(surface.X), surface.Y is { } y ? Words.Of(y) : "", Searched.Of(report.Metric), Searched.Format(report.Metric),
                [.. surface.XValues.Select(Text)], [.. surface.YValues.Select(value => double.IsNaN(value) ? "" : Text(value))], cells,
                defined.Length > 0 ? defined.Min() : 0, defined.Length > 0 ? defined.Max() : 1)
            {
                Marks = [.. Marked(report)],
                Note = $"{cells.Sum(row => row.Count(double.IsFinite)):N0} cells",
                Nothing = part == "in-sample" ? "No combination has a figure." : "None of these combinations has a figure on the bars after.",
            };
        });

    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> Walk(
        string optimizationId, HttpContext context, NeuralTraderClient client, CancellationToken cancellationToken) =>
        ConsoleData.Answer(context, async () =>
        {
            WalkForward walk = (await Report(client, optimizationId, cancellationToken)).WalkForward
                ?? throw new InvalidInputException("optimizationId", optimizationId, "a search with a walk-forward");
            return new EquityColumns([.. walk.Times.Select(Figure.BarLabel)], walk.Equity, [], ConsoleData.Fall(walk.Equity), [], [], "start = 1", "");
        });

    // The chosen combination's cell; where there are very many values a cell stands for a group and has its first.
    private static IEnumerable<HeatMark> Marked(SearchReport report)
    {
        if (report.Best is not [var best, ..]) yield break;
        int x = Place(report.Surface.XValues, best.Parameters[report.Surface.X]);
        int y = report.Surface.Y is { } up ? Place(report.Surface.YValues, best.Parameters[up]) : 0;
        if (x >= 0 && y >= 0) yield return new HeatMark(x, y, "best in-sample");
    }

    private static int Place(double[] values, double value) => Array.FindLastIndex(values, one => one <= value);

    private static async Task<SearchReport> Report(NeuralTraderClient client, string optimizationId, CancellationToken cancellationToken) =>
        (await client.GetOptimizationAsync(new GetOptimizationRequest(optimizationId), cancellationToken)).Report
            ?? throw new InvalidInputException("optimizationId", optimizationId, "a search that has ended");

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
