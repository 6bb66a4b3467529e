using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Api.Overload;
using NeuralTrader.Api.Problems;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;
using NeuralTrader.Domain.Backtesting.Search;
using Parquet.Schema;

namespace NeuralTrader.Api.Files;

/// <summary>All trials of a parameter search for other programs, one part in memory at a time.</summary>
internal static class OptimizationFiles
{
    public static void MapOptimizationFiles(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/trading/optimizations/{optimizationId}/trials.{format}", Trials)
            .WithName("downloadTrials").WithTags("Files").RequireAuthorization(Policies.ReadOnly).WithMetadata(new LaneMark(Lane.Read))
            .WithSummary("All trials of a parameter search as csv or parquet: their parameters and their figures in-sample and out-of-sample.");

    private static async Task Trials(HttpContext http, NeuralTraderClient client, string optimizationId, string format)
    {
        if (format is not ("csv" or "parquet")) throw new ProblemException(Problem.Invalid("format", format, "csv, parquet"));
        _ = new Query(http.Request);
        Optimization search = await client.GetOptimizationAsync(new GetOptimizationRequest(optimizationId), http.RequestAborted);
        if (search.Progress.State == JobState.Running)
            throw new RefusalException(new Refusal(RefusalKind.InsufficientData, $"Search {optimizationId} is still running.", "optimizationId"));
        TrialTable table = new(search.Request);
        IAsyncEnumerable<SearchChunk> parts = client.ReadTrialsAsync(optimizationId, http.RequestAborted);
        await (format == "csv" ? Csv(http, optimizationId, table, parts) : Parquet(http, optimizationId, table, parts));
    }

    private static async Task Csv(HttpContext http, string id, TrialTable table, IAsyncEnumerable<SearchChunk> parts)
    {
        CsvAnswer csv = CsvAnswer.Begin(http, $"{id}-trials.csv", [.. table.Columns]);
        await foreach (SearchChunk part in parts)
        {
            double[][] columns = table.Of(part);
            for (int row = 0; row < part.Points.Length; row++)
            {
                foreach (double[] column in columns) csv.Cell(column[row]);
                csv.EndRow();
                await csv.Flush();
            }
        }
        await csv.Flush(isEnd: true);
    }

    private static async Task Parquet(HttpContext http, string id, TrialTable table, IAsyncEnumerable<SearchChunk> parts)
    {
        await using ParquetAnswer file = await ParquetAnswer.Begin(http, [.. table.Columns.Select(name => new DataField<double>(name))]);
        await foreach (SearchChunk part in parts) await file.Add(table.Of(part));
        await file.Send($"{id}-trials.parquet");
    }
}
