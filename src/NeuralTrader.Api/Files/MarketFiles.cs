using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Api.Json;
using NeuralTrader.Api.Overload;
using NeuralTrader.Api.Problems;
using NeuralTrader.Api.Security;
using NeuralTrader.Client;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Api.Files;

/// <summary>Bars for browsers and spreadsheets.</summary>
internal static class MarketFiles
{
    public static void MapMarketFiles(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/trading/bars/{symbol}.{format}", Bars)
            .WithName("downloadBars").WithTags("Files").RequireAuthorization(Policies.ReadOnly).WithMetadata(new LaneMark(Lane.Read))
            .WithSummary("Bars as csv or json; parameters interval, basis, from, to and limit as getMarketData takes them.");

    private static async Task Bars(HttpContext http, NeuralTraderClient client, string symbol, string format)
    {
        if (format is not ("csv" or "json")) throw new ProblemException(Problem.Invalid("format", format, "csv, json"));
        Query query = new(http.Request, "interval", "basis", "from", "to", "limit");
        GetMarketDataRequest request = new(
            symbol, Interval: query.Word<BarInterval>("interval") ?? BarInterval.Day, Basis: query.Word<PriceBasis>("basis"),
            From: query.Word<DateTime>("from"), To: query.Word<DateTime>("to"), Limit: query.Whole("limit", 10_000));
        MarketData data = await client.GetMarketDataAsync(request, http.RequestAborted);
        if (format == "json") await http.Response.WriteAsJsonAsync(data, WireJson.TypeOf<MarketData>(), cancellationToken: http.RequestAborted);
        else await Table(http, data);
    }

    private static async Task Table(HttpContext http, MarketData data)
    {
        CsvAnswer csv = CsvAnswer.Begin(http, $"{data.Symbol}.csv", "time", "open", "high", "low", "close", "volume");
        foreach (Bar bar in data.Bars ?? [])
        {
            csv.Cell(bar.Time).Cell(bar.Open).Cell(bar.High).Cell(bar.Low).Cell(bar.Close).Cell(bar.Volume).EndRow();
            await csv.Flush();
        }
        await csv.Flush(isEnd: true);
    }
}
