using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Api.Functions;
using NeuralTrader.Api.Overload;
using NeuralTrader.Api.Problems;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;
using Parquet.Schema;

namespace NeuralTrader.Api.Files;

/// <summary>Correlation matrices of any size for other programs, some rows in memory at a time.</summary>
internal static class CorrelationFiles
{
    private const string Route = "/api/v1/risk/correlations.{format}", NameColumn = "name";

    public static void MapCorrelationFiles(this IEndpointRouteBuilder routes)
    {
        RequestReader<CorrelationAnalysisRequest> reader = new(routes.ServiceProvider.GetRequiredService<IOptions<ApiOptions>>().Value.BodyLimit);
        RequestDelegate posted = async http =>
            await Matrix(http, (string)http.Request.RouteValues["format"]!, await reader.Read(http, http.RequestAborted));
        routes.MapGet(Route, (HttpContext http, string format) => Matrix(http, format, Asked(http.Request)))
            .WithName("downloadCorrelations").WithTags("Files").RequireAuthorization(Policies.ReadOnly).WithMetadata(new LaneMark(Lane.Jobs))
            .WithSummary("The whole correlation matrix of stored instruments as csv or parquet; symbols with commas between them, and method, target, decay, "
                + "window, interval, from and to as correlationAnalysis takes them. The same by POST takes that function's arguments as JSON.");
        routes.MapPost(Route, posted).RequireAuthorization(Policies.ReadOnly).WithMetadata(new LaneMark(Lane.Jobs)).ExcludeFromDescription();
    }

    private static CorrelationAnalysisRequest Asked(HttpRequest request)
    {
        Query query = new(request, "symbols", "method", "target", "decay", "window", "interval", "from", "to");
        string symbols = query.Text("symbols")
            ?? throw new ProblemException(Problem.Invalid("symbols", "", "2 to 10,000 instruments with commas between them"));
        return new CorrelationAnalysisRequest(
            symbols.Split(','), Method: query.Word<CorrelationMethod>("method") ?? CorrelationMethod.Pearson,
            Window: query.Text("window") is null ? null : query.Whole("window", 0), Interval: query.Word<BarInterval>("interval") ?? BarInterval.Day,
            From: query.Word<DateTime>("from"), To: query.Word<DateTime>("to"), Decay: Decay(query),
            Target: query.Word<ShrinkageTarget>("target") ?? ShrinkageTarget.ConstantCorrelation);
    }

    private static double Decay(Query query) => query.Text("decay") is not { } text ? 0.94
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
        : throw new ProblemException(Problem.Invalid("decay", text, "a number such as 0.94"));

    private static async Task Matrix(HttpContext http, string format, CorrelationAnalysisRequest request)
    {
        if (format is not ("csv" or "parquet")) throw new ProblemException(Problem.Invalid("format", format, "csv, parquet"));
        NeuralTraderClient client = http.RequestServices.GetRequiredService<NeuralTraderClient>();
        IAsyncEnumerable<CorrelationRows> parts = client.ReadCorrelationsAsync(request, http.RequestAborted);
        await (format == "csv" ? Csv(http, parts) : Parquet(http, parts));
    }

    private static async Task Csv(HttpContext http, IAsyncEnumerable<CorrelationRows> parts)
    {
        CsvAnswer? csv = null;
        await foreach (CorrelationRows part in parts)
        {
            csv ??= CsvAnswer.Begin(http, "correlations.csv", [NameColumn, .. part.Names]); // a refusal comes before the first part
            foreach ((int place, double[] row) in part.Rows.Index())
            {
                csv.Cell(part.Names[part.First + place]);
                foreach (double value in row) csv.Cell(value);
                csv.EndRow();
                await csv.Flush();
            }
        }
        await csv!.Flush(isEnd: true);
    }

    private static async Task Parquet(HttpContext http, IAsyncEnumerable<CorrelationRows> parts)
    {
        ParquetAnswer? file = null;
        try
        {
            await foreach (CorrelationRows part in parts)
            {
                file ??= await ParquetAnswer.Begin(http, [new DataField<string>(NameColumn), .. part.Names.Select(name => new DataField<double>(name))]);
                string[] names = [.. part.Names.Skip(part.First).Take(part.Rows.Length)];
                await file.Add(names, [.. Enumerable.Range(0, part.Names.Count).Select(column => part.Rows.Select(row => row[column]).ToArray())]);
            }
            await file!.Send("correlations.parquet");
        }
        finally
        {
            if (file is not null) await file.DisposeAsync();
        }
    }
}
